import { expect, it } from "vitest";
import type { WorkflowDocument } from "../document/schema";
import { documentOf } from "../document/testing";
import { changedNodes } from "./changed-nodes";
import { compileDocument } from "./compile";

function planOf(ids: readonly string[], arrows: Parameters<typeof documentOf>[1], message = (_id: string) => "Write.") {
  const drawn = documentOf(ids, arrows);
  const nodes = drawn.nodes.map((node) => ({
    ...node,
    type: "agent",
    config: { model: "mistral-small-latest", message: message(node.id) },
  }));
  const document: WorkflowDocument = { ...drawn, nodes };
  const plan = compileDocument(document);
  if (!plan.ok) throw new Error(plan.error[0]?.message);
  return plan.value;
}

const before = planOf(["first", "second", "last"], ["first>second", "second>last"]);
const changedTo = (after: ReturnType<typeof planOf>) => [...changedNodes(before, after)].sort();

it("names nothing where nothing was changed, and a node with all that follow it where its prompt was", () => {
  expect(changedTo(before)).toEqual([]);
  const mended = planOf(["first", "second", "last"], ["first>second", "second>last"], (id) => (id === "second" ? "Mended." : "Write."));
  expect(changedTo(mended)).toEqual(["last", "second"]);
});

it("names a node that was added behind the others, and no other, so that the run can go on with it", () => {
  expect(changedTo(planOf(["first", "second", "last", "more"], ["first>second", "second>last", "last>more"]))).toEqual(["more"]);
});

it("names a node that was removed, with what it fed", () => {
  expect(changedTo(planOf(["first", "last"], ["first>last"]))).toEqual(["last", "second"]);
});
