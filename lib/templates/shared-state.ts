/** Shared state: facts are kept in declared variables, and put into the instructions of whoever needs them. */
import { agentCard, card, edge, noteCard, prose, type Template, templateDocument } from "./template";

const collectionSchema = {
  type: "object",
  properties: {
    records: { type: "integer", minimum: 1, maximum: 1_000, description: "How many records were collected." },
    finding: { type: "string", description: "What stands out at first sight." },
  },
  required: ["records", "finding"],
  additionalProperties: false,
};

export const sharedState: Template = {
  id: "shared-state",
  name: "Shared state",
  summary: "State nodes keep facts in declared variables and agents are told the current state; use it when steps need facts, not talk.",
  category: "State",
  document: templateDocument({
    name: "Shared state",
    description:
      "Collect, analyse, report: after each step a State node notes how far the work is, and the next agent gets the state with its instructions.",
    sampleInput: { question: "How has the use of public libraries changed in the last ten years?" },
    state: [
      { name: "data_collected", type: "boolean", initial: false, reducer: "replace" },
      { name: "data_count", type: "number", initial: 0, reducer: "add" },
      { name: "analysis_complete", type: "boolean", initial: false, reducer: "replace" },
      { name: "notes", type: "list", initial: [], reducer: "append" },
    ],
    nodes: [
      card(
        "input",
        { id: "request", title: "Request", column: 0, row: 1 },
        { fields: [{ key: "question", label: "Question", type: "long_text", required: true, help: "What should be found out." }] },
      ),
      agentCard(
        { id: "collector", title: "Collector", column: 1, row: 1 },
        {
          model: "mistral-medium-latest",
          context: "fresh",
          temperature: 0.1,
          instructions: "You collect data for a question and say how many records you have, and what stands out.",
          message: "Collect the data that is needed for this question: {{ input.question }}",
          schema: { name: "collection", of: collectionSchema },
        },
      ),
      card(
        "state",
        { id: "collected", title: "Note the data", column: 2, row: 1 },
        {
          changes: [
            { variable: "data_collected", mode: "expression", value: "true" },
            { variable: "data_count", mode: "template", value: "{{ nodes.collector.output.records }}" },
            { variable: "notes", mode: "template", value: "Collected: {{ nodes.collector.output.finding }}" },
          ],
        },
      ),
      noteCard(
        { id: "reducers", column: 2, row: 0 },
        "Each variable says how a new value joins the old one: replace, append, add or merge. A text that should be a number is read as one.",
      ),
      agentCard(
        { id: "analyst", title: "Analyst", column: 3, row: 1 },
        {
          model: "mistral-medium-latest",
          context: "fresh",
          temperature: 0.2,
          instructions: prose(`
            You analyse what was collected. Give the three findings that answer the question best, each in one sentence, and say how sure it is.

            Current state of the work:
            {{ json(state) }}
          `),
          message: "Analyse the collected data for this question: {{ input.question }}",
        },
      ),
      card(
        "state",
        { id: "analysed", title: "Note the analysis", column: 4, row: 1 },
        {
          changes: [
            { variable: "analysis_complete", mode: "expression", value: "true" },
            { variable: "notes", mode: "template", value: "Analysed: {{ received }}" },
          ],
        },
      ),
      agentCard(
        { id: "reporter", title: "Reporter", column: 5, row: 1 },
        {
          model: "mistral-medium-latest",
          context: "fresh",
          temperature: 0.4,
          instructions: prose(`
            You write short reports from notes that others took: the answer first, then the findings, then what is still open.

            Current state of the work:
            {{ json(state) }}
          `),
          message: "Write the report on this question: {{ input.question }}",
        },
      ),
      card(
        "output",
        { id: "report", title: "Report", column: 6, row: 1 },
        {
          format: "markdown",
          value: prose(`
            {{ nodes.reporter.output }}

            ---

            Records: {{ state.data_count }} · data collected: {{ state.data_collected }} · analysis complete: {{ state.analysis_complete }} · notes taken: {{ len(state.notes) }}
          `),
        },
      ),
    ],
    edges: [
      edge("request>collector"),
      edge("collector>collected"),
      edge("collected>analyst"),
      edge("analyst>analysed"),
      edge("analysed>reporter"),
      edge("reporter>report"),
    ],
  }),
};
