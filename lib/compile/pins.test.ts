import { describe, expect, it } from "vitest";
import type { WorkflowDocument } from "../document/schema";
import { documentOf } from "../document/testing";
import { withoutPins } from "../document/without-pins";
import type { JsonValue } from "../shared/json";
import { compileDocument } from "./compile";
import { validateDocument } from "./validate";

const drawn = documentOf(["writer", "checker"], ["writer>checker"]);

function pinning(output: JsonValue, node: Partial<WorkflowDocument["nodes"][number]> = {}): WorkflowDocument {
  const agent = { type: "agent", config: { model: "mistral-small-latest", message: "Write." } };
  const [writer, checker] = drawn.nodes;
  if (writer === undefined || checker === undefined) throw new Error("Two nodes were drawn.");
  return {
    ...drawn,
    nodes: [
      { ...writer, ...agent, ...node, settings: { pinned: { output } } },
      { ...checker, ...agent },
    ],
  };
}

const codesOf = (document: WorkflowDocument) => validateDocument(document).map(({ code, nodeId }) => `${code} ${nodeId}`);

describe("a pinned output", () => {
  it("is in the plan with the port it leaves by, and is told", () => {
    const document = pinning({ score: 9 });
    const plan = compileDocument(document);
    expect(plan.ok && plan.value.nodes.map(({ pinned }) => pinned)).toEqual([{ output: { score: 9 }, port: "out" }, undefined]);
    expect(codesOf(document)).toContain("pinned writer");
  });

  it("is left out of what others run, and nothing else with it", () => {
    const document = pinning("By hand.");
    expect(withoutPins(document).nodes[0]).not.toHaveProperty("settings");
    expect(withoutPins(withoutPins(document))).toEqual(withoutPins(document));
    expect(withoutPins(drawn)).toBe(drawn);
    const plan = compileDocument(withoutPins(document));
    expect(plan.ok && plan.value.nodes.some(({ pinned }) => pinned !== undefined)).toBe(false);
  });

  it("is refused where a kind chooses among ways out, and where it is too large", () => {
    const router = {
      type: "router",
      config: { mode: "rules", take: "first", branches: [{ id: "a", label: "A", description: "", when: "true" }] },
    };
    expect(codesOf(pinning("x", router))).toContain("cannot_be_pinned writer");
    expect(codesOf(pinning("x".repeat(64_001)))).toContain("pin_too_large writer");
  });
});
