import { describe, expect, it } from "vitest";
import { limits } from "../shared/limits";
import { agent, edge, node, router, summarised, workflow } from "./testing/build-document";
import { validateDocument } from "./validate";

const problems = (...given: Parameters<typeof workflow>) => summarised(validateDocument(workflow(...given)));
const sentence = (...given: Parameters<typeof workflow>) => validateDocument(workflow(...given))[0]?.message;

describe("a sound workflow", () => {
  it("has no diagnostics", () => {
    expect(problems([node("input"), agent("writer"), node("output")], ["input>writer", "writer>output"])).toEqual([]);
  });

  it("may hold notes, and an agent that begins with a message of its own", () => {
    expect(problems([node("note"), agent("writer", "Write a poem"), node("output")], ["writer>output"])).toEqual([]);
  });
});

describe("structure", () => {
  it("asks for something to run", () => {
    expect(problems([])).toEqual(["error empty_workflow"]);
    expect(problems([node("note")])).toEqual(["error empty_workflow"]);
  });

  it("warns that no Output says what counts", () => {
    expect(problems([agent("writer", "Hi")])).toEqual(["warning no_output"]);
  });

  it("takes one Input only", () => {
    const twice = [node("input"), node("input", "more"), node("output")];
    expect(problems(twice, ["input>output", "more>output"])).toEqual(["error several_inputs more"]);
    expect(sentence(twice, ["input>output", "more>output"])).toBe(
      "More: a workflow has one Input, and Input is one already. Put all fields there and remove this node.",
    );
  });

  it("refuses ids that occur twice", () => {
    const input = node("input");
    expect(problems([input, input, node("output")], ["input>output"])).toEqual(["error duplicate_node input"]);
    expect(problems([input, node("output")], ["input>output", "input>output"])).toEqual(["error duplicate_edge output"]);
  });

  it("refuses kinds and versions it does not know, and says nothing of their ports", () => {
    const nodes = [node("input"), node("teleport"), node("output")];
    expect(problems(nodes, ["input>teleport", "teleport.beam>output"])).toEqual(["error unknown_kind teleport"]);
    const newer = { ...agent("writer", "Hi"), typeVersion: 2 };
    expect(problems([newer, node("output")], ["writer>output"])).toEqual(["error newer_kind writer"]);
    expect(sentence([newer, node("output")], ["writer>output"])).toBe(
      "Writer: it was made with a newer Windrose (Agent 2; this one knows 1). Update Windrose, or replace the node.",
    );
  });

  //   draft ─► critic ─► editor
  //     ▲                  │
  //     └──────────────────┘
  it("names the nodes of a cycle and says what to use instead", () => {
    const nodes = [node("input"), agent("draft"), agent("critic"), agent("editor"), node("output")];
    const arrows = ["input>draft", "draft>critic", "critic>editor", "editor>draft", "editor>output"];
    expect(problems(nodes, arrows)).toEqual(["error cycle draft"]);
    expect(validateDocument(workflow(nodes, arrows))[0]).toMatchObject({
      message: "Draft → Critic → Editor → Draft would make a cycle: use a Loop to repeat steps, and delete one of these edges.",
      edgeId: "editor.out>draft.in",
    });
  });
});

