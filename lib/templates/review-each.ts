/** Review each: a text becomes a list, a Map works on every item, one agent draws the sum. */
import { agentCard, card, containerCard, edge, inside, noteCard, prose, type Template, templateDocument } from "./template";

const listSchema = {
  type: "object",
  properties: {
    items: {
      type: "array",
      minItems: 1,
      maxItems: 50,
      items: {
        type: "object",
        properties: {
          title: { type: "string", description: "What it is about, in a few words." },
          text: { type: "string", description: "The comment, word for word." },
        },
        required: ["title", "text"],
        additionalProperties: false,
      },
    },
  },
  required: ["items"],
  additionalProperties: false,
};

export const reviewEach: Template = {
  id: "review-each",
  name: "Review each",
  summary: "Cuts a text into items, works on each of them side by side and sums up; use it for comments, clauses or tickets.",
  category: "In parallel",
  document: templateDocument({
    name: "Review each",
    description: "An agent turns a pile of comments into a list, a Map has every comment reviewed on its own, and a report sums up.",
    sampleInput: {
      comments: prose(`
        - Checkout: I had to type my address three times before it was accepted.
        - Delivery: the parcel came a day early and the driver was very kind.
        - Search: looking for "rain jacket" shows umbrellas first, which makes no sense.
        - Refund: I have waited three weeks for my money and nobody answers.
      `),
      product: "an outdoor clothing shop",
    },
    nodes: [
      card(
        "input",
        { id: "feedback", title: "Feedback", column: 0, row: 1 },
        {
          fields: [
            { key: "comments", label: "Comments", type: "long_text", required: true, help: "One after the other, in any form." },
            { key: "product", label: "Product", type: "text", required: true, help: "What they are about." },
          ],
        },
      ),
      agentCard(
        { id: "splitter", title: "Splitter", column: 1, row: 1 },
        {
          model: "mistral-small-latest",
          temperature: 0,
          context: "fresh",
          instructions: prose(`
            You split a text into the separate comments it holds, in their order. Keep each comment word for word, leave none out and add none.
          `),
          message: "{{ input.comments }}",
          schema: { name: "comments", of: listSchema },
        },
      ),
      noteCard(
        { id: "item_by_item", column: 0, row: 0 },
        "Inside a Map, {{ item }} is the item and {{ index }} its number. Five items are worked on at once.",
      ),
      containerCard(
        "map",
        { id: "each_comment", title: "Each comment", column: 2, row: 1 },
        { items: "received.items", atOnce: 5, onFailure: "settle", atLeast: 1, output: "results" },
      ),
      inside(
        "each_comment",
        agentCard(
          { id: "reviewer", title: "Reviewer", column: 0, row: 0 },
          {
            model: "mistral-medium-latest",
            temperature: 0.2,
            context: "fresh",
            instructions: prose(`
              You review what customers say about {{ input.product }}. In at most three sentences: what happened to this person, how much it matters, and what should be done about it.
            `),
            message: "{{ item.title }}: {{ item.text }}",
          },
        ),
      ),
      agentCard(
        { id: "summary", title: "Summary", column: 3, row: 1 },
        {
          model: "mistral-large-latest",
          temperature: 0.3,
          context: "fresh",
          instructions: prose(`
            You sum up reviews of customer comments on {{ input.product }}, which you are given one after the other under their titles. Begin with the three things to do first, the most urgent at the top. Then name what several comments have in common and what people praise.
          `),
          message: "",
        },
      ),
      card("output", { id: "report", title: "Report", column: 4, row: 1 }, { format: "markdown", value: "" }),
    ],
    edges: [edge("feedback>splitter"), edge("splitter>each_comment"), edge("each_comment>summary"), edge("summary>report")],
  }),
};
