import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkTemplate } from "../expression/check";
import { renameReference } from "../expression/rename-reference";
import type { JsonValue } from "../shared/json";
import { applyCommand, applyCommands } from "./apply-command";
import { copySelection, pasteSelection } from "./clipboard";
import type { DocumentCommand } from "./commands";
import { diffDocuments } from "./diff-documents";
import { exportDocument } from "./export-document";
import { applyAndRecord, createHistory, type History, redo, undo } from "./history";
import { jsonEqual } from "./json-equal";
import { parseDocument } from "./parse-document";
import { rebase, resolveConflict } from "./rebase";
import { renameReferences } from "./rename-references";
import { edgeId, emptyDocument, type WorkflowDocument, type WorkflowEdge, type WorkflowNode } from "./schema";
import { touchedFields } from "./touched-fields";

const ids = ["a", "b", "c", "d", "e"] as const;
const anyId = fc.constantFrom(...ids);
const anyText = fc.constantFrom("", "x", "{{ nodes.a.output }}", "nodes.b.output.n > 1", "{{ nodes.c.output ?? 'd' }} and nodes.d");
const anyValue: fc.Arbitrary<JsonValue> = fc.oneof(
  anyText,
  fc.integer({ min: 0, max: 3 }),
  fc.constant({ list: [1, { when: "{{ nodes.b.output }}" }] }),
);
const anyPosition = fc.record({ x: fc.integer({ min: -9, max: 9 }), y: fc.integer({ min: -9, max: 9 }) });
const anyConfig = fc.dictionary(fc.constantFrom("model", "message", "rules"), anyValue, { maxKeys: 3, noNullPrototype: true });

const anySize = fc.record({ width: fc.integer({ min: 80, max: 99 }), height: fc.integer({ min: 40, max: 60 }) });
const anyLane = fc.constantFrom("left", "right");

const anySettings = fc.record(
  { maxAttempts: fc.integer({ min: 1, max: 5 }), join: fc.constant({ wait: "any" as const }), errorPort: fc.boolean() },
  { requiredKeys: [], noNullPrototype: true },
);
const anyNode: fc.Arbitrary<WorkflowNode> = fc
  .record({
    id: anyId,
    type: fc.constantFrom("agent", "agent", "agent", "loop"),
    title: fc.constantFrom("One", "Two"),
    position: anyPosition,
    stands: fc.record({ parent: anyId, lane: anyLane }, { requiredKeys: [], noNullPrototype: true }),
    size: fc.option(anySize, { nil: undefined }),
    config: anyConfig,
    settings: anySettings,
  })
  .map(({ settings, stands: { parent, lane }, size, ...node }) => ({
    ...node,
    typeVersion: 1,
    // Containers come first in the alphabet, so that none stands in itself.
    ...(parent !== undefined && parent < node.id ? { parent, ...(lane === undefined ? {} : { lane }) } : {}),
    ...(size === undefined ? {} : { size }),
    ...(Object.keys(settings).length > 0 ? { settings } : {}),
  }));

const anyEdge = fc.tuple(anyId, fc.constantFrom("out", "otherwise"), anyId).map(([source, sourcePort, target]): WorkflowEdge => {
  const ends = { source, sourcePort, target, targetPort: "in" };
  return { id: edgeId(ends), ...ends };
});

const anyVariable = fc.record({
  name: fc.constantFrom("count", "notes"),
  type: fc.constantFrom("number" as const, "list" as const),
  initial: anyValue,
  reducer: fc.constantFrom("replace" as const, "append" as const),
});
const anyState = fc.uniqueArray(anyVariable, { selector: ({ name }) => name, maxLength: 2 });
const anySample = fc.dictionary(fc.constantFrom("topic", "tone"), anyValue, { maxKeys: 2, noNullPrototype: true });

