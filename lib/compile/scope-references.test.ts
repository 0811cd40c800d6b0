import { describe, expect, it } from "vitest";
import type { WorkflowNode } from "../document/schema";
import { readableNames } from "./readable-names";
import { agent, inside, node, parallel, router, summarised, workflow } from "./testing/build-document";
import { validateDocument } from "./validate";

/**
 *  input ─► market ─► map ┬ first ─► reader ─► third   ─► after ─► output
 *                         └ team ┬ a: left
 *                                └ b: right
 */
function nodesWith(texts: Readonly<Record<string, string>>): readonly WorkflowNode[] {
  const text = (id: string) => agent(id, texts[id] ?? "{{ received }}");
  return [
    node("input"),
    text("market"),
    node("map", "map", { items: texts.map ?? "received" }),
    ...inside("map", [text("first"), text("reader"), text("third"), parallel("team", ["a", "b"])]),
    ...inside("team", [text("left")], "a"),
    ...inside("team", [text("right")], "b"),
    text("after"),
    node("output"),
  ];
}
const arrows = ["input>market", "market>map", "map>after", "after>output", "first>reader", "reader>third", "third>team"];

function about(id: string, text: string): readonly string[] {
  return validateDocument(workflow(nodesWith({ [id]: text }), arrows)).map(({ code, message }) => `${code} ${message}`);
}

describe("a text in a container", () => {
  it.each([
    ["reader", "{{ item.title }} {{ index }} {{ received }} {{ input.topic }}"],
    ["reader", "{{ nodes.market.output }} and {{ nodes.first.output }}"],
    ["left", "{{ item }} in {{ lane }}: {{ nodes.third.output }} {{ nodes.market.output }}"],
    ["after", "{{ nodes.map.output }}"],
  ])("of %s may read %s", (id, text) => {
    expect(about(id, text)).toEqual([]);
  });

  it.each([
    [
      "after",
      "{{ nodes.reader.output }}",
      "not_in_reach After, Message: Reader stands in Map, and nothing outside can read it. Read what Map comes to: `nodes.map.output`.",
    ],
    [
      "after",
      "{{ nodes.left.output }}",
      "not_in_reach After, Message: Left stands in Map, and nothing outside can read it. Read what Map comes to: `nodes.map.output`.",
    ],
    [
      "reader",
      "{{ nodes.left.output }}",
      "not_in_reach Reader, Message: Left stands in Team, and nothing outside can read it. Read what Team comes to: `nodes.team.output`.",
    ],
    [
      "left",
      "{{ nodes.right.output }}",
      "not_in_reach Left, Message: Right stands in another lane of Team, and lanes run side by side. Put both into one lane, or read it after Team.",
    ],
    [
      "map",
      "nodes.first.output",
      "not_in_reach Map, Items: First stands in Map and has not run yet when this is read. Read a node that comes before.",
    ],
    [
      "left",
      "{{ nodes.map.output }}",
      "not_upstream Left, Message: `nodes.map.output` is not there yet: Left stands in Map. Read a node that comes before.",
    ],
    [
      "left",
      "{{ nodes.after.output }}",
      "not_upstream Left, Message: `nodes.after.output` has not run yet: After comes after Map. Read a node that comes before.",
    ],
    [
      "reader",
      "{{ nodes.third.output }}",
      "not_upstream Reader, Message: `nodes.third.output` has not run yet: Third comes after Reader. Read a node that comes before.",
    ],
    ["after", "{{ item }}", "unknown_variable After, Message: there is no variable `item`. Only nodes inside a Map can read it."],
    [
      "reader",
      "{{ iteration }}",
      "unknown_variable Reader, Message: there is no variable `iteration`. Only nodes inside a Loop can read it.",
    ],
    ["reader", "{{ itme }}", "unknown_variable Reader, Message: there is no variable `itme`. Did you mean `item`?"],
    [
      "reader",
      "{{ weather }}",
      "unknown_variable Reader, Message: there is no variable `weather`. Variables begin with item, index, input, nodes, state or received.",
    ],
  ])("of %s may not read %s", (id, text, problem) => {
    expect(about(id, text)).toEqual([problem]);
  });

  it("is told which nodes of its own scope may have been skipped", () => {
    const nodes = [
      node("input"),
      node("loop"),
      ...inside("loop", [router("route", ["left"]), agent("a"), agent("b"), node("merge"), agent("reader", "{{ nodes.a.output }}")]),
      node("output"),
    ];
    const ways = ["input>loop", "loop>output", "route.left>a", "route.otherwise>b", "a>merge", "b>merge", "merge>reader"];
    expect(summarised(validateDocument(workflow(nodes, ways)))).toEqual(["warning may_be_skipped reader.message"]);
  });
});

