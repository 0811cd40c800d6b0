import { describe, expect, it } from "vitest";
import { applyCommands } from "../document/apply-command";
import type { WorkflowDocument } from "../document/schema";
import { documentOf, nodeOf } from "../document/testing";
import { type FallbackChoice, fallbackAgents, fallbackCommands, fallbackOf } from "./fallback-choice";

const drawn = documentOf(["first", "second", "third", { ...nodeOf("code"), type: "code", config: {} }], ["first>second"]);
const choose = (document: WorkflowDocument, choice: FallbackChoice) => applyCommands(document, fallbackCommands(document, "first", choice));
const firstOf = (document: WorkflowDocument) => document.nodes.find(({ id }) => id === "first") ?? nodeOf("none");
const chosen = (document: WorkflowDocument) => fallbackOf(document, firstOf(document));

describe("who takes over", () => {
  it("may be any other agent that can be called, whichever was chosen before", () => {
    const offered = (document: WorkflowDocument) => fallbackAgents(document, "first").map(({ nodeId }) => nodeId);
    expect(offered(drawn)).toEqual(["second", "third"]);
    expect(offered(choose(drawn, { is: "agent", nodeId: "third" }))).toEqual(["second", "third"]);
  });

  it("is an agent by an edge of its own, one at a time, in place of a model", () => {
    const model = applyCommands(drawn, [{ type: "set_settings", nodeId: "first", field: "fallbackModel", value: "mistral-small-latest" }]);
    expect(chosen(model)).toEqual({ is: "model" });
    const third = choose(choose(model, { is: "agent", nodeId: "second" }), { is: "agent", nodeId: "third" });
    expect(chosen(third)).toEqual({ is: "agent", nodeId: "third" });
    expect(third.edges.map(({ id }) => id)).toEqual([...drawn.edges.map(({ id }) => id), "first.fallback>third.in"]);
    expect(firstOf(third).settings).toEqual({ fallbackAgent: true });
  });

  it("is nobody again without a trace, and waits for an edge where only the port was opened", () => {
    const open = choose(drawn, { is: "agent", nodeId: "" });
    expect(chosen(open)).toEqual({ is: "agent", nodeId: "" });
    const back = choose(choose(open, { is: "agent", nodeId: "third" }), { is: "nobody" });
    expect(back.edges).toEqual(drawn.edges);
    expect(chosen(back)).toEqual({ is: "nobody" });
  });
});
