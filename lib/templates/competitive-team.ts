/** Competitive team: three temperaments argue about one decision, a fourth agent scores them by criterion. */
import { agentCard, card, edge, noteCard, prose, type Template, templateDocument } from "./template";

const perspectives = ["Conservative", "Bold", "Balanced"] as const;

const criteria = [
  { key: "benefit", label: "Benefit" },
  { key: "risk", label: "Risk" },
  { key: "cost", label: "Cost" },
  { key: "speed", label: "Speed" },
  { key: "reversibility", label: "Way back" },
] as const;

const score = { type: "integer", minimum: 1, maximum: 5 } as const;

const verdictSchema = {
  type: "object",
  properties: {
    scores: {
      type: "array",
      minItems: perspectives.length,
      maxItems: perspectives.length,
      items: {
        type: "object",
        properties: {
          perspective: { type: "string", enum: [...perspectives] },
          ...Object.fromEntries(criteria.map(({ key }) => [key, score])),
        },
        required: ["perspective", ...criteria.map(({ key }) => key)],
        additionalProperties: false,
      },
    },
    recommendation: { type: "string", description: "What to do, in one or two sentences." },
    rationale: { type: "string", description: "Why, and what is taken from the others." },
  },
  required: ["scores", "recommendation", "rationale"],
  additionalProperties: false,
};

/** The verdict as a page: recommendation, reasons, and a row for each perspective. */
const verdictPage = [
  "## Recommendation\n\n{{ nodes.evaluator.output.recommendation }}",
  "{{ nodes.evaluator.output.rationale }}",
  [
    `| Perspective | ${criteria.map(({ label }) => label).join(" | ")} |`,
    `| --- | ${criteria.map(() => "---:").join(" | ")} |`,
    ...perspectives.map((_, row) => {
      const cells = ["perspective", ...criteria.map(({ key }) => key)].map((key) => `{{ nodes.evaluator.output.scores[${row}].${key} }}`);
      return `| ${cells.join(" | ")} |`;
    }),
  ].join("\n"),
  "Scores run from 1 (poor) to 5 (good); a high score for risk or cost means that there is little of it.",
].join("\n\n");

export const competitiveTeam: Template = {
  id: "competitive-team",
  name: "Competitive team",
  summary: "Three agents of different temperament argue a decision and a fourth scores them; use it before something hard to undo.",
  category: "In parallel",
  document: templateDocument({
    name: "Competitive team",
    description:
      "A conservative, a bold and a balanced analyst look at one decision; an evaluator scores them by criterion and recommends.",
    sampleInput: { decision: "Should we migrate our shop from one application to microservices?" },
    nodes: [
      card(
        "input",
        { id: "question", title: "Decision", column: 0, row: 1 },
        { fields: [{ key: "decision", label: "Decision", type: "long_text", required: true, help: "What has to be decided." }] },
      ),
      noteCard(
        { id: "temperatures", column: 0, row: 0 },
        "The same question at temperature 0.2, 0.8 and 0.5: caution keeps to what is likely, boldness may surprise.",
      ),
      agentCard(
        { id: "conservative", title: "Conservative analyst", column: 1, row: 0 },
        {
          model: "mistral-medium-latest",
          context: "fresh",
          temperature: 0.2,
          instructions: prose(`
            You take a conservative, risk-averse view. Prefer what is proven, small steps, and a way back at every stage.

            Take a position in the first sentence. Then give the three strongest reasons, what it would cost to be wrong, and what would change your mind.
          `),
          message: "Analyse this decision: {{ input.decision }}",
        },
      ),
      agentCard(
        { id: "bold", title: "Bold analyst", column: 1, row: 1 },
        {
          model: "mistral-medium-latest",
          context: "fresh",
          temperature: 0.8,
          instructions: prose(`
            You take a bold, innovative view. Look for what becomes possible, for being early, and for the price of waiting.

            Take a position in the first sentence. Then give the three strongest reasons, what it would bring if it works, and what would change your mind.
          `),
          message: "Analyse this decision: {{ input.decision }}",
        },
      ),
      agentCard(
        { id: "balanced", title: "Balanced analyst", column: 1, row: 2 },
        {
          model: "mistral-medium-latest",
          context: "fresh",
          temperature: 0.5,
          instructions: prose(`
            You take a balanced, pragmatic view. Weigh both sides, and look for the smallest step that would settle the question.

            Take a position in the first sentence. Then give the three strongest reasons, under which conditions you would choose either extreme, and what would change your mind.
          `),
          message: "Analyse this decision: {{ input.decision }}",
        },
      ),
      agentCard(
        { id: "evaluator", title: "Strategy evaluator", column: 2, row: 1 },
        {
          model: "mistral-large-latest",
          context: "fresh",
          temperature: 0.1,
          schema: { name: "verdict", of: verdictSchema },
          instructions: prose(`
            You evaluate competing perspectives on one decision. Judge the arguments, not the tone, and add none of your own.

            Score each perspective on every criterion. Recommend the strongest, or a combination that takes one thing from another, and say why in terms of the scores.
          `),
          message: prose(`
            Evaluate these perspectives on the decision: {{ input.decision }}

            ## Perspective 1: Conservative
            {{ nodes.conservative.output }}

            ## Perspective 2: Bold
            {{ nodes.bold.output }}

            ## Perspective 3: Balanced
            {{ nodes.balanced.output }}
          `),
        },
      ),
      card("output", { id: "verdict", title: "Verdict", column: 3, row: 1 }, { format: "markdown", value: verdictPage }),
    ],
    edges: [
      edge("question>conservative"),
      edge("question>bold"),
      edge("question>balanced"),
      edge("conservative>evaluator"),
      edge("bold>evaluator"),
      edge("balanced>evaluator"),
      edge("evaluator>verdict"),
    ],
  }),
};
