/** Handoffs: the first agent answers what it can and passes everything else to the one it belongs to. */
import { agentCard, card, edge, noteCard, prose, type Template, templateDocument } from "./template";

export const handoffs: Template = {
  id: "handoffs",
  name: "Handoffs",
  summary: "A front desk answers or hands the conversation to a specialist, with all that was said; use it for support of any kind.",
  category: "Teams",
  document: templateDocument({
    name: "Handoffs",
    description:
      "Customer service answers general questions itself and hands technical, billing and sales questions over, with the reason.",
    sampleInput: { message: "Why was I charged twice?" },
    nodes: [
      card(
        "input",
        { id: "customer", title: "Customer", column: 0, row: 3 },
        { fields: [{ key: "message", label: "Message", type: "long_text", required: true, help: "What the customer writes." }] },
      ),
      noteCard(
        { id: "try_this", column: 0, row: 0 },
        "Try these too:\n· My API returns 500 errors\n· What features are in the Pro plan?\n· Are dogs allowed in the shop?",
      ),
      agentCard(
        { id: "front_desk", title: "Customer service", column: 1, row: 3 },
        {
          model: "mistral-medium-latest",
          temperature: 0.3,
          description: "General questions about the company, opening hours and returns.",
          instructions: prose(`
            You are customer service, the first person a customer meets. Answer general questions yourself, in at most five friendly sentences.

            Hand over what a specialist should answer, and tell the specialist in a sentence what it is about. Do not apologise for handing over, and promise nothing in a colleague's name.
          `),
          message: "{{ input.message }}",
        },
      ),
      agentCard(
        { id: "technical", title: "Technical support", column: 2, row: 0 },
        {
          model: "mistral-large-latest",
          tools: ["code_interpreter"],
          temperature: 0.2,
          description: "Errors, crashes, the API, installation and anything that does not work.",
          instructions: prose(`
            You give technical support. Find out what fails, give the most likely cause first, and the steps to check it in order.

            Ask for one thing only if you cannot go on without it. Show commands and code exactly.
          `),
          message: "",
        },
      ),
      agentCard(
        { id: "billing", title: "Billing support", column: 2, row: 1 },
        {
          model: "mistral-medium-latest",
          temperature: 0.2,
          description: "Invoices, charges, payments, refunds and subscriptions.",
          instructions: prose(`
            You give billing support. Say how the charge in question comes about, what the customer can check, and what happens next with which deadline.

            Name amounts and dates only when you were given them. A refund is offered, never argued about, when the mistake is ours.
          `),
          message: "",
        },
      ),
      agentCard(
        { id: "sales", title: "Sales", column: 2, row: 2 },
        {
          model: "mistral-medium-latest",
          tools: ["web_search"],
          temperature: 0.5,
          description: "Plans, features, prices, trials and buying.",
          instructions: prose(`
            You answer customer inquiries about what to buy. Ask what the customer wants to do with it when that decides the answer; else recommend one plan and say why.

            Mention what the plan lacks. Never press.
          `),
          message: "",
        },
      ),
      card("output", { id: "reply", title: "Reply", column: 2, row: 3 }, { format: "markdown", value: "" }),
    ],
    edges: [
      edge("customer>front_desk"),
      edge("front_desk>reply"),
      edge("front_desk.handoffs>technical"),
      edge("front_desk.handoffs>billing"),
      edge("front_desk.handoffs>sales"),
    ],
  }),
};
