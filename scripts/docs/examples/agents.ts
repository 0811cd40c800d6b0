/** Kinds that ask a model: Agent, Manager, Decompose. */
import { agentCard, card } from "../../../lib/templates/template";
import { type Example, exampleDocument, field } from "./example";

const goal = card(
  "input",
  { id: "start", title: "Goal", column: 0, row: 0 },
  { fields: [field({ key: "goal", label: "Goal", type: "long_text" })] },
);

function workerCard(id: string, title: string, row: number, purpose: string) {
  return agentCard(
    { id, title, column: 2, row },
    { model: "mistral-small-latest", context: "fresh", description: purpose, instructions: `${purpose} Be brief.`, message: "" },
  );
}

export const agentExamples: readonly Example[] = [
  {
    kind: "agent",
    shown: "summary",
    look: "settings",
    document: exampleDocument({
      name: "Agent: a summary",
      sampleInput: {
        text: "The tram line closes for six weeks from 1 July while the bridge over the river is repaired. Buses run every ten minutes instead.",
        reader: "commuters",
      },
      nodes: [
        card(
          "input",
          { id: "start", title: "Text", column: 0, row: 0 },
          {
            fields: [field({ key: "text", label: "Text", type: "long_text" }), field({ key: "reader", label: "Reader", type: "text" })],
          },
        ),
        agentCard(
          { id: "summary", title: "Summary", column: 1, row: 0 },
          {
            model: "mistral-small-latest",
            context: "fresh",
            temperature: 0.2,
            instructions: "You summarise texts for {{ input.reader }}: two sentences, plain words, no headline.",
            message: "{{ input.text }}",
          },
        ),
        card("output", { id: "result", title: "Result", column: 2, row: 0 }, { format: "markdown", value: "" }),
      ],
      edges: ["start>summary", "summary>result"],
    }),
  },
  {
    kind: "manager",
    shown: "lead",
    look: "run",
    document: exampleDocument({
      name: "Manager: a plan and its risks",
      sampleInput: { goal: "Open a repair cafe in our library, on one Saturday a month" },
      nodes: [
        goal,
        card(
          "manager",
          { id: "lead", title: "Lead", column: 1, row: 0 },
          {
            model: "mistral-medium-latest",
            instructions: "One page for the library's board. Costs come before wishes.",
            message: "{{ input.goal }}",
            rounds: 1,
          },
        ),
        workerCard("planner", "Planner", 1, "Plans steps, dates and who does what."),
        workerCard("treasurer", "Treasurer", 2, "Estimates what something costs and who could pay."),
        card("output", { id: "result", title: "Result", column: 3, row: 0 }, { format: "markdown", value: "" }),
      ],
      edges: ["start>lead", "lead.workers>planner", "lead.workers>treasurer", "lead>result"],
    }),
  },
  {
    kind: "decompose",
    shown: "solve",
    look: "run",
    document: exampleDocument({
      name: "Decompose: a handbook",
      sampleInput: { goal: "Write a short handbook for volunteers of a community garden: tools, watering, compost and keys" },
      nodes: [
        goal,
        card(
          "decompose",
          { id: "solve", title: "Handbook", column: 1, row: 0 },
          {
            model: "mistral-small-latest",
            message: "{{ input.goal }}",
            assess: "Split by chapter. A chapter is small enough.",
            execute: "Write the chapter in at most 120 words.",
            maxDepth: 2,
            maxBreadth: 4,
            maxTasks: 10,
          },
        ),
        card("output", { id: "result", title: "Result", column: 2, row: 0 }, { format: "markdown", value: "" }),
      ],
      edges: ["start>solve", "solve>result"],
    }),
  },
];
