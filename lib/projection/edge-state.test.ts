import { describe, expect, it } from "vitest";
import { edgeStates } from "./edge-state";
import { type Fact, failed, skipped, started, succeeded, viewOf } from "./testing";

const edge = (source: string, sourcePort: string, target: string) => ({
  id: `${source}.${sourcePort}>${target}`,
  source,
  sourcePort,
  target,
});

//          billing ─► b
//  router ─┤
//          research ─► r ─► end
const edges = [edge("router", "billing", "b"), edge("router", "research", "r"), edge("r", "out", "end")];
const states = (...facts: readonly (readonly [number, Fact])[]) => [...edgeStates(viewOf(...facts), edges).values()];

describe("edgeStates", () => {
  it("is pending until the source is decided", () => {
    expect(states()).toEqual(["pending", "pending", "pending"]);
    expect(states([0, started("router")])).toEqual(["pending", "pending", "pending"]);
  });

  it("takes the ports that were chosen and skips the others", () => {
    expect(states([0, started("router")], [1, succeeded("router", { ports: ["research"] })])).toEqual(["skipped", "taken", "pending"]);
  });

  it("is running while its target runs, and stays taken afterwards", () => {
    const begun = [
      [0, started("router")],
      [1, succeeded("router", { ports: ["research"] })],
      [1, started("r")],
    ] as const;
    expect(states(...begun)[1]).toBe("running");
    expect(states(...begun, [2, succeeded("r")])[1]).toBe("taken");
  });

  it("never leads on from a step that was skipped or failed", () => {
    expect(states([0, skipped("r", "Router chose billing")])[2]).toBe("skipped");
    expect(states([0, started("r")], [1, failed("r")])[2]).toBe("skipped");
  });
});
