/** Conditional pipeline: a Router reads the request, one specialist answers, the others cost nothing. */
import { agentCard, card, edge, noteCard, prose, type Template, templateDocument } from "./template";

export const conditionalPipeline: Template = {
  id: "conditional-pipeline",
  name: "Conditional pipeline",
  summary: "A classifier sends each request to the one specialist it needs; use it when requests come in different kinds.",
  category: "Choosing a path",
  document: templateDocument({
    name: "Conditional pipeline",
    description: "Sorts a request into technical, research, creative or data, and lets the fitting specialist answer it.",
    sampleInput: { request: "What changed in battery technology this year, and which of it can already be bought?" },
    nodes: [
      card(
        "input",
        { id: "request", title: "Request", column: 0, row: 2 },
        {
          fields: [
            {
              key: "request",
              label: "Request",
              type: "long_text",
              required: true,
              help: "Anything: the classifier finds out what kind it is.",
            },
          ],
        },
      ),
      noteCard(
        { id: "try_this", column: 0, row: 3 },
        "Try these too:\n· Write a function for prime numbers\n· Paint a sunset over the sea\n· Average of 12, 7 and 31, charted\n· Hm?",
      ),
      card(
        "router",
        { id: "classifier", title: "Classifier", column: 1, row: 2 },
        {
          mode: "model",
          take: "first",
          branches: [
            {
              id: "technical",
              label: "Technical",
              description: "Programming, algorithms, calculations, engineering: something to be worked out or built.",
              when: "",
            },
            {
              id: "research",
              label: "Research",
              description: "Facts, news and developments that have to be looked up.",
              when: "",
            },
            {
              id: "creative",
              label: "Creative",
              description: "Stories, slogans, pictures and designs: something to be invented.",
              when: "",
            },
            {
              id: "data",
              label: "Data",
              description: "Tables, figures and statistics that are given or named, to be evaluated or charted.",
              when: "",
            },
          ],
          model: "mistral-medium-latest",
          instructions: "",
          subject: "{{ input.request }}",
        },
      ),
      agentCard(
        { id: "technical", title: "Technical specialist", column: 2, row: 0 },
        {
          model: "mistral-large-latest",
          tools: ["code_interpreter"],
          temperature: 0.1,
          instructions: prose(`
            You are an engineer. Solve the problem rather than describe how one might.

            Run the code you write and report what it really gave. Name the assumptions you made, handle the edge cases that matter, and say what you did not test. Give the answer first, then the code, then the reasoning.
          `),
          message: "{{ input.request }}",
        },
      ),
      agentCard(
        { id: "research", title: "Research specialist", column: 2, row: 1 },
        {
          model: "mistral-medium-latest",
          tools: ["web_search"],
          temperature: 0.2,
          instructions: prose(`
            You are a researcher. Search before you answer, and give a source for every statement that could be doubted.

            Prefer recent and first-hand sources. Where they disagree, say so and say which one you trust more and why. Keep apart what is known, what is expected and what nobody knows yet.
          `),
          message: "{{ input.request }}",
        },
      ),
      agentCard(
        { id: "creative", title: "Creative specialist", column: 2, row: 2 },
        {
          model: "mistral-medium-latest",
          tools: ["image_generation"],
          temperature: 0.9,
          instructions: prose(`
            You are a writer and an art director. Find one strong idea and carry it through.

            Create an image whenever the request is for something to look at, and describe in a sentence what you aimed for. For texts, match the tone and length that are asked for, and avoid phrases everybody has read before.
          `),
          message: "{{ input.request }}",
        },
      ),
      agentCard(
        { id: "data", title: "Data specialist", column: 2, row: 3 },
        {
          model: "mistral-large-latest",
          tools: ["code_interpreter"],
          temperature: 0.1,
          instructions: prose(`
            You are a statistician. Load the data into Python and let the numbers decide.

            Check the data first and name what is missing or implausible. Then calculate, chart what is worth seeing, and state the result in plain words with its uncertainty. If no data was given, say which data would answer the question and in what form.
          `),
          message: "{{ input.request }}",
        },
      ),
      agentCard(
        { id: "clarify", title: "Ask back", column: 2, row: 4 },
        {
          model: "mistral-small-latest",
          temperature: 0.3,
          instructions: prose(`
            The request you are given fits none of our specialists, who do technical work, research, creative work and data analysis. Do not try to fulfil it.

            In at most four friendly sentences, say how you understood it and ask the one or two questions whose answers would show who can help.
          `),
          message: "{{ input.request }}",
        },
      ),
      card("merge", { id: "merge", title: "Whoever answered", column: 3, row: 2 }),
      card("output", { id: "answer", title: "Answer", column: 4, row: 2 }, { format: "markdown", value: "" }),
    ],
    edges: [
      edge("request>classifier"),
      edge("classifier.technical>technical"),
      edge("classifier.research>research"),
      edge("classifier.creative>creative"),
      edge("classifier.data>data"),
      edge("classifier.otherwise>clarify"),
      edge("technical>merge"),
      edge("research>merge"),
      edge("creative>merge"),
      edge("data>merge"),
      edge("clarify>merge"),
      edge("merge>answer"),
    ],
  }),
};
