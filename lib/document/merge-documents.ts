/**
 * Three-way merge of a document, field by field.
 *
 * Pure. Rebasing unsaved edits and undoing past someone else's edit both rest on it. Where both
 * sides changed one field to different values, the result keeps theirs and says so in a conflict.
 */

import type { JsonValue } from "../shared/json";
import { applyCommand } from "./apply-command";
import { byId, isSamePlace, mendPlacements, type Placement, placedAt, placementOf } from "./containment";
import { jsonEqual } from "./json-equal";
import { readDeletions } from "./merge-deletions";
import { mergeOrder } from "./merge-order";
import { edgeId, NodeSettings, type StateVariable, type WorkflowDocument, type WorkflowEdge, type WorkflowNode } from "./schema";
import { nodeField } from "./touched-fields";

/** Where a conflicting value stands. */
export type FieldPlace =
  | { readonly in: "document"; readonly field: "name" | "description" }
  | { readonly in: "budget" }
  | { readonly in: "state"; readonly variable: string }
  | { readonly in: "sample"; readonly key: string }
  /** `place` is container, lane and position together; `position` alone where the container is the same on both sides. */
  | { readonly in: "title" | "position" | "place" | "size"; readonly nodeId: string }
  | { readonly in: "config" | "settings"; readonly nodeId: string; readonly field: string };

/**
 * `changed`: both sides gave one field different values (absent: that side removed it).
 * `deleted`: one side deleted a node that the other one edited, or a container in which the other one did something;
 * `node`, `inside` (what stands in it) and `edges` are as the editing side has them.
 */
export type FieldConflict =
  | {
      readonly kind: "changed";
      /** Key of the field, e.g. `node:market.config.instructions`. */
      readonly field: string;
      readonly place: FieldPlace;
      readonly base: JsonValue | undefined;
      readonly mine: JsonValue | undefined;
      readonly theirs: JsonValue | undefined;
    }
  | {
      readonly kind: "deleted";
      /** `node:<id>` */
      readonly field: string;
      readonly nodeId: string;
      readonly deletedBy: "mine" | "theirs";
      readonly node: WorkflowNode;
      readonly inside: readonly WorkflowNode[];
      readonly edges: readonly WorkflowEdge[];
    };

export type MergeInput = {
  readonly base: WorkflowDocument;
  readonly mine: WorkflowDocument;
  readonly theirs: WorkflowDocument;
  /** Is this value of theirs one that mine held on the way? Then it was saved from here, and mine goes on from it. */
  readonly wasMine?: (place: FieldPlace, value: JsonValue | undefined) => boolean;
};

export type Merged = { readonly document: WorkflowDocument; readonly conflicts: readonly FieldConflict[] };

type Sides<Value> = { readonly base: Value; readonly mine: Value; readonly theirs: Value };
type Choose = <Value extends JsonValue>(field: string, place: FieldPlace, sides: Sides<Value | undefined>) => Value | undefined;
type Record = { readonly [key: string]: JsonValue };

/** Each field takes the side that changed it; a conflicting one keeps theirs, a node deleted by one and edited by the other keeps theirs too. */
export function mergeDocuments(input: MergeInput): Merged {
  const { base, mine, theirs } = input;
  if (mine === base || jsonEqual(mine, base)) return { document: theirs, conflicts: [] };
  if (theirs === base || jsonEqual(theirs, base)) return { document: mine, conflicts: [] };

  const conflicts: FieldConflict[] = [];
  const choose = chooser(input, conflicts);
  const nodes = mergeNodes(input, choose, conflicts);
  const document: WorkflowDocument = {
    ...theirs,
    name:
      choose(
        "document.name",
        { in: "document", field: "name" },
        pick(input, (side) => side.name),
      ) ?? theirs.name,
    description:
      choose(
        "document.description",
        { in: "document", field: "description" },
        pick(input, (side) => side.description),
      ) ?? theirs.description,
    nodes,
    edges: mergeEdges(input, nodes),
    state: mergeState(input, choose),
    sampleInput: mergeRecord(
      pick(input, (side) => side.sampleInput),
      (key, sides) => choose(`sample:${key}`, { in: "sample", key }, sides),
    ),
  };
  const budget = choose(
    "document.budget",
    { in: "budget" },
    pick(input, (side) => side.budget),
  );
  return { document: applyCommand(document, { type: "set_budget", budget }), conflicts };
}

