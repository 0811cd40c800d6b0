import { expect, it } from "vitest";
import { documentOf } from "../document/testing";
import { pinRefusal } from "./pin-refusal";

const drawn = documentOf(["ask", "choose", "write"], ["ask>choose", "choose>write"]);
const kinds: { readonly [id: string]: { readonly type: string; readonly config: object } } = {
  ask: { type: "input", config: { fields: [] } },
  choose: { type: "router", config: { mode: "rules", take: "first", branches: [{ id: "a", label: "A", description: "", when: "true" }] } },
  write: { type: "agent", config: { model: "mistral-small-latest", message: "Write." } },
};
const document = {
  ...drawn,
  nodes: drawn.nodes.map((node) => {
    const { type = node.type, config = {} } = kinds[node.id] ?? {};
    return { ...node, type, config: { ...config } };
  }),
};

it("says why a node can't be pinned, and nothing of one that can", () => {
  expect(pinRefusal(document, "write")).toBeNull();
  expect(pinRefusal(document, "choose")).toMatch(/several ways out/);
  expect(pinRefusal(document, "ask")).toMatch(/sample/);
  expect(pinRefusal(document, "gone")).toBe("The draft has no such node any more.");
});