describe("connections", () => {
  const ends = [node("input"), node("output")];

  it.each([
    [
      ["ghost>output", "input>output"],
      "error unknown_node output",
      "Output: an edge comes from a node `ghost` that is not there. Delete the edge.",
    ],
    [
      ["input>ghost", "input>output"],
      "error unknown_node input",
      "Input: an edge leads to a node `ghost` that is not there. Delete the edge.",
    ],
    [
      ["input.side>output", "input>output"],
      "error unknown_port input",
      "Input: it has no way out called `side`. Delete the edge, or start it at Out.",
    ],
    [
      ["output>input", "input>output"],
      "error unknown_port output",
      "Output: it has no way out called `out`. Nothing can follow an Output. Delete the edge.",
    ],
  ])("refuses the edges %j", (arrows, summary, message) => {
    expect(problems(ends, arrows)).toContain(summary);
    expect(validateDocument(workflow(ends, arrows)).map((diagnostic) => diagnostic.message)).toContain(message);
  });

  it("refuses an edge between two unknown nodes without naming a node that is not there", () => {
    expect(problems(ends, ["input>output", "ghost>phantom"])).toEqual(["error unknown_node"]);
  });

  it("refuses edges to notes and to ways in that are not there", () => {
    expect(problems([...ends, node("note")], ["input>output", "input>note"])).toEqual(["error unknown_port note"]);
    const wrongPort = { ...edge("input>output"), id: "wrong", targetPort: "left" };
    expect(problems(ends, ["input>output"], { edges: [edge("input>output"), wrongPort] })).toEqual(["error unknown_port output"]);
  });

  it("refuses a node connected to itself", () => {
    expect(problems([...ends, agent("writer")], ["input>writer", "writer>writer", "writer>output"])).toEqual(["error self_edge writer"]);
  });

  it("refuses a second input where a kind takes one, and names the mend", () => {
    const nodes = [node("input"), agent("a"), agent("b"), router("route", ["left"]), node("output")];
    const arrows = ["input>a", "input>b", "a>route", "b>route", "route.left>output", "route.otherwise>output"];
    expect(problems(nodes, arrows)).toEqual(["error too_many_inputs route"]);
    expect(sentence(nodes, arrows)).toBe(
      "Route: it takes one input. Put a Merge (the branch that ran) or a Collect (all of them) in front of it.",
    );
  });

  it("asks for what leads to a node, and calls what is behind it unreachable", () => {
    const nodes = [...ends, agent("lost"), agent("behind")];
    expect(problems(nodes, ["input>output", "lost>behind"])).toEqual(["error unconnected_input lost", "warning unreachable_node behind"]);
    expect(sentence(nodes, ["input>output", "lost>behind"])).toBe(
      "Lost: nothing is connected to its input. Draw an edge to it from the node that comes before, or write its message.",
    );
  });

  it.each(["router", "merge", "collect", "transform", "output"])("asks for what leads to a %s", (type) => {
    expect(problems([...ends, node(type, "lost")], ["input>output"])).toContain("error unconnected_input lost");
  });

  it("warns of ways out of a choice that lead nowhere", () => {
    const nodes = [node("input"), router("route", ["left", "right"]), node("output")];
    expect(problems(nodes, ["input>route", "route.left>output"])).toEqual(["warning open_branch route"]);
    expect(sentence(nodes, ["input>route", "route.left>output"])).toBe(
      "Route: nothing follows right and Otherwise. When that is chosen, the run ends there. Connect it.",
    );
  });
});

describe("joins", () => {
  const join = (count: number) => node("collect", "join", {}, { join: { wait: "count", count } });

  //           ┌─► a ─┐
  //  input ───┤      ├─► join ─► output
  //           └─► b ─┘
  const fan = (count: number) =>
    [
      [node("input"), agent("a"), agent("b"), join(count), node("output")],
      ["input>a", "input>b", "a>join", "b>join", "join>output"],
    ] as const;

  it("may wait for as many inputs as are connected, and no more", () => {
    expect(problems(...fan(2))).toEqual([]);
    expect(problems(...fan(3))).toEqual(["error join_count_too_high join", "warning unreachable_node output"]);
    expect(sentence(...fan(3))).toBe("Join: it waits for 3 inputs but only 2 are connected. Connect more, or wait for fewer.");
  });

  //           ┌─ left ──► a ─┐
  //  route ───┤              ├─► join (2 of 2)
  //           └─ right ─► b ─┘
  const branches = (take: "first" | "every") =>
    [
      [node("input"), router("route", ["left", "right"], take), agent("a"), agent("b"), join(2), node("output")],
      ["input>route", "route.left>a", "route.right>b", "route.otherwise>output", "a>join", "b>join", "join>output"],
    ] as const;

  it("can never wait for two branches of which only one is taken", () => {
    expect(problems(...branches("first"))).toEqual(["error join_never_complete join"]);
    expect(sentence(...branches("first"))).toBe(
      "Join: it waits for 2 inputs, which can never all come: of A and B, too few run together. Wait for fewer.",
    );
    expect(problems(...branches("every"))).toEqual([]);
  });
});

