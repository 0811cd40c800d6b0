/** Kinds that wait for people or time, or reach beyond the run: Approval, Delay, HTTP request, Emit, On event. */
import type { WorkflowDocument } from "../../../lib/document/schema";
import { card, containerCard, inside } from "../../../lib/templates/template";
import { type Example, exampleDocument, field } from "./example";

const draftInput = card(
  "input",
  { id: "start", title: "Draft", column: 0, row: 0 },
  { fields: [field({ key: "draft", label: "Draft", type: "long_text" })] },
);

function events(name: string): WorkflowDocument {
  return exampleDocument({
    name,
    sampleInput: { order: "A-17" },
    nodes: [
      card(
        "input",
        { id: "start", title: "Order", column: 0, row: 0 },
        { fields: [field({ key: "order", label: "Order", type: "text" })] },
      ),
      card(
        "emit",
        { id: "placed", title: "Order placed", column: 1, row: 0 },
        { name: "order.placed", mode: "expression", template: "", expression: '{"order": input.order, "at": "the shop"}' },
      ),
      containerCard(
        "on_event",
        { id: "on_order", title: "When an order is placed", column: 1, row: 2, columns: 1.4 },
        { event: "order.placed", inOneConversation: false, atOnce: 5, onFailure: "settle", listenUntil: "idle" },
      ),
      inside(
        "on_order",
        card(
          "transform",
          { id: "line", title: "Line of the log", column: 0, row: 0 },
          { mode: "template", template: "{{ event.name }}: {{ event.data.order }} at {{ event.data.at }}" },
        ),
      ),
      card(
        "output",
        { id: "result", title: "Log", column: 2.4, row: 2 },
        { format: "text", value: '{{ join(pluck(nodes.on_order.output, "output"), ", ") }}' },
      ),
    ],
    edges: ["start>placed", "on_order>result"],
  });
}

export const outsideExamples: readonly Example[] = [
  {
    kind: "approval",
    shown: "sign_off",
    look: "run",
    document: exampleDocument({
      name: "Approval: before it is published",
      sampleInput: { draft: "Our cafe opens at 7 from the first of June." },
      nodes: [
        draftInput,
        card(
          "approval",
          { id: "sign_off", title: "Sign-off", column: 1, row: 0 },
          {
            title: "Publish this?",
            body: "It goes onto the notice board and cannot be taken back.",
            fields: [{ ...field({ key: "text", label: "Announcement", type: "long_text" }), value: "{{ input.draft }}" }],
            deadlineHours: 48,
            output: "content",
          },
        ),
        card("output", { id: "published", title: "Published", column: 2, row: 0 }, { format: "text", value: "{{ received.text }}" }),
        card("output", { id: "kept", title: "Kept back", column: 2, row: 1 }, { format: "text", value: "{{ received.comment }}" }),
        card("output", { id: "late", title: "Too late", column: 2, row: 2 }, { format: "text", value: "Nobody decided." }),
      ],
      edges: ["start>sign_off", "sign_off.approved>published", "sign_off.rejected>kept", "sign_off.timeout>late"],
    }),
  },
  {
    kind: "delay",
    shown: "pause",
    look: "settings",
    document: exampleDocument({
      name: "Delay: a breath in between",
      sampleInput: { draft: "Good morning." },
      nodes: [
        draftInput,
        card("delay", { id: "pause", title: "Pause", column: 1, row: 0 }, { mode: "for", amount: 2, unit: "seconds" }),
        card("output", { id: "result", title: "Result", column: 2, row: 0 }, { format: "text", value: "{{ received.draft }}" }),
      ],
      edges: ["start>pause", "pause>result"],
    }),
  },
  {
    kind: "http",
    shown: "order",
    look: "run",
    document: exampleDocument({
      name: "HTTP request: look up an order",
      sampleInput: { shop: "https://shop.example.com", number: "A-17" },
      nodes: [
        card(
          "input",
          { id: "start", title: "Order", column: 0, row: 0 },
          {
            fields: [
              field({ key: "shop", label: "Address of the shop", type: "text" }),
              field({ key: "number", label: "Number", type: "text" }),
            ],
          },
        ),
        card(
          "http",
          { id: "order", title: "Look up", column: 1, row: 0 },
          {
            method: "GET",
            url: "{{ input.shop }}/orders/{{ input.number }}",
            headers: [{ name: "Accept-Language", value: "en" }],
            body: "none",
            expect: "json",
          },
        ),
        card(
          "output",
          { id: "result", title: "Result", column: 2, row: 0 },
          { format: "text", value: "{{ nodes.order.output.body.item }}: {{ nodes.order.output.body.state }}" },
        ),
      ],
      edges: ["start>order", "order>result"],
    }),
  },
  {
    kind: "mcp",
    shown: "manual",
    look: "settings",
    document: exampleDocument({
      name: "MCP server: ask the manual",
      sampleInput: { question: "How do I change the lamp?" },
      nodes: [
        card(
          "input",
          { id: "start", title: "Question", column: 0, row: 0 },
          { fields: [field({ key: "question", label: "Question", type: "text" })] },
        ),
        {
          ...card(
            "mcp",
            { id: "manual", title: "Manual", column: 1, row: 0 },
            {
              url: "https://mcp.example.com/mcp",
              tools: [
                {
                  name: "search",
                  description: "Searches the manual and gives the best passage.",
                  parameters: { type: "object", properties: { query: { type: "string" } }, required: ["query"] },
                },
              ],
              tool: "search",
              arguments: "{ query: input.question }",
            },
          ),
          settings: { errorPort: true },
        },
        card("output", { id: "passage", title: "Passage", column: 2, row: 0 }, { format: "text", value: "{{ received }}" }),
        card("output", { id: "sorry", title: "No answer", column: 2, row: 1 }, { format: "text", value: "{{ received.message }}" }),
      ],
      edges: ["start>manual", "manual>passage", "manual.error>sorry"],
    }),
  },
  { kind: "emit", shown: "placed", look: "settings", document: events("Emit: an order is placed") },
  { kind: "on_event", shown: "on_order", look: "run", document: events("On event: every order into the log") },
];