/** Documents a person could have made: unique ids, containers that are there, edges with two ends, each once. */
const anyDocument: fc.Arbitrary<WorkflowDocument> = fc
  .record({
    name: fc.constantFrom("Flow", "Ablauf é"),
    description: fc.constantFrom("", "What it does"),
    nodes: fc.uniqueArray(anyNode, { selector: ({ id }) => id, maxLength: 5 }),
    edges: fc.uniqueArray(anyEdge, { selector: ({ id }) => id, maxLength: 6 }),
    state: anyState,
    sampleInput: anySample,
  })
  .map((parts) => {
    const known = new Set(parts.nodes.map(({ id }) => id));
    const edges = parts.edges.filter(({ source, target }) => known.has(source) && known.has(target));
    const nodes = parts.nodes.map(({ parent, lane, ...node }): WorkflowNode => {
      if (parent === undefined || !known.has(parent)) return node;
      return { ...node, parent, ...(lane === undefined ? {} : { lane }) };
    });
    return { ...emptyDocument(parts.name), ...parts, nodes, edges };
  });

/** Every kind of command, often about nodes and edges that don't exist. */
const anyCommand: fc.Arbitrary<DocumentCommand> = fc.oneof(
  fc.record({
    type: fc.constant("add_nodes" as const),
    nodes: fc.array(anyNode, { maxLength: 2 }),
    edges: fc.array(anyEdge, { maxLength: 2 }),
  }),
  fc.record({
    type: fc.constant("remove_nodes" as const),
    nodeIds: fc.array(anyId, { maxLength: 2 }),
    edgeIds: fc.array(
      anyEdge.map(({ id }) => id),
      { maxLength: 2 },
    ),
  }),
  fc.record({ type: fc.constant("move_nodes" as const), moves: fc.array(fc.record({ nodeId: anyId, to: anyPosition }), { maxLength: 3 }) }),
  fc.record({
    type: fc.constant("place_nodes" as const),
    places: fc.array(
      fc.record({
        nodeId: anyId,
        parent: fc.option(anyId, { nil: undefined }),
        lane: fc.option(anyLane, { nil: undefined }),
        to: anyPosition,
      }),
      { maxLength: 3 },
    ),
  }),
  fc.record({
    type: fc.constant("resize_nodes" as const),
    sizes: fc.array(fc.record({ nodeId: anyId, size: anySize }), { maxLength: 2 }),
  }),
  fc.record({ type: fc.constant("connect" as const), edge: anyEdge }),
  fc.record({ type: fc.constant("set_title" as const), nodeId: anyId, title: fc.constantFrom("One", "Two", "Three") }),
  fc.record({
    type: fc.constant("set_config" as const),
    nodeId: anyId,
    field: fc.constantFrom("model", "message", "rules"),
    value: fc.option(anyValue, { nil: undefined }),
  }),
  fc.record({
    type: fc.constant("set_settings" as const),
    nodeId: anyId,
    field: fc.constant("maxAttempts" as const),
    value: fc.option(fc.integer({ min: 1, max: 5 }), { nil: undefined }),
  }),
  fc.record({ type: fc.constant("rename_node" as const), nodeId: anyId, to: fc.constantFrom(...ids, "renamed", "Not an id") }),
  fc.record({
    type: fc.constant("set_document" as const),
    field: fc.constantFrom("name" as const, "description" as const),
    value: fc.constantFrom("N", "M"),
  }),
  fc.record({ type: fc.constant("set_state" as const), variables: anyState }),
  fc.record({ type: fc.constant("set_sample" as const), values: anySample }),
  anyDocument.map((document): DocumentCommand => ({ type: "replace_document", document })),
);

const someCommands = fc.array(anyCommand, { maxLength: 8 });

