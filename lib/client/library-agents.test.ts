import { describe, expect, it } from "vitest";
import { documentOf, nodeOf } from "../document/testing";
import { agentNode } from "../nodes/agent/definition";
import { newLibraryAgent } from "../nodes/agent/library-agent";
import { addNodeAt } from "./add-node";
import { createEditorStore } from "./editor-store/store";
import { type OfferedAgent, originCommand, presetOf, standingOf, updateCommands } from "./library-agents";

const scout: OfferedAgent = {
  id: "a1",
  name: "Scout",
  version: 3,
  config: { ...newLibraryAgent, instructions: "You scout.", tools: [{ type: "web_search" }], temperature: 0.2 },
};

const editorOf = (...nodes: Parameters<typeof documentOf>[0]) => createEditorStore({ workflowId: "w", document: documentOf(nodes) });

describe("a node made from an agent", () => {
  it("is called and set as the agent, over the kind's defaults, and knows where it came from", () => {
    const store = editorOf();
    addNodeAt(store, "agent", { at: { x: 0, y: 0 }, preset: presetOf(scout) });
    addNodeAt(store, "agent", { at: { x: 0, y: 0 }, preset: presetOf(scout) });
    const [first, second] = store.getState().document.nodes;
    expect(first).toMatchObject({
      id: "scout",
      title: "Scout",
      config: { instructions: "You scout.", temperature: 0.2, context: "carry", fromLibrary: { agent: "a1", version: 3 } },
    });
    expect(second).toMatchObject({ id: "scout_2", title: "Scout 2" });
    expect(agentNode.config.safeParse(first?.config).success).toBe(true);
  });

  it("keeps a long name within what a title may hold, also with a number", () => {
    const store = editorOf();
    const long = { ...scout, name: "n".repeat(120) };
    for (const _ of [1, 2]) addNodeAt(store, "agent", { at: { x: 0, y: 0 }, preset: presetOf(long) });
    expect(store.getState().document.nodes.map(({ title }) => title.length)).toEqual([120, 120]);
  });
});

describe("updating a node", () => {
  const config = { ...presetOf(scout).config, message: "{{ input.topic }}", context: "last", temperature: 0.9, topP: 0.5 };
  const node = { ...nodeOf("scout"), config: { ...config, fromLibrary: { agent: "a1", version: 1 } } };

  it("takes over what the agent is, and leaves what the node is asked and sees", () => {
    const store = editorOf(node);
    store.getState().dispatchAll(updateCommands(node, scout), "Update");
    const updated = store.getState().document.nodes[0];
    expect(updated?.config).toMatchObject({ message: "{{ input.topic }}", context: "last", temperature: 0.2 });
    expect(updated?.config).not.toHaveProperty("topP");
    expect(standingOf(updated?.config ?? {}, [scout]).is).toBe("current");
  });

  it("is one step of undo", () => {
    const store = editorOf(node);
    store.getState().dispatchAll(updateCommands(node, scout), "Update");
    store.getState().undo();
    expect(store.getState().document.nodes[0]).toEqual(node);
  });
});

describe("how a node stands to the library", () => {
  const from = (version: number) => ({ ...presetOf(scout).config, fromLibrary: { agent: "a1", version } });

  it.each([
    ["own", {}],
    ["current", from(3)],
    ["older", from(2)],
    ["changed", { ...from(3), instructions: "You wander." }],
    ["unknown", { ...from(3), fromLibrary: { agent: "gone", version: 3 } }],
  ] as const)("is %s", (is, config) => {
    expect(standingOf(config, [scout]).is).toBe(is);
  });

  it("is current once it was saved as an agent", () => {
    const node = { ...nodeOf("scout"), config: presetOf(scout).config };
    const store = editorOf(node);
    store.getState().dispatch(originCommand(node, { id: "a2", version: 1 }));
    expect(standingOf(store.getState().document.nodes[0]?.config ?? {}, [{ ...scout, id: "a2", version: 1 }]).is).toBe("current");
  });
});
