import { describe, expect, it } from "vitest";
import { agent, node, router, summarised, workflow } from "./testing/build-document";
import { validateDocument } from "./validate";

const fields = [
  { key: "topic", label: "Topic", type: "text", required: true },
  { key: "tone", label: "Tone", type: "text", required: false },
];

/** What is wrong with a text in an agent that comes after the Input and `market`. */
function about(text: string, state: readonly string[] = []) {
  const nodes = [node("input", "input", { fields }), agent("market"), agent("writer", text), node("output")];
  const variables = state.map((name) => ({ name, type: "number" as const, initial: 0, reducer: "replace" as const }));
  return validateDocument(workflow(nodes, ["input>market", "market>writer", "writer>output"], { state: variables }));
}

describe("names in templates", () => {
  it.each([
    "{{ input.topic }}",
    "{{ input }}",
    '{{ input.tone ?? "plain" }}',
    "{{ nodes.market.output }}",
    "{{ nodes.market.output.items[0].title }}",
    "{{ received }}",
    "{{ state.count }}",
    "plain \\{{ not.a.variable }}",
  ])("are fine in %s", (text) => {
    expect(about(text, ["count"])).toEqual([]);
  });

  it.each([
    ["{{ input.topik }}", "unknown_variable", "Writer, Message: the Input has no field `topik`. Did you mean `input.topic`?"],
    [
      "{{ input.weather }}",
      "unknown_variable",
      "Writer, Message: the Input has no field `weather`. Add it to the Input, or use another name.",
    ],
    ["{{ topic }}", "unknown_variable", "Writer, Message: there is no variable `topic`. Did you mean `input.topic`?"],
    ["{{ market }}", "unknown_variable", "Writer, Message: there is no variable `market`. Did you mean `nodes.market.output`?"],
    ["{{ inputs.topic }}", "unknown_variable", "Writer, Message: there is no variable `inputs`. Did you mean `input`?"],
    [
      "{{ weather }}",
      "unknown_variable",
      "Writer, Message: there is no variable `weather`. Variables begin with input, nodes, state or received.",
    ],
    ["{{ nodes.markt.output }}", "unknown_node", "Writer, Message: there is no node `markt`. Did you mean `nodes.market.output`?"],
    ["{{ nodes.weather.output }}", "unknown_node", "Writer, Message: there is no node `weather`. Use the id of a node that comes before."],
    [
      "{{ nodes.market.text }}",
      "unknown_variable",
      "Writer, Message: `nodes.market.text` is not there: a node has only its output. Write `nodes.market.output`.",
    ],
    ["{{ state.cuont }}", "unknown_variable", "Writer, Message: the workflow has no state variable `cuont`. Did you mean `state.count`?"],
    [
      "{{ nodes.writer.output }}",
      "not_upstream",
      "Writer, Message: `nodes.writer.output` is its own output, which it does not have yet. Read a node that comes before.",
    ],
    [
      "{{ nodes.output.output }}",
      "not_upstream",
      "Writer, Message: `nodes.output.output` has not run yet: Output comes after Writer. Read a node that comes before.",
    ],
  ])("are refused in %s, with the mend", (text, code, message) => {
    expect(about(text, ["count"])).toEqual([{ severity: "error", code, message, nodeId: "writer", field: "message" }]);
  });

  it("finds the second mistake too", () => {
    expect(about("{{ input.a }} {{ input.b }}")).toHaveLength(2);
  });

  it("warns of an optional field without a default", () => {
    expect(about("{{ input.tone }}")).toMatchObject([{ severity: "warning", code: "optional_input" }]);
  });

  it("asks for an Input where there is none", () => {
    const nodes = [agent("writer", "On {{ input.topic }}"), node("output")];
    expect(validateDocument(workflow(nodes, ["writer>output"]))).toMatchObject([
      {
        code: "no_input",
        message: "Writer, Message: it reads `input.topic`, but the workflow has no Input. Add one with a field `topic`.",
      },
    ]);
  });

  it("asks for a connection where `received` would be nothing", () => {
    const nodes = [agent("writer", "On {{ received }}"), node("output")];
    expect(summarised(validateDocument(workflow(nodes, ["writer>output"])))).toEqual(["error nothing_received writer.message"]);
    const lost = [agent("writer", "Hi"), node("output"), node("transform", "lost")];
    expect(summarised(validateDocument(workflow(lost, ["writer>output"])))).toEqual(["error unconnected_input lost"]);
  });

  it("refuses a note, which has no output", () => {
    const nodes = [node("input"), node("note"), agent("writer", "{{ nodes.note.output }}"), node("output")];
    expect(summarised(validateDocument(workflow(nodes, ["input>writer", "writer>output"])))).toEqual(["error unknown_node writer.message"]);
  });

  it("refuses a node that runs beside the reader", () => {
    const nodes = [node("input"), agent("market"), agent("writer", "{{ nodes.market.output }}"), node("output")];
    const diagnostics = validateDocument(workflow(nodes, ["input>market", "input>writer", "market>output", "writer>output"]));
    expect(diagnostics).toMatchObject([
      {
        code: "not_upstream",
        message: "Writer, Message: `nodes.market.output` has not run yet when this starts. Connect Market so that it leads to Writer.",
      },
    ]);
  });
});