describe("every document, whatever the commands", () => {
  it("reads back what was exported, as text and as a value", () => {
    fc.assert(
      fc.property(anyDocument, (document) => {
        expect(parseDocument(exportDocument(document))).toEqual({ ok: true, value: document });
        expect(parseDocument(document)).toEqual({ ok: true, value: document });
      }),
    );
  });

  it("stays readable and whole, and the one before stays as it was", () => {
    fc.assert(
      fc.property(anyDocument, someCommands, (document, commands) => {
        const before = exportDocument(document);
        const after = applyCommands(document, commands);
        expect(parseDocument(exportDocument(after))).toEqual({ ok: true, value: after });
        expect(exportDocument(document)).toBe(before);
      }),
    );
  });

  it("changes nothing that touchedFields does not name", () => {
    // A rename reaches into the texts of other nodes; a replacement touches everything.
    const named = anyCommand.filter(({ type }) => type !== "rename_node" && type !== "replace_document");
    fc.assert(
      fc.property(anyDocument, named, (document, command) => {
        const touched = touchedFields(command, document);
        const changes = diffDocuments(document, applyCommand(document, command));
        for (const field of changes.flatMap((change) => touchedFields(change, document))) expect(touched).toContain(field);
      }),
    );
  });

  it("keeps what stands in a container with it: both go, or both stay", () => {
    fc.assert(
      fc.property(anyDocument, fc.array(fc.constantFrom<string>(...ids), { maxLength: 2 }), (document, nodeIds) => {
        const left = applyCommand(document, { type: "remove_nodes", nodeIds, edgeIds: [] }).nodes.map(({ id }) => id);
        for (const { id, parent } of document.nodes) {
          expect(left.includes(id)).toBe(!nodeIds.includes(id) && (parent === undefined || left.includes(parent)));
        }
      }),
    );
  });

  it("is led to any other by the commands of their difference", () => {
    fc.assert(
      fc.property(anyDocument, someCommands, (document, commands) => {
        const after = applyCommands(document, commands);
        expect(applyCommands(document, diffDocuments(document, after))).toEqual(after);
        expect(diffDocuments(after, after)).toEqual([]);
      }),
    );
  });

  it("has its texts renamed as the language itself would rename them", () => {
    const piece = fc.constantFrom(
      "nodes.a",
      "nodes['a']",
      ".output",
      " + ",
      "state.",
      "nodes.ab",
      "{{ ",
      " }}",
      "\\",
      "{ k: { l: 1 }}",
      " é ",
    );
    const template = fc.array(piece, { maxLength: 10 }).map((pieces) => `${pieces.join("")} {{ nodes.a.output }}`);
    fc.assert(
      fc.property(template, (text) => {
        // Texts the language can't read are renamed as far as possible, here a little further than there.
        fc.pre(checkTemplate(text).error === undefined);
        expect(renameReferences(text, new Map([["a", "zed"]]))).toBe(renameReference(text, "template", "a", "zed"));
      }),
    );
  });

  it("takes a copy of itself under ids of its own, edges and references included", () => {
    fc.assert(
      fc.property(anyDocument, (document) => {
        const ids = document.nodes.map(({ id }) => id);
        const paste = pasteSelection(document, copySelection(document, ids), { offset: { x: 1, y: 1 } });
        if (!paste.ok) throw new Error(paste.error.message);
        const after = applyCommand(document, paste.value.command);
        expect(after.nodes).toHaveLength(document.nodes.length * 2);
        expect(after.edges).toHaveLength(document.edges.length * 2);
        expect(parseDocument(exportDocument(after))).toEqual({ ok: true, value: after });
      }),
    );
  });
});

type Step = { readonly history: History; readonly document: WorkflowDocument };

function played(document: WorkflowDocument, commands: readonly DocumentCommand[], msBetween: number): readonly Step[] {
  const steps: Step[] = [{ history: createHistory(), document }];
  for (const [index, command] of commands.entries()) {
    const { history, document: before } = steps.at(-1) ?? { history: createHistory(), document };
    steps.push(applyAndRecord(history, before, command, index * msBetween));
  }
  return steps;
}

describe("history", () => {
  it("leads back to the exact document and forth again, step by step, however edits were joined", () => {
    fc.assert(
      fc.property(anyDocument, someCommands, fc.constantFrom(0, 600, 5_000), (document, commands, msBetween) => {
        const steps = played(document, commands, msBetween);
        const visited = new Set(steps.map((step) => step.document));
        const last = steps.at(-1) ?? { history: createHistory(), document };
        let current: Step = last;
        for (let step = undo(current.history, current.document); step !== null; step = undo(current.history, current.document)) {
          current = step;
          expect(visited.has(current.document)).toBe(true);
        }
        expect(current.document).toBe(document);
        for (let step = redo(current.history, current.document); step !== null; step = redo(current.history, current.document))
          current = step;
        expect(current.document).toBe(last.document);
      }),
    );
  });
});

/** A document and two lists of edits that share no field: one side edits nodes a, b and c, the other d, e and what is around them. */
const apart = fc
  .tuple(anyDocument, fc.array(anyCommand, { maxLength: 6 }), fc.array(anyCommand, { maxLength: 6 }))
  .map(([document, left, right]) => ({ document, left: left.filter(isAbout(["a", "b", "c"])), right: right.filter(isAbout(["d", "e"])) }));