describe("a text that is read at the end of a body", () => {
  const about = (until: string) => {
    const critic = router("route", ["again"]);
    const parts = [agent("writer"), critic, agent("more"), agent("done"), agent("helper")];
    const nodes = [node("input"), agent("market"), node("loop", "loop", { until }), ...inside("loop", parts), node("output")];
    const ways = [
      "input>market",
      "market>loop",
      "loop>output",
      "writer>route",
      "route.again>more",
      "route.otherwise>done",
      "writer.handoffs>helper",
    ];
    return summarised(validateDocument(workflow(nodes, ways)));
  };

  it("may read everything in it, what it counts, and what lies before the container", () => {
    expect(about('nodes.writer.output == "ok" && iteration > 1 && previous != nodes.market.output')).toEqual([]);
    expect(about("nodes.more.output ?? false")).toEqual([]);
  });

  it("is told what may not be there", () => {
    expect(about("nodes.more.output")).toEqual(["warning may_be_skipped loop.until"]);
    expect(about("nodes.helper.output")).toEqual(["error called_only loop.until"]);
    expect(about("nodes.output.output")).toEqual(["error not_upstream loop.until"]);
    expect(about("item")).toEqual(["error unknown_variable loop.until"]);
  });
});

describe("a text of a node that is called", () => {
  const about = (text: string, more: readonly string[] = []) => {
    const nodes = [node("input"), agent("market"), node("manager", "lead"), agent("coder", text), agent("front"), node("output")];
    const ways = ["input>market", "market>lead", "lead>front", "front>output", "lead.workers>coder", ...more];
    return summarised(validateDocument(workflow(nodes, ways)));
  };

  it("may read its task, what it received, the input and the state", () => {
    expect(about("{{ task }} {{ received }} {{ input.topic }}")).toEqual([]);
  });

  it("needs a default for a task that not every caller gives", () => {
    expect(about("{{ task }}", ["front.handoffs>coder"])).toEqual(["warning may_be_absent coder.message"]);
    expect(about("{{ task }}", ["input>coder", "coder>output"])).toEqual(["warning may_be_absent coder.message"]);
    expect(about('{{ task ?? "" }}', ["front.handoffs>coder"])).toEqual([]);
  });

  it("may not read what the flow has not brought to it, and nobody may read what it came to", () => {
    expect(about("{{ nodes.market.output }}")).toEqual(["error not_upstream coder.message"]);
    const nodes = [node("input"), node("manager", "lead"), agent("coder"), agent("front", "{{ nodes.coder.output }}"), node("output")];
    const ways = ["input>lead", "lead>front", "front>output", "lead.workers>coder"];
    expect(validateDocument(workflow(nodes, ways)).map(({ message }) => message)).toEqual([
      "Front, Message: Coder runs only when it is called, and its result goes back to Lead. Read the output of who called it.",
    ]);
  });
});

describe("completion", () => {
  const document = workflow(nodesWith({}), arrows);

  it("offers what a text may read, by where the node stands", () => {
    expect(readableNames(document, "reader")).toEqual({
      values: ["item", "index"],
      nodes: ["input", "market", "first"],
      inside: { values: [], nodes: [] },
    });
    expect(readableNames(document, "left").values).toEqual(["index", "lane", "item"]);
    expect(readableNames(document, "after").nodes).toEqual(["input", "market", "map"]);
    expect(readableNames(document, "map").inside).toEqual({ values: ["item", "index"], nodes: ["first", "reader", "third", "team"] });
    expect(readableNames(document, "ghost").nodes).toEqual([]);
  });

  it("offers no more than validation accepts", () => {
    for (const reader of ["first", "reader", "third", "left", "right", "after", "market"]) {
      const { nodes, values } = readableNames(document, reader);
      for (const id of document.nodes.map((each) => each.id)) {
        const isFine = about(reader, `{{ nodes.${id}.output }}`).length === 0;
        expect(isFine, `${reader} reads ${id}`).toBe(nodes.includes(id));
      }
      expect(about(reader, values.map((name) => `{{ ${name} }}`).join(" "))).toEqual([]);
    }
  });
});
