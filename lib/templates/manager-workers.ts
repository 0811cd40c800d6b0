/** Manager and workers: a plan that is really carried out, by whoever each part of it fits. */
import { agentCard, card, edge, noteCard, prose, type Template, templateDocument } from "./template";

export const managerWorkers: Template = {
  id: "manager-workers",
  name: "Manager and workers",
  summary: "A manager divides a goal among three workers and makes one answer of it; use it when the parts depend on the request.",
  category: "Teams",
  document: templateDocument({
    name: "Manager and workers",
    description:
      "A manager plans subtasks, workers that search, calculate and write carry them out, and the manager answers with all of it.",
    sampleInput: {
      goal: prose(`
        Should a family with an old gas boiler change to a heat pump this year?
        1. Search for what heat pumps and gas boilers cost to buy and to run
        2. Look up which grants are paid at the moment
        3. Calculate after how many years the change pays off
        4. Write a recommendation of one page from these results
      `),
    },
    nodes: [
      card(
        "input",
        { id: "request", title: "Request", column: 0, row: 3 },
        {
          fields: [
            {
              key: "goal",
              label: "Goal",
              type: "long_text",
              required: true,
              help: "What the team should achieve. Steps may be named, but need not be.",
            },
          ],
        },
      ),
      card(
        "manager",
        { id: "manager", title: "Task manager", column: 1, row: 3 },
        {
          model: "mistral-large-latest",
          instructions: prose(`
            Keep the plan small: a worker that can do two related things in one go gets one task. Put figures and sources a later task needs into its text or let it wait for the task that finds them.

            The answer begins with what the person should do, then gives the reasons with their figures. Say where workers disagree, and what none of them could find out.
          `),
          message: "{{ input.goal }}",
          rounds: 2,
          most: 10,
          atOnce: 4,
          onFailure: "settle",
        },
      ),
      noteCard(
        { id: "how_it_works", column: 0, row: 0 },
        "The dotted lines are permissions: workers run when the manager gives them something to do, side by side where its plan allows.",
      ),
      agentCard(
        { id: "search_worker", title: "Search worker", column: 2, row: 0 },
        {
          model: "mistral-medium-latest",
          tools: ["web_search"],
          temperature: 0.2,
          description: "Searches the web for facts, prices and rules, and names its sources.",
          instructions: prose(`
            You search the web for what your task asks, and nothing else. Give the findings as short points, each with its figure, its date and its source.

            Say plainly what you could not find.
          `),
          message: "",
        },
      ),
      agentCard(
        { id: "code_worker", title: "Code worker", column: 2, row: 1 },
        {
          model: "mistral-medium-latest",
          tools: ["code_interpreter"],
          temperature: 0,
          description: "Calculates and analyses numbers with Python.",
          instructions: prose(`
            You calculate in Python. Use the figures you are given; where one is missing, assume a plausible value and say so.

            Report the result first, then the assumptions, then how it changes when they do.
          `),
          message: "",
        },
      ),
      agentCard(
        { id: "writer", title: "Writer", column: 2, row: 2 },
        {
          model: "mistral-medium-latest",
          temperature: 0.4,
          description: "Writes clear texts from results that others bring.",
          instructions: prose(`
            You write texts for people without previous knowledge, from the results you are given and from nothing else.

            Short sentences, no jargon, every figure with its meaning.
          `),
          message: "",
        },
      ),
      card("output", { id: "answer", title: "Answer", column: 2, row: 3 }, { format: "markdown", value: "" }),
    ],
    edges: [
      edge("request>manager"),
      edge("manager>answer"),
      edge("manager.workers>search_worker"),
      edge("manager.workers>code_worker"),
      edge("manager.workers>writer"),
    ],
  }),
};