/** Edits of single fields of some nodes, and of the edges among them. */
function isAbout(nodeIds: readonly string[]): (command: DocumentCommand) => boolean {
  return (command) => {
    if (command.type === "connect") return nodeIds.includes(command.edge.source) && nodeIds.includes(command.edge.target);
    if (command.type === "move_nodes") return command.moves.every(({ nodeId }) => nodeIds.includes(nodeId));
    if (command.type === "resize_nodes") return command.sizes.every(({ nodeId }) => nodeIds.includes(nodeId));
    if (command.type === "place_nodes") {
      return command.places.every(({ nodeId, parent = nodeId }) => nodeIds.includes(nodeId) && nodeIds.includes(parent));
    }
    return (
      (command.type === "set_title" || command.type === "set_config" || command.type === "set_settings") && nodeIds.includes(command.nodeId)
    );
  };
}

/** Config edits, each of another field. */
const fieldEdits = fc.uniqueArray(
  anyCommand.filter(({ type }) => type === "set_config"),
  { selector: (command) => touchedFields(command, emptyDocument("None")).join(" "), maxLength: 8 },
);

describe("rebase", () => {
  it("of edits that touch different fields gives what doing both would, and asks nothing", () => {
    fc.assert(
      fc.property(apart, ({ document, left, right }) => {
        const theirs = applyCommands(document, left);
        const { document: merged, conflicts, commands } = rebase({ base: document, theirs, commands: right });
        expect(conflicts).toEqual([]);
        expect(merged).toEqual(applyCommands(theirs, right));
        expect(applyCommands(theirs, commands)).toEqual(merged);
      }),
    );
  });

  it("gives each field to the side that changed it, and asks where both did", () => {
    fc.assert(
      fc.property(anyDocument, fieldEdits, fieldEdits, (base, left, right) => {
        const [theirs, mine] = [applyCommands(base, left), applyCommands(base, right)];
        const { document: merged, conflicts } = rebase({ base, theirs, commands: right });
        const asked = new Set(conflicts.map(({ field }) => field));
        for (const { id } of base.nodes) {
          for (const field of ["model", "message", "rules"]) {
            const [was, ours, others, now] = [base, mine, theirs, merged].map(
              (side) => side.nodes.find((node) => node.id === id)?.config[field],
            );
            const isConflict = !jsonEqual(ours, others) && !jsonEqual(ours, was) && !jsonEqual(others, was);
            expect(asked.has(`node:${id}.config.${field}`)).toBe(isConflict);
            expect(now).toEqual(isConflict || jsonEqual(ours, was) ? others : ours);
          }
        }
      }),
    );
  });

  it("of any edits is a whole document, to which the commands it gives lead, whichever side is kept", () => {
    fc.assert(
      fc.property(anyDocument, someCommands, someCommands, (document, left, right) => {
        const theirs = applyCommands(document, left);
        const { document: merged, conflicts, commands } = rebase({ base: document, theirs, commands: right });
        expect(parseDocument(exportDocument(merged))).toEqual({ ok: true, value: merged });
        expect(applyCommands(theirs, commands)).toEqual(merged);
        for (const keep of ["mine", "theirs"] as const) {
          const resolved = conflicts.reduce((current, conflict) => resolveConflict(current, conflict, keep), merged);
          expect(parseDocument(exportDocument(resolved))).toEqual({ ok: true, value: resolved });
        }
      }),
      { numRuns: 500 },
    );
  });

  it("onto the revision they were made on gives exactly the edits", () => {
    fc.assert(
      fc.property(anyDocument, someCommands, (document, commands) => {
        const { document: merged, conflicts } = rebase({ base: document, theirs: document, commands });
        expect(conflicts).toEqual([]);
        expect(merged).toEqual(applyCommands(document, commands));
      }),
    );
  });

  it("onto a revision that holds the first of them already, goes on from there", () => {
    fc.assert(
      fc.property(anyDocument, someCommands, fc.nat(8), (document, commands, saved) => {
        const theirs = applyCommands(document, commands.slice(0, saved));
        const { document: merged, conflicts } = rebase({ base: document, theirs, commands });
        expect(conflicts).toEqual([]);
        expect(jsonEqual(merged, applyCommands(document, commands))).toBe(true);
      }),
    );
  });
});
