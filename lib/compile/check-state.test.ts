import { describe, expect, it } from "vitest";
import type { Reducer, WorkflowNode } from "../document/schema";
import { agent, inside, node, parallel, router, summarised, workflow } from "./testing/build-document";
import { validateDocument } from "./validate";

const writes = (id: string, variable = "notes") =>
  node("state", id, { changes: [{ variable, mode: "template", value: "{{ received }}" }] });

function problems(nodes: readonly WorkflowNode[], arrows: readonly string[], reducer: Reducer = "replace"): readonly string[] {
  const state = [{ name: "notes", type: "text" as const, initial: "", reducer }];
  return summarised(validateDocument(workflow([node("input"), ...nodes, node("output")], arrows, { state })));
}

describe("two nodes that write one variable", () => {
  const branches = ["input>a", "input>b", "a>join", "b>join", "join>output"];
  const both = [writes("a"), writes("b"), node("collect", "join")];

  it("side by side lose a value under replace", () => {
    expect(problems(both, branches)).toEqual(["error conflicting_writes b"]);
    const state = [{ name: "notes", type: "text" as const, initial: "", reducer: "replace" as const }];
    const [found] = validateDocument(workflow([node("input"), ...both, node("output")], branches, { state }));
    expect(found?.message).toBe(
      "B: it and A write `notes` side by side, and one value would be lost. Let one lead to the other, or choose for `notes` how values combine: append, add, merge or conflict.",
    );
  });

  it.each(["append", "add", "merge", "conflict"] as const)("side by side are fine under %s, which says how they combine", (reducer) => {
    expect(problems(both, branches, reducer)).toEqual([]);
  });

  it("are fine one after the other", () => {
    expect(problems([writes("a"), agent("x"), writes("b")], ["input>a", "a>x", "x>b", "b>output"])).toEqual([]);
  });

  it("are fine where only one of them runs", () => {
    const nodes = (take: "first" | "every") => [router("route", ["left"], take), writes("a"), writes("b"), node("merge", "join")];
    const ways = ["input>route", "route.left>a", "route.otherwise>b", "a>join", "b>join", "join>output"];
    expect(problems(nodes("first"), ways)).toEqual([]);
    const three = [router("route", ["left", "right"], "every"), writes("a"), writes("b"), agent("c"), node("merge", "join")];
    const everyWay = ["input>route", "route.left>a", "route.right>b", "route.otherwise>c", "a>join", "b>join", "c>join", "join>output"];
    expect(problems(three, everyWay)).toEqual(["error conflicting_writes b"]);
    const handled = [{ ...agent("x"), settings: { errorPort: true } }, writes("a"), writes("b"), node("merge", "join")];
    expect(problems(handled, ["input>x", "x>a", "x.error>b", "a>join", "b>join", "join>output"])).toEqual([]);
  });

  it("in lanes of one container run side by side, however deep they stand", () => {
    const nodes = [
      parallel("team", ["l", "r"]),
      ...inside("team", [node("loop")], "l"),
      ...inside("loop", [writes("a")]),
      ...inside("team", [writes("b")], "r"),
    ];
    expect(problems(nodes, ["input>team", "team>output"])).toEqual(["error conflicting_writes b"]);
  });

  it("in containers that follow one another are fine", () => {
    const nodes = [node("loop", "one"), ...inside("one", [writes("a")]), node("loop", "two"), ...inside("two", [writes("b")])];
    expect(problems(nodes, ["input>one", "one>two", "two>output"])).toEqual([]);
    expect(problems(nodes, ["input>one", "input>two", "one>output", "two>output"])).toEqual(["error conflicting_writes b"]);
  });
});

describe("one node that writes a variable", () => {
  it("for every item of a list at once loses values, in a loop does not", () => {
    const nodes = (kind: "map" | "loop") => [node(kind, "box"), ...inside("box", [writes("a")])];
    expect(problems(nodes("map"), ["input>box", "box>output"])).toEqual(["error conflicting_writes a"]);
    expect(problems(nodes("map"), ["input>box", "box>output"], "append")).toEqual([]);
    expect(problems(nodes("loop"), ["input>box", "box>output"])).toEqual([]);
  });

  it("when its answer says so may lose values side by side, which is a warning", () => {
    const telling = (id: string) => agent(id, "", { stateOutput: "convention" });
    const branches = ["input>a", "input>b", "a>join", "b>join", "join>output"];
    expect(problems([telling("a"), writes("b"), node("collect", "join")], branches)).toEqual(["warning conflicting_writes b"]);
    expect(problems([telling("a"), telling("b"), node("collect", "join")], branches, "merge")).toEqual([]);
    expect(problems([node("map", "box"), ...inside("box", [telling("a")])], ["input>box", "box>output"])).toEqual([
      "warning conflicting_writes a",
    ]);
  });

  it("names one that is declared", () => {
    expect(problems([writes("a", "note")], ["input>a", "a>output"])).toEqual(["error unknown_variable a"]);
  });
});