describe("configs", () => {
  const withAgent = (config: Parameters<typeof node>[2]) =>
    [
      [node("input"), node("agent", "writer", config), node("output")],
      ["input>writer", "writer>output"],
    ] as const;

  it("names the field that is wrong and what it may be", () => {
    expect(problems(...withAgent({ temperature: 3 }))).toEqual(["error invalid_config writer.temperature"]);
    expect(sentence(...withAgent({ temperature: 3 }))).toBe("Writer, Temperature: has to be between 0 and 1.");
    expect(problems(...withAgent({ colour: "red" }))).toEqual(["error invalid_config writer.colour"]);
    expect(sentence(...withAgent({ colour: "red" }))).toBe("Writer, colour: there is no such setting. Remove it.");
  });

  it.each([
    [{ temperature: "hot" }, "Writer, Temperature: this should be a number."],
    [{ maxTokens: 1.5 }, "Writer, Longest answer: this should be a whole number."],
    [{ maxTokens: 0 }, "Writer, Longest answer: has to be at least 1."],
    [{ model: "m".repeat(201) }, "Writer, Model: is too long; its letters may number at most 200."],
    [{ context: "all" }, 'Writer, Context: this should be "carry", "continue", "last" or "fresh".'],
    [{ tools: [{ type: "telepathy" }] }, "Writer, Tools: this is none of the values that are possible here."],
    [{ tools: {} }, "Writer, Tools: this should be a list."],
    [{ schemaName: "my schema" }, "Writer, Schema name: may hold letters, digits, _ and - (at most 64)."],
  ])("says of %j: %s", (config, message) => {
    expect(sentence(...withAgent(config))).toBe(message);
  });

  it("finds what is wrong elsewhere in a node with a broken field", () => {
    expect(problems(...withAgent({ temperature: 3, message: "{{ input.topik }}" }))).toEqual([
      "error invalid_config writer.temperature",
      "error unknown_variable writer.message",
    ]);
  });

  it("asks for a model", () => {
    expect(problems(...withAgent({ model: " " }))).toEqual(["error missing_model writer.model"]);
    expect(sentence(...withAgent({ model: "" }))).toBe("Writer: it has no model. Choose one.");
  });

  it("refuses built-in tools over chat completions", () => {
    const tools = [{ type: "web_search" }];
    expect(problems(...withAgent({ api: "chat", tools }))).toEqual(["error tools_need_conversations writer.tools"]);
  });

  it("asks who began the conversation that an agent continues", () => {
    expect(problems(...withAgent({ context: "continue" }))).toEqual(["error nothing_to_continue writer.context"]);
    const nodes = [node("input"), agent("first"), agent("second", "Go on", { context: "continue" }), node("output")];
    expect(problems(nodes, ["input>first", "first>second", "second>output"])).toEqual([]);
  });

  it("does not count a Router's classification as a conversation", () => {
    const nodes = [node("input"), node("router", "route"), agent("next", "", { context: "continue" }), node("output")];
    const arrows = ["input>route", "route.question>next", "route.request>output", "route.otherwise>output", "next>output"];
    expect(problems(nodes, arrows)).toEqual(["error nothing_to_continue next.context"]);
  });

  it("says where an expression can't be read", () => {
    const nodes = [node("input"), node("transform", "sum", { mode: "expression", expression: "1 +" }), node("output")];
    expect(problems(nodes, ["input>sum", "sum>output"])).toEqual(["error invalid_expression sum.expression"]);
    expect(sentence(nodes, ["input>sum", "sum>output"])).toMatch(/^Sum, Expression: /);
  });

  it("names the branch whose rule is broken by its place", () => {
    const broken = { mode: "rules", branches: [{ id: "left", when: "input.topic >" }] };
    const nodes = [node("input"), node("router", "route", broken), node("output")];
    expect(problems(nodes, ["input>route", "route.left>output", "route.otherwise>output"])).toEqual([
      "error invalid_expression route.branches.0.when",
    ]);
  });
});