describe("names of nodes that may be skipped", () => {
  //                ┌─ left ──► a ─┐
  //  input ─► route┤              ├─► merge ─► writer ─► output
  //                └─ otherwise ─► b ─┘
  const behindMerge = (text: string) =>
    validateDocument(
      workflow(
        [node("input"), router("route", ["left"]), agent("a"), agent("b"), node("merge"), agent("writer", text), node("output")],
        ["input>route", "route.left>a", "route.otherwise>b", "a>merge", "b>merge", "merge>writer", "writer>output"],
      ),
    );

  it("need a default behind the Merge", () => {
    expect(behindMerge("{{ nodes.a.output }}")).toEqual([
      {
        severity: "warning",
        code: "may_be_skipped",
        message: 'Writer, Message: A may have been skipped when this runs. Give a default: `nodes.a.output ?? "…"`.',
        nodeId: "writer",
        field: "message",
      },
    ]);
    expect(behindMerge('{{ nodes.a.output ?? "none" }}')).toEqual([]);
  });

  it("do not include the Merge, the Router, or what comes before it", () => {
    expect(behindMerge("{{ nodes.merge.output }} {{ nodes.route.output }} {{ input.topic }}")).toEqual([]);
  });

  it("are certain within their own branch", () => {
    const nodes = [node("input"), router("route", ["left"]), agent("a"), agent("writer", "{{ nodes.a.output }}"), node("output")];
    const arrows = ["input>route", "route.left>a", "a>writer", "writer>output", "route.otherwise>output"];
    expect(validateDocument(workflow(nodes, arrows))).toEqual([]);
  });

  //  input ─┬─► route ─┬─► a ─┬─► merge ─┐
  //         │          └─► b ─┘          ├─► writer
  //         └─► market ──────────────────┘
  it("are certain when every way through a choice leads to them", () => {
    const text = "{{ nodes.merge.output }} {{ nodes.market.output }}";
    const nodes = [
      node("input"),
      router("route", ["left"]),
      agent("a"),
      agent("b"),
      node("merge"),
      agent("market"),
      agent("writer", text),
      node("output"),
    ];
    const arrows = [
      "input>route",
      "input>market",
      "route.left>a",
      "route.otherwise>b",
      "a>merge",
      "b>merge",
      "merge>writer",
      "market>writer",
      "writer>output",
    ];
    expect(validateDocument(workflow(nodes, arrows))).toEqual([]);
  });

  it("may not have finished when a join before them goes on early", () => {
    const build = (text: string) => {
      const writer = node("agent", "writer", { message: text }, { join: { wait: "any" } });
      const nodes = [node("input"), agent("a"), agent("b"), writer, node("output")];
      return validateDocument(workflow(nodes, ["input>a", "input>b", "a>writer", "b>writer", "writer>output"]));
    };
    expect(build("{{ nodes.a.output }}")).toMatchObject([
      {
        severity: "warning",
        code: "may_be_unfinished",
        message:
          'Writer, Message: A may not have finished when this runs, because a join goes on without it. Give a default: `nodes.a.output ?? "…"`.',
      },
    ]);
    expect(build('{{ nodes.a.output ?? "" }} {{ nodes.input.output.topic }}')).toEqual([]);
  });
});

describe("nodes that a program names", () => {
  function program(source: string) {
    const nodes = [node("input", "input", { fields }), agent("market"), node("code", "sum", { source }), agent("later"), node("output")];
    return validateDocument(workflow(nodes, ["input>market", "market>sum", "sum>later", "later>output"]));
  }

  it.each(["return nodes.market.output;", "const { market } = nodes; return market;", "return nodes[received];", "return 'nodes.gone';"])(
    "are fine in %s",
    (source) => expect(program(source)).toEqual([]),
  );

  it.each([
    ["return nodes.markt.output;", "Sum, JavaScript: there is no node `markt`. Did you mean `nodes.market.output`?"],
    [
      "return nodes.later?.output;",
      "Sum, JavaScript: `nodes.later.output` has not run yet: Later comes after Sum. Read a node that comes before.",
    ],
    [
      "return nodes.market.text;",
      "Sum, JavaScript: `nodes.market.text` is not there: a node has only its output. Write `nodes.market.output`.",
    ],
  ])("are warned of in %s: what is not there is nothing, and the program goes on", (source, message) => {
    expect(program(source)).toMatchObject([{ severity: "warning", message, nodeId: "sum", field: "source" }]);
  });
});