function chooser({ wasMine }: MergeInput, conflicts: FieldConflict[]): Choose {
  return (field, place, sides) => {
    const { base, mine, theirs } = sides;
    if (jsonEqual(mine, theirs) || jsonEqual(mine, base)) return theirs;
    if (jsonEqual(theirs, base) || wasMine?.(place, theirs)) return mine;
    conflicts.push({ kind: "changed", field, place, base, mine, theirs });
    return theirs;
  };
}

function pick<Value>(sides: Sides<WorkflowDocument>, read: (side: WorkflowDocument) => Value): Sides<Value> {
  return { base: read(sides.base), mine: read(sides.mine), theirs: read(sides.theirs) };
}

function mergeNodes(input: MergeInput, choose: Choose, conflicts: FieldConflict[]): WorkflowNode[] {
  const nodesById = pick(input, (side) => byId(side.nodes));
  const deletions = readDeletions(input);
  conflicts.push(...deletions.conflicts);
  const merged = new Map<string, WorkflowNode>();
  for (const id of new Set([...nodesById.theirs.keys(), ...nodesById.mine.keys()])) {
    const [base, mine, theirs] = [nodesById.base.get(id), nodesById.mine.get(id), nodesById.theirs.get(id)];
    const node =
      mine !== undefined && theirs !== undefined
        ? mergeFieldsOfNode({ base: base ?? blankOf(theirs), mine, theirs }, base, choose)
        : deletions.keepTheirs.has(id)
          ? theirs
          : base === undefined
            ? (mine ?? theirs)
            : undefined;
    if (node !== undefined) merged.set(id, node);
  }
  const ordered = inOrder(
    merged,
    pick(input, (side) => side.nodes.map((node) => node.id)),
  );
  // The two sides may have put nodes into containers that are gone now, or into each other.
  return [...mendPlacements(ordered, nodesById.theirs, new Set(merged.keys()))];
}

/** What a node both sides added has in common before either: nothing. */
function blankOf(node: WorkflowNode): WorkflowNode {
  return { ...node, config: {}, settings: undefined };
}

function mergeFieldsOfNode(sides: Sides<WorkflowNode>, base: WorkflowNode | undefined, choose: Choose): WorkflowNode {
  const { mine, theirs } = sides;
  if (jsonEqual(mine, theirs)) return theirs;
  const nodeId = theirs.id;
  const title = choose(nodeField(nodeId, "title"), { in: "title", nodeId }, { base: base?.title, mine: mine.title, theirs: theirs.title });
  const placement = mergePlacement(sides, base, choose);
  const size = choose(nodeField(nodeId, "size"), { in: "size", nodeId }, { base: base?.size, mine: mine.size, theirs: theirs.size });
  const config = mergeRecord({ base: sides.base.config, mine: mine.config, theirs: theirs.config }, (field, values) =>
    choose(nodeField(nodeId, "config", field), { in: "config", nodeId, field }, values),
  );
  const settings = mergeRecord(
    { base: sides.base.settings ?? {}, mine: mine.settings ?? {}, theirs: theirs.settings ?? {} },
    (field, values) => choose(nodeField(nodeId, "settings", field), { in: "settings", nodeId, field }, values),
  );
  const { settings: _settings, size: _size, ...rest } = placedAt(theirs, placement);
  const merged = { ...rest, title: title ?? theirs.title, ...(size !== undefined && { size }), config };
  const typed = jsonEqual(sides.base.typeVersion, theirs.typeVersion) ? { ...merged, typeVersion: mine.typeVersion } : merged;
  const whole: WorkflowNode = Object.keys(settings).length === 0 ? typed : { ...typed, settings: NodeSettings.parse(settings) };
  return jsonEqual(whole, theirs) ? theirs : jsonEqual(whole, mine) ? mine : whole;
}

