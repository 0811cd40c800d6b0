/** Recursive decomposition: a task that is too large for one go falls into smaller ones, as deep as needed. */
import { card, edge, noteCard, prose, type Template, templateDocument } from "./template";

export const recursive: Template = {
  id: "recursive",
  name: "Recursive decomposition",
  summary: "A large task is split until every part can be done, then put together again; use it when nobody knows the parts yet.",
  category: "Teams",
  document: templateDocument({
    name: "Recursive decomposition",
    description: "Assesses a task, splits it level by level with caps on depth, breadth and total, does the parts and joins their results.",
    sampleInput: {
      task: "Build a comprehensive AI strategy including technology assessment, talent planning, and an implementation roadmap",
    },
    nodes: [
      card(
        "input",
        { id: "request", title: "Request", column: 0, row: 0 },
        {
          fields: [{ key: "task", label: "Task", type: "long_text", required: true, help: "The larger, the more of a tree you will see." }],
        },
      ),
      card(
        "decompose",
        { id: "solve", title: "Task solver", column: 1, row: 0 },
        {
          model: "mistral-medium-latest",
          message: "{{ input.task }}",
          assess: prose(`
            A task is small enough when one person could do it at a desk in an hour. Cut along what has to be decided, not along steps of a process; each part should be worth reading by itself.
          `),
          execute: prose(`
            You do one well-defined task of a larger piece of work. Deliver the result itself, not a description of how one might get there.

            Be concrete: names, figures, dates, sources. Say what you assumed. At most one page.
          `),
          tools: [{ type: "web_search" }, { type: "code_interpreter" }],
          maxDepth: 3,
          maxBreadth: 5,
          maxTasks: 40,
        },
      ),
      noteCard(
        { id: "caps", column: 1, row: 1 },
        "Every branch gets its share of the tasks before it starts, so a model that splits too eagerly costs no more than you allowed.",
      ),
      card("output", { id: "result", title: "Result", column: 2, row: 0 }, { format: "markdown", value: "" }),
    ],
    edges: [edge("request>solve"), edge("solve>result")],
  }),
};
