import { describe, expect, it } from "vitest";
import { applyCommands } from "./apply-command";
import type { DocumentCommand } from "./commands";
import { commandsKeepingMine, rebase, resolveConflict } from "./rebase";
import { documentOf, edgeOf, nodeOf } from "./testing";

const base = documentOf([nodeOf("a", { model: "m", message: "hi" }), nodeOf("b", { message: "{{ nodes.a.output }}" }), "c"], ["a>b"]);

const setConfig = (nodeId: string, field: string, value: string): DocumentCommand => ({ type: "set_config", nodeId, field, value });
const remove = (...nodeIds: readonly string[]): DocumentCommand => ({ type: "remove_nodes", nodeIds, edgeIds: [] });
const rename = (nodeId: string, to: string): DocumentCommand => ({ type: "rename_node", nodeId, to });

function rebased(theirCommands: readonly DocumentCommand[], commands: readonly DocumentCommand[]) {
  return rebase({ base, theirs: applyCommands(base, theirCommands), commands });
}

describe("rebase", () => {
  it("keeps edits of different fields of one node, both", () => {
    const { document, conflicts } = rebased([setConfig("a", "model", "large")], [setConfig("a", "message", "hello")]);
    expect(conflicts).toEqual([]);
    expect(document.nodes[0]?.config).toEqual({ model: "large", message: "hello" });
  });

  it("asks about a field both changed, and keeps theirs until it is answered", () => {
    const { document, conflicts, commands } = rebased(
      [setConfig("a", "model", "theirs")],
      [setConfig("a", "model", "mine"), setConfig("c", "x", "y")],
    );
    expect(conflicts).toMatchObject([{ kind: "changed", field: "node:a.config.model", base: "m", mine: "mine", theirs: "theirs" }]);
    expect(document.nodes[0]?.config.model).toBe("theirs");
    expect(commands).toEqual([setConfig("c", "x", "y")]);
    const [conflict] = conflicts;
    if (conflict === undefined) return;
    expect(resolveConflict(document, conflict, "mine").nodes[0]?.config.model).toBe("mine");
    expect(resolveConflict(document, conflict, "theirs")).toBe(document);
    expect(commandsKeepingMine(document, conflict)).toEqual([setConfig("a", "model", "mine")]);
  });

  it("does not ask when both changed a field to the same value, or back", () => {
    expect(rebased([setConfig("a", "model", "same")], [setConfig("a", "model", "same")]).conflicts).toEqual([]);
    expect(rebased([setConfig("a", "model", "theirs")], [setConfig("a", "model", "x"), setConfig("a", "model", "m")])).toMatchObject({
      conflicts: [],
      commands: [],
    });
  });

  it("asks about every kind of field", () => {
    const edits = (word: string, n: number): readonly DocumentCommand[] => [
      { type: "set_document", field: "name", value: word },
      { type: "set_document", field: "description", value: word },
      { type: "set_title", nodeId: "a", title: word },
      { type: "move_nodes", moves: [{ nodeId: "a", to: { x: n, y: 0 } }] },
      { type: "set_settings", nodeId: "a", field: "maxAttempts", value: n },
      { type: "set_state", variables: [{ name: "count", type: "number", initial: n, reducer: "replace" }] },
      { type: "set_sample", values: { topic: word } },
    ];
    const { document, conflicts } = rebased(edits("theirs", 2), edits("mine", 3));
    const fields = [
      "node:a.title",
      "node:a.position",
      "node:a.settings.maxAttempts",
      "document.name",
      "document.description",
      "state:count",
      "sample:topic",
    ];
    expect(conflicts.map(({ field }) => field)).toEqual(fields);
    const mine = conflicts.reduce((current, conflict) => resolveConflict(current, conflict, "mine"), document);
    expect(mine).toEqual(applyCommands(base, edits("mine", 3)));
  });

  it("joins state variables and sample values that only one side set", () => {
    const variable = (name: string) => ({ name, type: "number" as const, initial: 0, reducer: "replace" as const });
    const { document, conflicts } = rebased(
      [
        { type: "set_state", variables: [variable("theirs")] },
        { type: "set_sample", values: { t: 1 } },
      ],
      [
        { type: "set_state", variables: [variable("mine")] },
        { type: "set_sample", values: { m: 2 } },
      ],
    );
    expect(conflicts).toEqual([]);
    expect(document.state.map(({ name }) => name)).toEqual(["theirs", "mine"]);
    expect(document.sampleInput).toEqual({ t: 1, m: 2 });
  });

  it("asks when I edited, or connected, a node that they deleted, and can bring it back with its edges", () => {
    const { document, conflicts } = rebased([remove("a")], [setConfig("a", "model", "mine")]);
    expect(document.nodes.map(({ id }) => id)).toEqual(["b", "c"]);
    expect(conflicts).toMatchObject([{ kind: "deleted", field: "node:a", nodeId: "a", deletedBy: "theirs", edges: [edgeOf("a>b")] }]);
    const [conflict] = conflicts;
    if (conflict === undefined) return;
    const restored = resolveConflict(document, conflict, "mine");
    expect(restored.nodes.find(({ id }) => id === "a")?.config.model).toBe("mine");
    expect(restored.edges).toEqual([edgeOf("a>b")]);

    expect(rebased([remove("c")], [{ type: "connect", edge: edgeOf("b>c") }]).conflicts).toMatchObject([{ kind: "deleted", nodeId: "c" }]);
  });

  it("asks when I deleted a node that they edited, and keeps it until it is answered", () => {
    const { document, conflicts } = rebased([setConfig("a", "model", "theirs")], [remove("a")]);
    expect(conflicts).toMatchObject([{ kind: "deleted", nodeId: "a", deletedBy: "mine" }]);
    expect(document.nodes[0]?.config.model).toBe("theirs");
    const [conflict] = conflicts;
    if (conflict !== undefined) expect(resolveConflict(document, conflict, "mine").nodes.map(({ id }) => id)).toEqual(["b", "c"]);
  });

  it("deletes a node that was only moved meanwhile, without asking", () => {
    const move: DocumentCommand = { type: "move_nodes", moves: [{ nodeId: "c", to: { x: 5, y: 5 } }] };
    expect(rebased([move], [remove("c")])).toMatchObject({ conflicts: [], document: { nodes: [{ id: "a" }, { id: "b" }] } });
    expect(rebased([remove("c")], [move])).toMatchObject({ conflicts: [], document: { nodes: [{ id: "a" }, { id: "b" }] } });
  });

  it("carries a rename over to what they edited", () => {
    const theirs = [setConfig("a", "model", "theirs"), setConfig("c", "message", "{{ nodes.a.output.x }}")];
    const { document, conflicts } = rebased(theirs, [rename("a", "market"), setConfig("market", "message", "mine")]);
    expect(conflicts).toEqual([]);
    expect(document.nodes[0]).toMatchObject({ id: "market", config: { model: "theirs", message: "mine" } });
    expect(document.nodes[2]?.config.message).toBe("{{ nodes.market.output.x }}");
    expect(document.edges).toEqual([edgeOf("market>b")]);
  });

  it("forgets a rename that was undone", () => {
    const undone: DocumentCommand = { type: "replace_document", document: base };
    const { document, conflicts } = rebased(
      [setConfig("a", "model", "theirs")],
      [rename("a", "market"), undone, setConfig("a", "message", "mine")],
    );
    expect(conflicts).toEqual([]);
    expect(document.nodes[0]).toMatchObject({ id: "a", config: { model: "theirs", message: "mine" } });
  });

  it("keeps two new nodes that got the same id, mine under a fresh one, with its edges and references", () => {
    const added = (title: string, x: number): DocumentCommand => ({
      type: "add_nodes",
      nodes: [{ ...nodeOf("agent", { by: title }), title, position: { x, y: 0 } }],
      edges: [edgeOf("agent>c")],
    });
    const mine = [added("Mine", 10), setConfig("c", "message", "{{ nodes.agent.output }}")];
    const { document, conflicts } = rebased([added("Theirs", 20)], mine);
    expect(conflicts).toEqual([]);
    expect(document.nodes.map(({ id, title }) => `${id} ${title}`)).toEqual(["a A", "b B", "c C", "agent Theirs", "agent_2 Mine"]);
    expect(document.edges).toEqual([edgeOf("a>b"), edgeOf("agent>c"), edgeOf("agent_2>c")]);
    expect(document.nodes[2]?.config.message).toBe("{{ nodes.agent_2.output }}");
  });

  it("recognises its own edits in a save whose answer was lost, together with another's", () => {
    const mine: readonly DocumentCommand[] = [
      { type: "add_nodes", nodes: [nodeOf("d")], edges: [] },
      setConfig("a", "message", "h"),
      setConfig("a", "message", "he"),
      { type: "set_title", nodeId: "d", title: "Draft" },
    ];
    const saved = [...mine.slice(0, 2), setConfig("c", "note", "someone else")];
    const { document, conflicts } = rebased(saved, mine);
    expect(conflicts).toEqual([]);
    expect(document.nodes.map(({ id, title }) => `${id} ${title}`)).toEqual(["a A", "b B", "c C", "d Draft"]);
    expect(document.nodes[0]?.config.message).toBe("he");
    expect(document.nodes[2]?.config.note).toBe("someone else");
  });

  it("keeps the order of edges a person gave them: it is the order of what a node receives", () => {
    const wired = documentOf(["a", "b", "c", "d", "z"], ["a>z", "b>z", "c>z"]);
    const redrawn: readonly DocumentCommand[] = [
      { type: "remove_nodes", nodeIds: [], edgeIds: [edgeOf("a>z").id] },
      { type: "connect", edge: edgeOf("a>z") },
    ];
    const theirs = applyCommands(wired, [{ type: "connect", edge: edgeOf("d>z") }]);
    const { document, commands } = rebase({ base: wired, theirs, commands: redrawn });
    expect(document.edges.map(({ source }) => source)).toEqual(["b", "c", "a", "d"]);
    expect(applyCommands(theirs, commands)).toEqual(document);
  });
});