/** Whoever put the node elsewhere decides where it stands; positions alone are compared where its container is the same. */
function mergePlacement({ mine, theirs }: Sides<WorkflowNode>, base: WorkflowNode | undefined, choose: Choose): Placement {
  const nodeId = theirs.id;
  if (isSamePlace(mine, theirs)) {
    const positions = { base: base?.position, mine: mine.position, theirs: theirs.position };
    const position = choose(nodeField(nodeId, "position"), { in: "position", nodeId }, positions);
    return { ...placementOf(theirs), position: position ?? theirs.position };
  }
  if (base !== undefined && isSamePlace(mine, base)) return placementOf(theirs);
  if (base !== undefined && isSamePlace(theirs, base)) return placementOf(mine);
  const placements = { base: base && placementOf(base), mine: placementOf(mine), theirs: placementOf(theirs) };
  return choose<Placement>(nodeField(nodeId, "place"), { in: "place", nodeId }, placements) ?? placementOf(theirs);
}

function mergeRecord(
  sides: Sides<Record>,
  choose: (key: string, values: Sides<JsonValue | undefined>) => JsonValue | undefined,
): {
  [key: string]: JsonValue;
} {
  const merged: [string, JsonValue][] = [];
  for (const key of new Set([...Object.keys(sides.theirs), ...Object.keys(sides.mine)])) {
    const value = choose(key, { base: own(sides.base, key), mine: own(sides.mine, key), theirs: own(sides.theirs, key) });
    if (value !== undefined) merged.push([key, value]);
  }
  return Object.fromEntries(merged);
}

function own(record: Record, key: string): JsonValue | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

/** An edge is there or not; one whose node went is gone, and no two have the same ends. */
function mergeEdges(input: MergeInput, nodes: readonly WorkflowNode[]): WorkflowEdge[] {
  const nodeIds = new Set(nodes.map((node) => node.id));
  const byEnds = pick(input, (side) => new Map(side.edges.map((edge) => [edgeId(edge), edge])));
  const merged = new Map<string, WorkflowEdge>();
  for (const ends of new Set([...byEnds.theirs.keys(), ...byEnds.mine.keys()])) {
    const mine = byEnds.mine.get(ends);
    const theirs = byEnds.theirs.get(ends);
    const edge = mine !== undefined && theirs !== undefined ? theirs : byEnds.base.has(ends) ? undefined : (mine ?? theirs);
    if (edge !== undefined && nodeIds.has(edge.source) && nodeIds.has(edge.target)) merged.set(ends, edge);
  }
  return inOrder(
    merged,
    pick(input, (side) => side.edges.map(edgeId)),
  );
}

function mergeState(input: MergeInput, choose: Choose): StateVariable[] {
  const byName = pick(input, (side) => new Map(side.state.map((variable) => [variable.name, variable])));
  const merged = new Map<string, StateVariable>();
  for (const variable of new Set([...byName.theirs.keys(), ...byName.mine.keys()])) {
    const sides = { base: byName.base.get(variable), mine: byName.mine.get(variable), theirs: byName.theirs.get(variable) };
    const value = choose(`state:${variable}`, { in: "state", variable }, sides);
    if (value !== undefined) merged.set(variable, value);
  }
  return inOrder(
    merged,
    pick(input, (side) => side.state.map((variable) => variable.name)),
  );
}

function inOrder<Item>(items: ReadonlyMap<string, Item>, orders: Sides<readonly string[]>): Item[] {
  return mergeOrder(orders, new Set(items.keys())).flatMap((key) => items.get(key) ?? []);
}
