/** Evaluator and optimizer: a writer and a critic take turns until the critic is satisfied. */
import { agentCard, card, containerCard, edge, inside, noteCard, prose, type Template, templateDocument } from "./template";

const verdictSchema = {
  type: "object",
  properties: {
    score: { type: "integer", minimum: 1, maximum: 10, description: "10 is as good as it gets." },
    strengths: { type: "array", items: { type: "string" }, minItems: 1, maxItems: 3 },
    improvements: {
      type: "array",
      items: { type: "string" },
      minItems: 1,
      maxItems: 3,
      description: "What to change, the most important first.",
    },
  },
  required: ["score", "strengths", "improvements"],
  additionalProperties: false,
};

export const evaluatorOptimizer: Template = {
  id: "evaluator-optimizer",
  name: "Evaluator and optimizer",
  summary: "A writer drafts and a critic scores, again and again until the score is 8; use it where quality can be judged.",
  category: "Over and over",
  document: templateDocument({
    name: "Evaluator and optimizer",
    description: "A Loop holds a writer and a critic. It ends when the critic gives 8 of 10 points, or after four versions.",
    sampleInput: {
      brief: "A product page for a reusable coffee cup made of recycled oyster shells",
      reader: "people who buy a coffee on the way to work",
    },
    nodes: [
      noteCard(
        { id: "how_it_ends", column: 0, row: 0 },
        "Every Loop has a cap. This one ends at 8 of 10 points, or after four versions with the last one; each can be looked at.",
      ),
      card(
        "input",
        { id: "task", title: "Task", column: 0, row: 1 },
        {
          fields: [
            { key: "brief", label: "Brief", type: "long_text", required: true, help: "What should be written." },
            { key: "reader", label: "Reader", type: "text", required: true, help: "Who it is for." },
          ],
        },
      ),
      containerCard(
        "loop",
        { id: "improve", title: "Until it is good", column: 1, row: 1, columns: 2 },
        { until: "nodes.critic.output.score >= 8", most: 4, onCap: "succeed", output: "nodes.writer.output" },
      ),
      inside(
        "improve",
        agentCard(
          { id: "writer", title: "Writer", column: 0, row: 0 },
          {
            model: "mistral-medium-latest",
            temperature: 0.7,
            instructions: prose(`
              You write web copy for {{ input.reader }}. Plain words, no superlatives, one thought a sentence. Write Markdown of at most 200 words.

              When a critic has scored your last version, write the whole text anew and mend what was criticised; keep what was praised. Answer with the text alone.
            `),
            message: prose(`
              Brief: {{ input.brief }}

              Write version {{ iteration }}. {{ iteration == 1 ? "It is the first draft." : "The critic asks for: " }}{{ join(previous.improvements ?? [], "; ") }}
            `),
          },
        ),
      ),
      inside(
        "improve",
        agentCard(
          { id: "critic", title: "Critic", column: 1, row: 0 },
          {
            model: "mistral-large-latest",
            temperature: 0.1,
            instructions: prose(`
              You are a strict editor and review texts for {{ input.reader }}. Score a text from 1 to 10: does it answer the brief, would these readers go on reading, is every word needed? 8 means that it can be published as it is. Say what is good and what to change, in words that can be acted on.
            `),
            message: prose(`
              Score version {{ iteration }}.

              Brief: {{ input.brief }}

              {{ nodes.writer.output }}
            `),
            schema: { name: "verdict", of: verdictSchema },
          },
        ),
      ),
      card("output", { id: "text", title: "Text", column: 3, row: 1 }, { format: "markdown", value: "" }),
    ],
    edges: [edge("task>improve"), edge("writer>critic"), edge("improve>text")],
  }),
};
