/** Event-driven: steps emit named events, handlers listen for them, and an event that nobody handles is shown. */
import { agentCard, card, containerCard, edge, inside, noteCard, prose, type Template, templateDocument } from "./template";

const handler = {
  inOneConversation: true,
  conversation: "",
  atOnce: 1,
  onFailure: "stop",
  listenUntil: "idle",
  seconds: 60,
  untilEvent: "",
} as const;

function emitCard(id: string, title: string, column: number, row: number, event: { readonly name: string; readonly data: string }) {
  return card("emit", { id, title, column, row }, { name: event.name, mode: "template", template: event.data, expression: "" });
}

export const eventDriven: Template = {
  id: "event-driven",
  name: "Event-driven",
  summary: "Steps emit events and handlers react, each with a memory of its earlier events; use it when what happens next is not fixed.",
  category: "Events",
  document: templateDocument({
    name: "Event-driven",
    description:
      "Two batches and an error are emitted. A handler for each name deals with them one after the other in one conversation; one event nobody handles.",
    sampleInput: {
      first_batch: "1000 records of sales in March, 12 of them without a price",
      second_batch: "800 records of sales in April, all complete",
      error: "Validation failed on record 523: the price is negative",
    },
    nodes: [
      noteCard(
        { id: "who_listens", column: 0, row: 0 },
        "Emit and On event find each other by name, without an edge. Events may also come from outside while a run is open.",
      ),
      card(
        "input",
        { id: "arrivals", title: "Arrivals", column: 0, row: 1 },
        {
          fields: [
            { key: "first_batch", label: "First batch", type: "text", required: true },
            { key: "second_batch", label: "Second batch", type: "text", required: true },
            { key: "error", label: "Error", type: "text", required: true, help: "What went wrong meanwhile." },
          ],
        },
      ),
      emitCard("march", "First batch", 1, 1, { name: "data.received", data: "{{ input.first_batch }}" }),
      emitCard("failure", "Error", 2, 1, { name: "error.occurred", data: "{{ input.error }}" }),
      emitCard("april", "Second batch", 3, 1, { name: "data.received", data: "{{ input.second_batch }}" }),
      containerCard(
        "on_event",
        { id: "on_data", title: "When data arrives", column: 1, row: 3, columns: 2 },
        { event: "data.received", ...handler },
      ),
      inside(
        "on_data",
        agentCard(
          { id: "data_handler", title: "Data handler", column: 0, row: 0 },
          {
            model: "mistral-medium-latest",
            temperature: 0.2,
            instructions: prose(`
              You receive batches of data, one after the other. For each say in a few sentences what came, whether it can be used, and how it compares with the batches before.
            `),
            message: prose(`
              Event: {{ event.name }}
              Data: {{ event.data }}
            `),
          },
        ),
      ),
      inside("on_data", emitCard("stored", "Stored", 1, 0, { name: "data.stored", data: "" })),
      noteCard(
        { id: "unhandled", column: 3, row: 3 },
        "Nobody listens for data.stored. That is no failure: the run shows it as unhandled.",
      ),
      containerCard(
        "on_event",
        { id: "on_error", title: "When something fails", column: 1, row: 5 },
        { event: "error.occurred", ...handler },
      ),
      inside(
        "on_error",
        agentCard(
          { id: "error_handler", title: "Error handler", column: 0, row: 0 },
          {
            model: "mistral-medium-latest",
            temperature: 0.2,
            instructions: prose(`
              You deal with errors of a data pipeline. Say what probably caused the error, what to do with the record right now, and how to keep it from happening again.
            `),
            message: prose(`
              Event: {{ event.name }}
              Data: {{ event.data }}
            `),
          },
        ),
      ),
      card(
        "output",
        { id: "log", title: "Log", column: 4, row: 4 },
        {
          format: "markdown",
          value: prose(`
            ## Data that arrived

            {{ join(pluck(nodes.on_data.output, "output"), "\\n\\n") }}

            ## Errors

            {{ join(pluck(nodes.on_error.output, "output"), "\\n\\n") }}
          `),
        },
      ),
    ],
    edges: [
      edge("arrivals>march"),
      edge("march>failure"),
      edge("failure>april"),
      edge("data_handler>stored"),
      edge("on_data>log"),
      edge("on_error>log"),
    ],
  }),
};
