import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { freshNodeId, titleToNodeId } from "./node-ids";
import { nodeIdPattern } from "./schema";
import { documentOf } from "./testing";

describe("titleToNodeId", () => {
  it.each([
    ["Market research", "market_research"],
    ["Étude de marché", "etude_de_marche"],
    ["  2nd (draft) -- v2!  ", "nd_draft_v2"],
    ["日本", "node"],
    ["", "node"],
    ["__proto__", "proto"],
    ["x".repeat(80), "x".repeat(48)],
    [`${"y".repeat(47)} z`, "y".repeat(47)],
  ])("%j becomes %s", (title, id) => expect(titleToNodeId(title)).toBe(id));

  it("gives a valid id for every title", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (title) => {
        expect(titleToNodeId(title)).toMatch(nodeIdPattern);
      }),
    );
  });
});

describe("freshNodeId", () => {
  it("keeps a free name, and counts up a taken one", () => {
    expect(freshNodeId(documentOf([]), "agent")).toBe("agent");
    expect(freshNodeId(documentOf(["agent"]), "agent")).toBe("agent_2");
    expect(freshNodeId(documentOf(["agent", "agent_2"]), "agent")).toBe("agent_3");
    expect(freshNodeId(documentOf(["agent", "agent_2"]), "agent_2")).toBe("agent_3");
    expect(freshNodeId(documentOf(["step_9"]), "step_9")).toBe("step_10");
  });

  it("makes an id of what is none", () => {
    expect(freshNodeId(documentOf(["my_agent"]), "My Agent")).toBe("my_agent_2");
  });

  it("finds room in the longest names", () => {
    const long = "x".repeat(48);
    expect(freshNodeId(documentOf([long]), long)).toBe(`${"x".repeat(46)}_2`);
  });

  it("is valid and free, whatever is taken", () => {
    const anyId = fc.stringMatching(/^[a-c][a-c0-9_]{0,4}$/);
    fc.assert(
      fc.property(fc.uniqueArray(anyId), fc.oneof(anyId, fc.string()), (taken, base) => {
        const id = freshNodeId(documentOf(taken), base);
        expect(id).toMatch(nodeIdPattern);
        expect(taken).not.toContain(id);
      }),
    );
  });
});
