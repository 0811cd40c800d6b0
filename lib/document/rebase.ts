/**
 * Brings edits made on an older revision onto a newer one.
 *
 * Pure. Edits of different fields both stay; a field both sides changed to different values is a
 * conflict, and so is a node that one side edited and the other deleted. Nothing is lost silently.
 */
import { applyCommand, applyCommands, renameNodes } from "./apply-command";
import type { DocumentCommand } from "./commands";
import { diffDocuments } from "./diff-documents";
import { commandsSetting, valueAt } from "./field-place";
import { jsonEqual } from "./json-equal";
import { type FieldConflict, mergeDocuments } from "./merge-documents";
import { freshIdAmong } from "./node-ids";
import type { WorkflowDocument } from "./schema";

export type Rebase = {
  /** The revision the commands were made on. */
  readonly base: WorkflowDocument;
  /** The revision that is saved now. */
  readonly theirs: WorkflowDocument;
  /** The unsaved edits, oldest first. */
  readonly commands: readonly DocumentCommand[];
};

export type Rebased = {
  /** Theirs with my edits; where the two conflict, theirs. */
  readonly document: WorkflowDocument;
  readonly conflicts: readonly FieldConflict[];
  /** The edits that lead from theirs to `document`: the unsaved commands from here on. */
  readonly commands: readonly DocumentCommand[];
};

/**
 * Edits that theirs already holds (a save whose answer was lost) are recognised and are no conflict.
 * Two nodes that got the same id on both sides are both kept, mine under a fresh id.
 */
export function rebase({ base, theirs, commands }: Rebase): Rebased {
  const steps = stepsOf(base, commands);
  const mine = steps.at(-1) ?? base;
  if (steps.some((step) => jsonEqual(step, theirs))) return rebased(theirs, mine, []);

  const freshIdOf = freshIdsForSameIds(base, theirs, mine, steps);
  const renames = renamesOf(base, commands, freshIdOf);
  const merged = mergeDocuments({
    base: applyCommands(base, renames),
    mine: freshIdOf.size === 0 ? mine : renameNodes(mine, freshIdOf),
    theirs: applyCommands(theirs, renames),
    wasMine: (place, value) => steps.some((step) => jsonEqual(valueAt(step, place), value)),
  });
  return rebased(theirs, merged.document, merged.conflicts);
}

function rebased(theirs: WorkflowDocument, document: WorkflowDocument, conflicts: readonly FieldConflict[]): Rebased {
  return { document, conflicts, commands: diffDocuments(theirs, document) };
}

/** The document with the conflict decided. Keeping theirs changes nothing: `rebase` kept it. */
export function resolveConflict(document: WorkflowDocument, conflict: FieldConflict, keep: "mine" | "theirs"): WorkflowDocument {
  return keep === "theirs" ? document : applyCommands(document, commandsKeepingMine(document, conflict));
}

/** The edits that put my side of a conflict in place, for an editor that wants them in its history. */
export function commandsKeepingMine(document: WorkflowDocument, conflict: FieldConflict): readonly DocumentCommand[] {
  if (conflict.kind === "changed") return commandsSetting(document, conflict.place, conflict.mine);
  if (conflict.deletedBy === "mine") return [{ type: "remove_nodes", nodeIds: [conflict.nodeId], edgeIds: [] }];
  const nodes = [conflict.node, ...conflict.inside];
  // Of what stands in a container some may still be there, elsewhere.
  const places = conflict.inside.map(({ id, parent, lane, position }) => ({ nodeId: id, parent, lane, to: position }));
  const add: DocumentCommand = { type: "add_nodes", nodes, edges: conflict.edges };
  return places.length === 0 ? [add] : [add, { type: "place_nodes", places }];
}

/** The document after each command. */
function stepsOf(base: WorkflowDocument, commands: readonly DocumentCommand[]): readonly WorkflowDocument[] {
  const steps: WorkflowDocument[] = [];
  for (const command of commands) steps.push(applyCommand(steps.at(-1) ?? base, command));
  return steps;
}

/** The renames that are left of the commands in the end, so that they can be done on both sides before fields are compared. */
function renamesOf(
  base: WorkflowDocument,
  commands: readonly DocumentCommand[],
  freshIdOf: ReadonlyMap<string, string>,
): readonly DocumentCommand[] {
  const idNow = new Map(base.nodes.map((node) => [node.id, node.id]));
  let document = base;
  for (const command of commands) {
    const next = applyCommand(document, command);
    if (command.type === "rename_node" && next !== document) {
      for (const [original, now] of idNow) if (now === command.nodeId) idNow.set(original, command.to);
    }
    if (command.type === "replace_document") followReplacement(idNow, next);
    document = next;
  }
  return [...idNow]
    .filter(([original, now]) => original !== now)
    .map(([nodeId, now]) => ({ type: "rename_node", nodeId, to: freshIdOf.get(now) ?? now }));
}

/** An undone rename shows as the first id being back in a document put in place whole. */
function followReplacement(idNow: Map<string, string>, document: WorkflowDocument): void {
  const present = new Set(document.nodes.map((node) => node.id));
  for (const [original, now] of idNow) if (!present.has(now) && present.has(original)) idNow.set(original, original);
}

/** A fresh id for each of my nodes whose id is new on both sides without being the same node. */
function freshIdsForSameIds(
  base: WorkflowDocument,
  theirs: WorkflowDocument,
  mine: WorkflowDocument,
  steps: readonly WorkflowDocument[],
): ReadonlyMap<string, string> {
  const known = new Set(base.nodes.map((node) => node.id));
  const taken = new Set([...base.nodes, ...theirs.nodes, ...mine.nodes].map((node) => node.id));
  const mineIds = new Set(mine.nodes.map((node) => node.id));
  const newIdOf = new Map<string, string>();
  for (const node of theirs.nodes) {
    if (known.has(node.id) || !mineIds.has(node.id)) continue;
    const wasSavedFromHere = steps.some((step) => step.nodes.some((own) => own.id === node.id && jsonEqual(own, node)));
    if (wasSavedFromHere) continue;
    const fresh = freshIdAmong(taken, node.id);
    taken.add(fresh);
    newIdOf.set(node.id, fresh);
  }
  return newIdOf;
}
