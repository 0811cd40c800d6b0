import { describe, expect, it } from "vitest";
import type { DocumentCommand } from "./commands";
import { describeCommand } from "./describe-command";
import { documentOf, edgeOf, nodeOf, standingIn } from "./testing";
import { touchedFields } from "./touched-fields";

const document = documentOf(["a", "b"], ["a>b"]);

const nested = documentOf([nodeOf("team"), standingIn("team", nodeOf("writer")), nodeOf("editor")], ["writer>editor"]);
const to = { x: 0, y: 0 };

const nestedCases: readonly (readonly [DocumentCommand, label: string, fields: readonly string[]])[] = [
  [
    { type: "remove_nodes", nodeIds: ["team", "writer"], edgeIds: [] },
    "Delete TEAM",
    ["node:team", "node:writer", "edge:writer.out>editor.in"],
  ],
  [{ type: "remove_nodes", nodeIds: ["team"], edgeIds: [] }, "Delete TEAM", ["node:team", "node:writer", "edge:writer.out>editor.in"]],
  [
    { type: "place_nodes", places: [{ nodeId: "editor", parent: "team", lane: undefined, to }] },
    "Move EDITOR into TEAM",
    ["node:editor.place", "node:editor.position"],
  ],
  [
    { type: "place_nodes", places: [{ nodeId: "writer", parent: undefined, lane: undefined, to }] },
    "Move WRITER out of TEAM",
    ["node:writer.place", "node:writer.position"],
  ],
  [
    { type: "place_nodes", places: [{ nodeId: "writer", parent: "team", lane: "left", to }] },
    "Move WRITER",
    ["node:writer.place", "node:writer.position"],
  ],
  [{ type: "resize_nodes", sizes: [{ nodeId: "team", size: { width: 400, height: 200 } }] }, "Resize TEAM", ["node:team.size"]],
];

const cases: readonly (readonly [DocumentCommand, label: string, fields: readonly string[]])[] = [
  [{ type: "add_nodes", nodes: [nodeOf("c")], edges: [edgeOf("b>c")] }, "Add C", ["node:c", "edge:b.out>c.in"]],
  [{ type: "add_nodes", nodes: [nodeOf("c"), nodeOf("d")], edges: [] }, "Add 2 cards", ["node:c", "node:d"]],
  [{ type: "remove_nodes", nodeIds: ["a"], edgeIds: [] }, "Delete A", ["node:a", "edge:a.out>b.in"]],
  [{ type: "remove_nodes", nodeIds: ["a", "b"], edgeIds: [] }, "Delete 2 cards", ["node:a", "node:b", "edge:a.out>b.in"]],
  [{ type: "remove_nodes", nodeIds: [], edgeIds: ["a.out>b.in"] }, "Delete connection", ["edge:a.out>b.in"]],
  [{ type: "move_nodes", moves: [{ nodeId: "a", to: { x: 1, y: 1 } }] }, "Move A", ["node:a.position"]],
  [{ type: "connect", edge: edgeOf("b>a") }, "Connect B to A", ["edge:b.out>a.in"]],
  [{ type: "set_title", nodeId: "a", title: "New" }, "Rename A", ["node:a.title"]],
  [{ type: "set_config", nodeId: "a", field: "maxTokens", value: 1 }, "Edit max tokens of A", ["node:a.config.maxTokens"]],
  [{ type: "set_settings", nodeId: "a", field: "idleMs", value: 500 }, "Edit idle ms of A", ["node:a.settings.idleMs"]],
  [{ type: "rename_node", nodeId: "a", to: "c" }, "Change id a to c", ["node:a", "node:c"]],
  [{ type: "set_document", field: "name", value: "N" }, "Rename workflow", ["document.name"]],
  [{ type: "set_document", field: "description", value: "D" }, "Edit description", ["document.description"]],
  [{ type: "set_state", variables: [{ name: "n", type: "number", initial: 0, reducer: "add" }] }, "Edit state variables", ["state:n"]],
  [{ type: "set_sample", values: { topic: "Tea" } }, "Edit sample input", ["sample:topic"]],
  [{ type: "replace_document", document }, "Replace workflow", ["document"]],
];

describe("a command", () => {
  it.each(cases)("%# has a label and names its fields", (command, label, fields) => {
    expect(describeCommand(command, document)).toBe(label);
    expect(touchedFields(command, document)).toEqual(fields);
  });

  it.each(nestedCases)("of containers %# has a label and names its fields", (command, label, fields) => {
    expect(describeCommand(command, nested)).toBe(label);
    expect(touchedFields(command, nested)).toEqual(fields);
  });
});
