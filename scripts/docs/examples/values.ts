/** Kinds that take in, work out, keep and give back values: Input, Transform, Code, State, Output, and the Note. */
import { card, noteCard } from "../../../lib/templates/template";
import { type Example, exampleDocument, field } from "./example";

const basket = [
  { item: "lamp", price: 39.9, paid: true },
  { item: "desk", price: 210, paid: true },
  { item: "chair", price: 95, paid: false },
];

const basketInput = card(
  "input",
  { id: "start", title: "Basket", column: 0, row: 0 },
  { fields: [field({ key: "basket", label: "Basket", type: "json" })] },
);

const topicInput = card(
  "input",
  { id: "start", title: "Topic", column: 0, row: 0 },
  { fields: [field({ key: "topic", label: "Topic", type: "text" })] },
);

export const valueExamples: readonly Example[] = [
  {
    kind: "input",
    shown: "start",
    look: "settings",
    document: exampleDocument({
      name: "Input: an order for a text",
      sampleInput: { topic: "tidal power", words: 120, reader: "pupils" },
      nodes: [
        card(
          "input",
          { id: "start", title: "Order", column: 0, row: 0 },
          {
            fields: [
              field({ key: "topic", label: "Topic", type: "text" }),
              { ...field({ key: "words", label: "Words", type: "number" }), required: false, help: "At most. Empty: 200." },
              field({ key: "reader", label: "Reader", type: "choice" }, ["pupils", "experts"]),
            ],
          },
        ),
        card(
          "output",
          { id: "result", title: "Result", column: 1, row: 0 },
          { format: "text", value: "At most {{ input.words ?? 200 }} words on {{ input.topic }} for {{ input.reader }}." },
        ),
      ],
      edges: ["start>result"],
    }),
  },
  {
    kind: "transform",
    shown: "total",
    look: "settings",
    document: exampleDocument({
      name: "Transform: what is paid",
      sampleInput: { basket },
      nodes: [
        basketInput,
        card(
          "transform",
          { id: "total", title: "Paid in all", column: 1, row: 0 },
          { mode: "expression", template: "", expression: 'sum(pluck(where(input.basket, "paid", true), "price"))' },
        ),
        card(
          "output",
          { id: "result", title: "Result", column: 2, row: 0 },
          { format: "text", value: "Paid: {{ nodes.total.output }} euros" },
        ),
      ],
      edges: ["start>total", "total>result"],
    }),
  },
  {
    kind: "code",
    shown: "sorted",
    look: "settings",
    document: exampleDocument({
      name: "Code: the dearest first",
      sampleInput: { basket },
      nodes: [
        basketInput,
        card(
          "code",
          { id: "sorted", title: "Dearest first", column: 1, row: 0 },
          {
            source: [
              "const items = input.basket.toSorted((a, b) => b.price - a.price);",
              "console.log(items.length, 'items');",
              "return { first: items[0].item, names: items.map(({ item }) => item) };",
            ].join("\n"),
          },
        ),
        card("output", { id: "result", title: "Result", column: 2, row: 0 }, { format: "json", value: "" }),
      ],
      edges: ["start>sorted", "sorted>result"],
    }),
  },
  {
    kind: "state",
    shown: "keep",
    look: "settings",
    document: exampleDocument({
      name: "State: notes on the way",
      sampleInput: { topic: "tidal power" },
      state: [
        { name: "notes", type: "list", initial: [], reducer: "append" },
        { name: "steps", type: "number", initial: 0, reducer: "add" },
      ],
      nodes: [
        topicInput,
        card(
          "state",
          { id: "keep", title: "Keep", column: 1, row: 0 },
          {
            changes: [
              { variable: "notes", mode: "template", value: "asked about {{ input.topic }}" },
              { variable: "steps", mode: "expression", value: "1" },
            ],
          },
        ),
        card(
          "output",
          { id: "result", title: "Result", column: 2, row: 0 },
          { format: "text", value: 'After {{ state.steps }} step: {{ join(state.notes, "; ") }}' },
        ),
      ],
      edges: ["start>keep", "keep>result"],
    }),
  },
  {
    kind: "output",
    shown: "result",
    look: "settings",
    document: exampleDocument({
      name: "Output: a small report",
      sampleInput: { topic: "tidal power" },
      nodes: [
        topicInput,
        card(
          "transform",
          { id: "facts", title: "Facts", column: 1, row: 0 },
          { mode: "expression", template: "", expression: '["twice a day", "known years ahead"]' },
        ),
        card(
          "output",
          { id: "result", title: "Report", column: 2, row: 0 },
          { format: "markdown", value: '## On {{ input.topic }}\n\n{{ join(nodes.facts.output, ", ") }}' },
        ),
      ],
      edges: ["start>facts", "facts>result"],
    }),
  },
  {
    kind: "note",
    shown: "why",
    look: "settings",
    document: exampleDocument({
      name: "Note: words for the reader",
      sampleInput: { topic: "tidal power" },
      nodes: [
        noteCard({ id: "why", column: 0, row: 1 }, "The topic goes into the title as it is typed. Ask Ada before you change the wording."),
        topicInput,
        card("output", { id: "result", title: "Title", column: 1, row: 0 }, { format: "text", value: "Facts about {{ input.topic }}" }),
      ],
      edges: ["start>result"],
    }),
  },
];
