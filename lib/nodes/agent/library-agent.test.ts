import { describe, expect, it } from "vitest";
import { AgentConfig, agentNode } from "./definition";
import { changedSettings, isSameAgent, libraryAgentProblems, libraryConfigOf, newLibraryAgent, originOf } from "./library-agent";

describe("what the library keeps of a node", () => {
  it("is who the agent is, not what it is asked or whom it hands over to", () => {
    const node = {
      ...agentNode.defaults,
      schema: null,
      instructions: "Plan.",
      message: "{{ input.topic }}",
      context: "last",
      temperature: 0.2,
    };
    expect(libraryConfigOf({ ...node, tools: [], fromLibrary: { agent: "a", version: 2 } })).toEqual({
      ...newLibraryAgent,
      instructions: "Plan.",
      temperature: 0.2,
    });
  });

  it("is nothing where the node can't be read", () => {
    expect(libraryConfigOf({ temperature: "hot" })).toBeNull();
  });

  it("is the same whatever the order of its keys and whether an absent setting is spelled out", () => {
    const { model, ...rest } = newLibraryAgent;
    expect(isSameAgent(newLibraryAgent, { ...rest, model, temperature: undefined })).toBe(true);
    expect(isSameAgent(newLibraryAgent, { ...newLibraryAgent, temperature: 0 })).toBe(false);
  });

  it("names the settings that changed as the form does", () => {
    const changed = { ...newLibraryAgent, temperature: 0.2, instructions: "Plan.", description: "Plans" };
    expect(changedSettings(newLibraryAgent, changed)).toEqual(["Instructions", "Good at", "Temperature"]);
    expect(changedSettings(changed, { ...changed })).toEqual([]);
  });

  it("has the problems a node with it would have", () => {
    expect(libraryAgentProblems(newLibraryAgent)).toEqual([]);
    expect(libraryAgentProblems({ ...newLibraryAgent, model: "", output: "json" }).map(({ code }) => code)).toEqual([
      "missing_model",
      "missing_schema",
    ]);
  });
});

describe("where a node came from", () => {
  it("is read from its config, and is nothing for every other node", () => {
    expect(originOf({ fromLibrary: { agent: "a", version: 2 } })).toEqual({ agent: "a", version: 2 });
    expect(originOf({})).toBeNull();
    expect(originOf({ fromLibrary: "a" })).toBeNull();
  });

  it("leaves a config that says nothing of it as it was, so that its hash stays", () => {
    expect(Object.keys(AgentConfig.parse({}))).not.toContain("fromLibrary");
  });
});
