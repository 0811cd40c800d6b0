/** Explicit state: agents pass on named values, checked before they are stored, instead of a whole conversation. */
import { agentCard, card, edge, noteCard, prose, type Template, templateDocument } from "./template";

const form = prose(`
  Answer in this form:
  STATE: {"count": number, "sum": number, "mean": number, "status": text}
  RESULT: your finding, in words
`);

export const explicitState: Template = {
  id: "explicit-state",
  name: "Explicit state",
  summary:
    "Two agents pass named values on with the STATE: and RESULT: convention; use it when later steps need facts, not the whole conversation.",
  category: "State",
  document: templateDocument({
    name: "Explicit state",
    description: "The first agent takes in figures and writes what it counted into the state; the second goes on from the state alone.",
    sampleInput: { data: "Visitors of the museum, Monday to Sunday: 120, 135, 128, 410, 390, 875, 940" },
    state: [
      { name: "count", type: "number", initial: 0, reducer: "replace" },
      { name: "sum", type: "number", initial: 0, reducer: "replace" },
      { name: "mean", type: "number", initial: 0, reducer: "replace" },
      { name: "status", type: "text", initial: "new", reducer: "replace" },
    ],
    nodes: [
      card(
        "input",
        { id: "figures", title: "Figures", column: 0, row: 0 },
        { fields: [{ key: "data", label: "Data", type: "long_text", required: true, help: "Numbers, with a word on what they are." }] },
      ),
      agentCard(
        { id: "intake", title: "Intake", column: 1, row: 0 },
        {
          model: "mistral-medium-latest",
          context: "fresh",
          temperature: 0,
          stateOutput: "convention",
          instructions: `You take in figures: how many there are, what they add up to, and their mean. Set the status to "collected".\n\n${form}`,
          message: "Process this data: {{ input.data }}",
        },
      ),
      noteCard(
        { id: "state_tab", column: 1, row: 1 },
        "What follows STATE: is read as JSON and stored only if all of it fits the declared variables. The State tab shows what each step changed.",
      ),
      agentCard(
        { id: "interpreter", title: "Interpreter", column: 2, row: 0 },
        {
          model: "mistral-medium-latest",
          context: "fresh",
          temperature: 0.2,
          stateOutput: "convention",
          instructions: `You interpret figures that were already counted; you see the counted values and not the figures themselves. Keep the values, and set the status to "analysed".\n\n${form}`,
          message: prose(`
            The state so far: {{ json(state) }}

            Continue: what do these values say?
          `),
        },
      ),
      card(
        "output",
        { id: "finding", title: "Finding", column: 3, row: 0 },
        {
          format: "markdown",
          value: prose(`
            {{ nodes.interpreter.output }}

            | Value | |
            | --- | ---: |
            | Count | {{ state.count }} |
            | Sum | {{ state.sum }} |
            | Mean | {{ state.mean }} |
            | Status | {{ state.status }} |
          `),
        },
      ),
    ],
    edges: [edge("figures>intake"), edge("intake>interpreter"), edge("interpreter>finding")],
  }),
};
