/** Tools: one agent that looks things up and has them worked out before it answers. */
import type { ToolSignature, WorkflowNode } from "../document/schema";
import { agentCard, card, edge, noteCard, prose, type Template, templateDocument } from "./template";

const article = {
  key: "article",
  label: "Article",
  type: "choice" as const,
  required: true,
  options: ["chair", "desk", "lamp", "shelf"],
};

function asTool(node: WorkflowNode, description: string, parameters: ToolSignature["parameters"]): WorkflowNode {
  return { ...node, settings: { tool: { description, parameters } } };
}

export const tools: Template = {
  id: "tools",
  name: "Agent with tools",
  summary: "An agent calls a lookup, code and a colleague as functions before it answers; use it when answers must rest on facts.",
  category: "With tools",
  document: templateDocument({
    name: "Agent with tools",
    description: "An order desk looks up the stock, has quotes calculated and asks about terms, then answers with what came back.",
    sampleInput: { question: "What would 12 chairs cost, are they in stock, and what are the terms for a return?" },
    nodes: [
      card(
        "input",
        { id: "customer", title: "Customer", column: 0, row: 3 },
        { fields: [{ key: "question", label: "Question", type: "long_text", required: true, help: "What the customer wants to know." }] },
      ),
      noteCard(
        { id: "how_it_works", column: 0, row: 0 },
        "Edges from Tools let the model call what they lead to. Each call is a step of the run: open it to see what was asked and what came back.",
      ),
      agentCard(
        { id: "order_desk", title: "Order desk", column: 1, row: 3 },
        {
          model: "mistral-medium-latest",
          temperature: 0.2,
          description: "Orders, prices, stock and delivery.",
          instructions: prose(`
            You are the order desk of an office furniture shop. Answer shortly and in order.

            Never guess a number: look the stock up, have the quote calculated, and ask about terms before you speak of them. Say what you could not find out.
          `),
          message: "{{ input.question }}",
        },
      ),
      asTool(
        card(
          "transform",
          { id: "stock", title: "Stock list", column: 2, row: 0 },
          {
            mode: "expression",
            template: "",
            expression: "{ article: received.article, in_stock: { chair: 48, desk: 7, lamp: 0, shelf: 23 }[received.article] }",
          },
        ),
        "How many of an article are in stock.",
        [article],
      ),
      asTool(
        card(
          "code",
          { id: "quote", title: "Quote", column: 2, row: 1 },
          {
            source: prose(`
              const prices = { chair: 89, desk: 240, lamp: 35, shelf: 120 };
              const quantity = Math.max(1, Math.round(received.quantity));
              const discount = quantity >= 10 ? 0.1 : 0;
              const total = prices[received.article] * quantity * (1 - discount);
              return { article: received.article, quantity, discount, total: Math.round(total * 100) / 100, currency: "EUR" };
            `),
          },
        ),
        "What a number of articles would cost, with the discount.",
        [article, { key: "quantity", label: "Quantity", type: "number", required: true, help: "How many pieces." }],
      ),
      agentCard(
        { id: "terms", title: "Terms adviser", column: 2, row: 2 },
        {
          model: "mistral-small-latest",
          temperature: 0.1,
          description: "Terms of delivery, return and warranty.",
          context: "fresh",
          instructions: prose(`
            You know the terms of the shop: delivery within five working days, return within 30 days unused and at our cost, warranty of two years.

            Answer in two sentences, and only what was asked.
          `),
          message: "",
        },
      ),
      card("output", { id: "answer", title: "Answer", column: 2, row: 3 }, { format: "markdown", value: "" }),
    ],
    edges: [
      edge("customer>order_desk"),
      edge("order_desk>answer"),
      edge("order_desk.tools>stock"),
      edge("order_desk.tools>quote"),
      edge("order_desk.tools>terms"),
    ],
  }),
};
