/** Kinds that say what runs, how often and with whom: Router, Parallel, Map, Loop, Sub-workflow, Merge, Collect. */
import { card, containerCard, inside } from "../../../lib/templates/template";
import { type Example, exampleDocument, field, otherWorkflow } from "./example";

const orderInput = card(
  "input",
  { id: "start", title: "Order", column: 0, row: 1 },
  { fields: [field({ key: "amount", label: "Amount in euros", type: "number" })] },
);

const sizeRouter = card(
  "router",
  { id: "size", title: "Size of the order", column: 1, row: 1 },
  {
    mode: "rules",
    take: "first",
    branches: [
      { id: "large", label: "Large", description: "", when: "input.amount >= 1000" },
      { id: "usual", label: "Usual", description: "", when: "input.amount > 0" },
    ],
  },
);

/** What follows each branch of the Router. */
const ways = [
  { port: "large", id: "by_hand", title: "By hand", text: "{{ input.amount }} euros: a person looks at it." },
  { port: "usual", id: "at_once", title: "At once", text: "{{ input.amount }} euros: goes out today." },
  { port: "otherwise", id: "refused", title: "Refused", text: "There is nothing to order." },
] as const;

const units = [
  { id: "miles", title: "Miles", value: "round(input.km * 0.621371, 1)" },
  { id: "steps", title: "Steps", value: "round(input.km * 1300)" },
] as const;

