/** When things fail: every way a step may go wrong, and what the workflow does about it. */
import type { NodeSettings, WorkflowNode } from "../document/schema";
import { agentCard, card, edge, noteCard, prose, type Template, templateDocument } from "./template";

function withSettings(settings: NodeSettings, node: WorkflowNode): WorkflowNode {
  return { ...node, settings };
}

const researcher = { context: "fresh", tools: ["web_search"], temperature: 0.3 } as const;

/** The node asks a model that no provider offers. */
function askingAnother(model: string, node: WorkflowNode): WorkflowNode {
  return { ...node, config: { ...node.config, model } };
}

export const whenThingsFail: Template = {
  id: "when-things-fail",
  name: "When things fail",
  summary: "A busy service, a slow one, a lost model and bad data, and yet a report; use it to see what each setting for failures does.",
  category: "When something fails",
  document: templateDocument({
    name: "When things fail",
    description:
      "Four sources for one report, each failing in its own way: tried again, timed out, asked of a fallback model, repaired behind an error port.",
    sampleInput: {
      topic: "Electric delivery vans",
      figures: prose(`
        | month | vans sold |
        | --- | ---: |
        | March | 120 |
        | April | n/a |
        | May | 168 |
        | June | 205 |
      `),
      busy: "[simulate: 503 x2 0s]",
      slow: "[simulate: slow 5s x1]",
    },
    nodes: [
      card(
        "input",
        { id: "request", title: "Request", column: 0, row: 1 },
        {
          fields: [
            { key: "topic", label: "Topic", type: "text", required: true, help: "What the report is about." },
            { key: "figures", label: "Figures", type: "long_text", required: true, help: "A table. One cell is no number, on purpose." },
            {
              key: "busy",
              label: "Busy service",
              type: "text",
              required: false,
              help: "Asks the simulated model to fail twice. Clear it to see it succeed, or with a real key.",
            },
            {
              key: "slow",
              label: "Slow service",
              type: "text",
              required: false,
              help: "Asks the simulated model to let the first try wait. Clear it with a real key.",
            },
            {
              key: "refused",
              label: "Refused report",
              type: "text",
              required: false,
              help: "Write [simulate: guardrail x1] and the run fails at its last step; then press Go on from here.",
            },
          ],
        },
      ),
      noteCard(
        { id: "go_on", column: 0, row: 2 },
        "To see a run fail and go on: start one with [simulate: guardrail x1] as Refused report. What was finished is not asked again.",
      ),
      withSettings(
        { maxAttempts: 4 },
        agentCard(
          { id: "technology", title: "Tried again", column: 1, row: 0 },
          {
            ...researcher,
            model: "mistral-medium-latest",
            instructions: prose(`
              You research technology: what exists, what it can do today, and where it fails. Give each finding its year and its source.
            `),
            message: 'Research the technical side of {{ input.topic }}. {{ input.busy ?? "" }}',
          },
        ),
      ),
      withSettings(
        { firstByteMs: 2_000, maxAttempts: 3 },
        agentCard(
          { id: "market", title: "Timed out once", column: 1, row: 1 },
          {
            ...researcher,
            model: "mistral-medium-latest",
            instructions: prose(`
              You research markets: who sells, who buys, what it costs and what it brings. Where two sources disagree, show both.
            `),
            message: 'Research the business side of {{ input.topic }}. {{ input.slow ?? "" }}',
          },
        ),
      ),
      withSettings(
        { fallbackModel: "mistral-small-latest" },
        askingAnother(
          "mistral-retired-2312",
          agentCard(
            { id: "science", title: "Model that is gone", column: 1, row: 2 },
            {
              ...researcher,
              model: "mistral-medium-latest",
              instructions: prose(`
                You look for published studies: what was studied, with how many cases, and what came out. Call a preprint a preprint.
              `),
              message: "Find the research on {{ input.topic }}.",
            },
          ),
        ),
      ),
      withSettings(
        { errorPort: true },
        card(
          "code",
          { id: "check", title: "Check the figures", column: 1, row: 3 },
          {
            source: prose(`
              const rows = input.figures.trim().split("\\n").slice(2);
              for (const row of rows) {
                const [, name, value] = row.split("|").map((cell) => cell.trim());
                if (!(Number(value) >= 0)) throw new Error(name + " is no number: " + value);
              }
              return input.figures;
            `),
          },
        ),
      ),
      agentCard(
        { id: "repair", title: "Repair", column: 2, row: 4 },
        {
          model: "mistral-small-latest",
          context: "fresh",
          temperature: 0,
          instructions: prose(`
            You clean data that a check refused. Mark missing values as missing; never fill them with a guess. Give the clean table, then what you changed.
          `),
          message: prose(`
            Clean these figures on {{ input.topic }}.

            {{ input.figures }}

            A check refused them. It says, with the code {{ received.code }}: {{ received.message }}
          `),
        },
      ),
      noteCard(
        { id: "typed_error", column: 1, row: 4 },
        "An error port passes on what went wrong as code, message, attempt and step. Whoever comes next can read it, or decide by it.",
      ),
      card("merge", { id: "figures", title: "Figures to use", column: 3, row: 3 }),
      agentCard(
        { id: "report", title: "Reporter", column: 4, row: 1 },
        {
          model: "mistral-large-latest",
          context: "fresh",
          temperature: 0.3,
          instructions: prose(`
            You turn the findings of several researchers into one report. Begin with a summary of at most five sentences, then say what they have in common, where they contradict each other, and what is still open. Keep the sources.
          `),
          message: prose(`
            Write the report on {{ input.topic }}. {{ input.refused ?? "" }}

            ## Findings of the technology researcher
            {{ nodes.technology.output }}

            ## Findings of the market researcher
            {{ nodes.market.output }}

            ## Findings of the science researcher
            {{ nodes.science.output }}
          `),
        },
      ),
      card(
        "output",
        { id: "page", title: "Report", column: 5, row: 2 },
        {
          format: "markdown",
          value: prose(`
            {{ nodes.report.output }}

            ---

            {{ nodes.figures.output }}
          `),
        },
      ),
    ],
    edges: [
      edge("request>technology"),
      edge("request>market"),
      edge("request>science"),
      edge("request>check"),
      edge("check.error>repair"),
      edge("check>figures"),
      edge("repair>figures"),
      edge("technology>report"),
      edge("market>report"),
      edge("science>report"),
      edge("report>page"),
      edge("figures>page"),
    ],
  }),
};
