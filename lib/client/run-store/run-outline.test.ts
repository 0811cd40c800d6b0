import { describe, expect, it } from "vitest";
import { edgeId, emptyDocument, type WorkflowNode } from "../../document/schema";
import { runOutline } from "./run-outline";

const node = (id: string, type: string, more: Partial<WorkflowNode> = {}): WorkflowNode => ({
  id,
  type,
  typeVersion: 1,
  title: id.toUpperCase(),
  position: { x: 0, y: 0 },
  config: {},
  ...more,
});

function edge(source: string, target: string) {
  const ends = { source, sourcePort: "out", target, targetPort: "in" };
  return { id: edgeId(ends), ...ends };
}

const documentOf = (nodes: WorkflowNode[], edges: ReturnType<typeof edge>[]) => ({ ...emptyDocument("Test"), nodes, edges });

describe("runOutline", () => {
  it("lists steps in the order of the flow, whatever the order they were drawn in", () => {
    const outline = runOutline(
      documentOf([node("out", "output"), node("agent", "agent"), node("in", "input")], [edge("in", "agent"), edge("agent", "out")]),
    );
    expect(outline.map(({ id, after }) => [id, after])).toEqual([
      ["in", []],
      ["agent", ["IN"]],
      ["out", ["AGENT"]],
    ]);
    expect(outline.map(({ isInput, isOutput }) => [isInput, isOutput])).toEqual([
      [true, false],
      [false, false],
      [false, true],
    ]);
  });

  it("leaves notes out: they never run", () => {
    expect(runOutline(documentOf([node("n", "note")], []))).toEqual([]);
  });

  it("still lists a kind this release does not know, under its id when it has no title", () => {
    const [unknown] = runOutline(documentOf([node("x", "teleport", { title: " " })], []));
    expect(unknown).toMatchObject({ id: "x", title: "x", kind: "teleport" });
  });

  it("names each node it waits for once", () => {
    const outline = runOutline(
      documentOf([node("a", "input"), node("b", "collect")], [edge("a", "b"), { ...edge("a", "b"), id: "again" }]),
    );
    expect(outline[1]?.after).toEqual(["A"]);
  });
});
