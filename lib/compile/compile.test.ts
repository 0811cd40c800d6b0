import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { WorkflowDocument } from "../document/schema";
import { canonicalJson, type JsonValue } from "../shared/json";
import { limits } from "../shared/limits";
import { compileDocument } from "./compile";
import type { Plan } from "./plan";
import { drawWorkflow } from "./testing/any-workflow";
import { agent, node, summarised, workflow } from "./testing/build-document";
import { validateDocument } from "./validate";

/** Enough numbers for up to `most` nodes. */
function anyWorkflow(options: { readonly earlyJoins: boolean; readonly most: number }): fc.Arbitrary<WorkflowDocument> {
  const number = fc.nat({ max: 9_999 });
  return fc.array(number, { minLength: 4, maxLength: 4 * options.most }).map((numbers) => drawWorkflow(numbers, options));
}

function planOf(document: WorkflowDocument): Plan {
  const plan = compileDocument(document);
  if (!plan.ok) throw new Error(summarised(plan.error).join("\n"));
  return plan.value;
}

/** A plan is JSON: reading it back gives the same. */
function planText(document: WorkflowDocument): string {
  const plan: JsonValue = JSON.parse(JSON.stringify(planOf(document)));
  expect(plan).toEqual(planOf(document));
  return canonicalJson(plan);
}

describe("compileDocument", () => {
  it("gives every problem instead of a plan when there is an error, and ignores warnings", () => {
    const broken = compileDocument(workflow([agent("writer")]));
    expect(!broken.ok && summarised(broken.error)).toEqual(["warning no_output", "error unconnected_input writer"]);
    expect(compileDocument(workflow([agent("writer", "Hi")])).ok).toBe(true);
  });

  //            ┌─► b ─┐
  //  input ────┤      ├─► join ─► output
  //            └─► a ─┘
  it("orders nodes so that edges point forward, ties as in the document, and keeps edge order", () => {
    const nodes = [node("output"), node("collect", "join"), agent("b"), agent("a"), node("input"), node("note")];
    const plan = planOf(workflow(nodes, ["input>a", "input>b", "b>join", "a>join", "join>output"]));
    expect(plan.nodes.map(({ id }) => id)).toEqual(["input", "a", "b", "join", "output"]);
    expect(plan.nodes[3]).toMatchObject({ inEdges: ["b.out>join.in", "a.out>join.in"], outEdges: ["join.out>output.in"], title: "Join" });
    expect(plan.edges.map(({ id }) => id)).toHaveLength(5);
    expect(plan.outputNodes).toEqual(["output"]);
  });

  it("gives the ends as outputs where no Output is declared", () => {
    const plan = planOf(workflow([agent("a", "Hi"), agent("b"), agent("c")], ["a>b", "a>c"]));
    expect(plan.outputNodes).toEqual(["b", "c"]);
  });

  it("fills in defaults: configs, attempts by effect, time-outs, joins", () => {
    const bare = { ...agent("writer"), config: { model: "m", message: "Hi" } };
    const [writer, transform] = planOf(workflow([bare, node("transform"), node("output")], ["writer>transform", "transform>output"])).nodes;
    expect(writer).toMatchObject({
      config: { model: "m", message: "Hi", context: "carry", tools: [], output: "text" },
      shape: { is: "task" },
      join: { wait: "all" },
      maxAttempts: limits.modelAttempts.value,
      timeouts: { firstByteMs: 60_000, idleMs: 30_000, totalMs: 600_000 },
    });
    expect(transform?.maxAttempts).toBe(1);
  });

  it("takes a node's own settings, `any` as a count of one", () => {
    const settings = { maxAttempts: 2, firstByteMs: 500, idleMs: 600, totalMs: 700 };
    const join = (wait: Parameters<typeof node>[3]) =>
      planOf(
        workflow(
          [node("input"), agent("a"), agent("b"), node("agent", "join", {}, { ...settings, ...wait }), node("output")],
          ["input>a", "input>b", "a>join", "b>join", "join>output"],
        ),
      ).nodes[3];
    expect(join({ join: { wait: "any" } })).toMatchObject({
      maxAttempts: 2,
      timeouts: { firstByteMs: 500, idleMs: 600, totalMs: 700 },
      join: { wait: "count", count: 1, cancelRest: false },
    });
    expect(join({ join: { wait: "count", count: 2, cancelRest: true } })?.join).toEqual({ wait: "count", count: 2, cancelRest: true });
    expect(join({ join: { wait: "all" } })?.join).toEqual({ wait: "all" });
  });

  it("carries the run's input fields and the declared state", () => {
    const state = [{ name: "count", type: "number" as const, initial: 0, reducer: "add" as const }];
    const plan = planOf(workflow([node("input"), node("output")], ["input>output"], { state }));
    expect(plan.inputFields).toEqual([{ key: "topic", label: "Topic", type: "text", required: true }]);
    expect(plan.state).toEqual(state);
  });

  it("compiles any sound acyclic workflow to a plan in topological order", () => {
    fc.assert(
      fc.property(anyWorkflow({ earlyJoins: false, most: 12 }), (document) => {
        expect(validateDocument(document).filter(({ severity }) => severity === "error")).toEqual([]);
        const plan = planOf(document);
        const place = new Map(plan.nodes.map(({ id }, index) => [id, index]));
        expect(place.size).toBe(document.nodes.length);
        for (const { source, target } of plan.edges) expect(place.get(source)).toBeLessThan(place.get(target) ?? -1);
        for (const { id, inEdges, outEdges } of plan.nodes) {
          expect(inEdges).toEqual(plan.edges.filter((edge) => edge.target === id).map((edge) => edge.id));
          expect(outEdges).toEqual(plan.edges.filter((edge) => edge.source === id).map((edge) => edge.id));
        }
      }),
    );
  });

  it("gives the same plan, letter for letter, whatever the order of keys and wherever the cards lie", () => {
    fc.assert(
      fc.property(anyWorkflow({ earlyJoins: false, most: 7 }), fc.integer({ min: 1, max: 1_000 }), (document, offset) => {
        const moved = {
          ...document,
          name: "Another name",
          nodes: [...document.nodes.map((card) => ({ ...card, position: { x: offset, y: -offset } })), node("note")],
        };
        expect(planText(withKeysReversed(moved))).toBe(planText(document));
      }),
    );
  });

  it("gives another plan when anything that runs differs", () => {
    const document = (message: string) => workflow([agent("writer", message), node("output")], ["writer>output"]);
    expect(planText(document("Hello"))).not.toBe(planText(document("Hi")));
  });
});

function withKeysReversed<Value>(value: Value): Value {
  if (Array.isArray(value)) return value.map(withKeysReversed) as Value; // an array maps to an array of the same shape
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value)
    .reverse()
    .map(([key, member]) => [key, withKeysReversed(member)]);
  return Object.fromEntries(entries) as Value; // the same keys with the same values
}