describe("size", () => {
  it("takes a text up to the limit and names the sizes beyond it", () => {
    const limit = limits.textFieldBytes.value;
    const long = (bytes: number) => [[agent("writer", "x".repeat(bytes)), node("output")], ["writer>output"]] as const;
    expect(problems(...long(limit))).toEqual([]);
    expect(problems(...long(limit + 1))).toEqual(["error text_too_long writer.message"]);
    // Longer in bytes than in letters.
    expect(sentence([agent("writer", "é".repeat(limit / 2 + 1)), node("output")], ["writer>output"])).toBe(
      `Writer, Message: this text has ${limit + 2} bytes; at most ${limit} fit in one field. Shorten it.`,
    );
  });

  it("warns above 200 nodes and 400 edges, and refuses above 2,000 and 5,000", () => {
    const many = (count: number) => workflow([agent("writer", "Hi"), node("output"), ...notes(count - 2)], ["writer>output"]);
    expect(summarised(validateDocument(many(200)))).toEqual([]);
    expect(summarised(validateDocument(many(201)))).toEqual(["warning many_nodes"]);
    expect(summarised(validateDocument(many(2_001)))).toEqual(["error too_many_nodes"]);
    const edges = (count: number) => Array.from({ length: count }, (_, index) => ({ ...edge("writer>output"), id: `edge ${index}` }));
    const nodes = [agent("writer", "Hi"), node("output")];
    expect(problems(nodes, [], { edges: edges(400) })).toEqual([]);
    expect(problems(nodes, [], { edges: edges(401) })).toEqual(["warning many_edges"]);
    expect(problems(nodes, [], { edges: edges(5_001) })).toEqual(["error too_many_edges"]);
  });

  it("refuses a document that can't be saved", () => {
    const text = "x".repeat(250_000);
    const heavy = Array.from({ length: 8 }, (_, index) => node("note", `note_${index}`, { text }));
    expect(problems([agent("writer", "Hi"), node("output"), ...heavy], ["writer>output"])).toEqual(["error document_too_large"]);
  });
});

describe("the list of diagnostics", () => {
  it("names the document's problems first, then nodes in document order, and is the same every time", () => {
    const nodes = [agent("b", "{{ input.x }}", { model: "" }), agent("a"), node("output", "end")];
    const expected = ["error missing_model b.model", "error no_input b.message", "error unconnected_input a"];
    expect(problems(nodes, ["b>end"])).toEqual(expected);
    expect(problems(nodes, ["b>end"])).toEqual(expected);
  });

  it("names a node without a title by its id", () => {
    const untitled = { ...agent("writer"), title: " " };
    expect(sentence([node("input"), node("output"), untitled], ["input>output"])).toMatch(/^writer: nothing is connected/);
  });

  it("is quick for the largest workflow there may be", () => {
    const nodes = [
      node("input"),
      ...Array.from({ length: 1_998 }, (_, index) => agent(`n${index}`, `{{ nodes.n${Math.max(0, index - 1)}.output }}`)),
      node("output"),
    ];
    const arrows = nodes.slice(1).map((target, index) => `${nodes[index]?.id}>${target.id}`);
    const document = workflow(nodes, arrows);
    validateDocument(document);
    const startedAt = performance.now();
    validateDocument(document);
    expect(performance.now() - startedAt).toBeLessThan(1_000);
  });
});

function notes(count: number) {
  return Array.from({ length: count }, (_, index) => node("note", `note_${index}`));
}