export const flowExamples: readonly Example[] = [
  {
    kind: "router",
    shown: "size",
    look: "settings",
    document: exampleDocument({
      name: "Router: orders by size",
      sampleInput: { amount: 1_250 },
      nodes: [
        orderInput,
        sizeRouter,
        ...ways.map(({ id, title, text }, row) => card("output", { id, title, column: 2, row }, { format: "text", value: text })),
      ],
      edges: ["start>size", ...ways.map(({ port, id }) => `size.${port}>${id}` as const)],
    }),
  },
  {
    kind: "merge",
    shown: "outcome",
    look: "settings",
    document: exampleDocument({
      name: "Merge: whichever branch ran",
      sampleInput: { amount: 1_250 },
      nodes: [
        orderInput,
        sizeRouter,
        ...ways.map(({ id, title, text }, row) => card("transform", { id, title, column: 2, row }, { mode: "template", template: text })),
        card("merge", { id: "outcome", title: "Outcome", column: 3, row: 1 }),
        card("output", { id: "result", title: "Result", column: 4, row: 1 }, { format: "text", value: "" }),
      ],
      edges: ["start>size", ...ways.flatMap(({ port, id }) => [`size.${port}>${id}`, `${id}>outcome`] as const), "outcome>result"],
    }),
  },
  {
    kind: "parallel",
    shown: "measures",
    look: "run",
    document: exampleDocument({
      name: "Parallel: one way in two measures",
      sampleInput: { km: 12 },
      nodes: [
        card(
          "input",
          { id: "start", title: "Distance", column: 0, row: 0 },
          { fields: [field({ key: "km", label: "Kilometres", type: "number" })] },
        ),
        containerCard(
          "parallel",
          { id: "measures", title: "Measures", column: 1, row: 0, columns: 1.4, lanes: 2 },
          { lanes: units.map(({ id, title }) => ({ id, title })), onFailure: "settle" },
        ),
        ...units.map(({ id, value }, row) =>
          inside(
            "measures",
            card(
              "transform",
              { id: `in_${id}`, title: `In ${id}`, column: 0, row },
              { mode: "expression", template: "", expression: value },
            ),
            id,
          ),
        ),
        card("output", { id: "result", title: "Result", column: 2.4, row: 0 }, { format: "json", value: "" }),
      ],
      edges: ["start>measures", "measures>result"],
    }),
  },
  {
    kind: "map",
    shown: "each",
    look: "run",
    document: exampleDocument({
      name: "Map: every guest a badge",
      sampleInput: { guests: ["Ada", "Grace", "Katherine"] },
      nodes: [
        card(
          "input",
          { id: "start", title: "Guests", column: 0, row: 0 },
          { fields: [field({ key: "guests", label: "Guests", type: "json" })] },
        ),
        containerCard(
          "map",
          { id: "each", title: "Each guest", column: 1, row: 0, columns: 1.4 },
          { items: "input.guests", atOnce: 5, output: "outputs" },
        ),
        inside(
          "each",
          card(
            "transform",
            { id: "badge", title: "Badge", column: 0, row: 0 },
            { mode: "template", template: "{{ index + 1 }}: {{ upper(item) }}" },
          ),
        ),
        card("output", { id: "result", title: "Result", column: 2.4, row: 0 }, { format: "text", value: "" }),
      ],
      edges: ["start>each", "each>result"],
    }),
  },
  {
    kind: "loop",
    shown: "grow",
    look: "run",
    document: exampleDocument({
      name: "Loop: double until it is enough",
      sampleInput: { start: 15 },
      nodes: [
        card(
          "input",
          { id: "start", title: "Start", column: 0, row: 0 },
          { fields: [field({ key: "start", label: "Start", type: "number" })] },
        ),
        containerCard(
          "loop",
          { id: "grow", title: "Until it is 100", column: 1, row: 0, columns: 1.4 },
          { until: "nodes.double.output >= 100", most: 10, onCap: "fail", output: "" },
        ),
        inside(
          "grow",
          card(
            "transform",
            { id: "double", title: "Double", column: 0, row: 0 },
            { mode: "expression", template: "", expression: "(iteration == 1 ? input.start : previous) * 2" },
          ),
        ),
        card("output", { id: "result", title: "Result", column: 2.4, row: 0 }, { format: "text", value: "" }),
      ],
      edges: ["start>grow", "grow>result"],
    }),
  },
  {
    kind: "workflow",
    shown: "greet",
    look: "run",
    document: exampleDocument({
      name: "Sub-workflow: a greeting",
      sampleInput: { guest: "Ada" },
      nodes: [
        card(
          "input",
          { id: "start", title: "Guest", column: 0, row: 0 },
          { fields: [field({ key: "guest", label: "Guest", type: "text" })] },
        ),
        card(
          "workflow",
          { id: "greet", title: "Greeting", column: 1, row: 0 },
          { workflowId: otherWorkflow, inputs: { name: "{{ input.guest }}" } },
        ),
        card("output", { id: "result", title: "Result", column: 2, row: 0 }, { format: "text", value: "" }),
      ],
      edges: ["start>greet", "greet>result"],
    }),
    other: exampleDocument({
      name: "A greeting",
      sampleInput: { name: "Grace" },
      nodes: [
        card("input", { id: "start", title: "Name", column: 0, row: 0 }, { fields: [field({ key: "name", label: "Name", type: "text" })] }),
        card("output", { id: "text", title: "Text", column: 1, row: 0 }, { format: "text", value: "Welcome, {{ input.name }}." }),
      ],
      edges: ["start>text"],
    }),
  },
  {
    kind: "collect",
    shown: "both",
    look: "settings",
    document: exampleDocument({
      name: "Collect: two texts as a list",
      sampleInput: { place: "Lisbon" },
      nodes: [
        card(
          "input",
          { id: "start", title: "Place", column: 0, row: 0 },
          { fields: [field({ key: "place", label: "Place", type: "text" })] },
        ),
        card(
          "transform",
          { id: "title", title: "Title", column: 1, row: 0 },
          { mode: "template", template: "Three days in {{ input.place }}" },
        ),
        card("transform", { id: "tag", title: "Tag", column: 1, row: 1 }, { mode: "template", template: "#{{ lower(input.place) }}" }),
        card("collect", { id: "both", title: "Both", column: 2, row: 0 }),
        card("output", { id: "result", title: "Result", column: 3, row: 0 }, { format: "json", value: "" }),
      ],
      edges: ["start>title", "start>tag", "title>both", "tag>both", "both>result"],
    }),
  },
];
