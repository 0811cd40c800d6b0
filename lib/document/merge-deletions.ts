/**
 * What one side of a merge deleted, and whether the other side may mind.
 *
 * Pure. Deleting what the other side edited is a conflict; a container counts as edited when anything
 * was edited in it or came into it. A conflict about a container covers what went with it.
 */
import { byId, containersAround, withContent } from "./containment";
import { jsonEqual } from "./json-equal";
import type { FieldConflict, MergeInput } from "./merge-documents";
import { edgeId, type WorkflowDocument, type WorkflowNode } from "./schema";
import { nodeField } from "./touched-fields";

export type Deletions = {
  readonly conflicts: readonly Extract<FieldConflict, { kind: "deleted" }>[];
  /** Nodes about which a person is asked: until then they are there exactly if theirs has them. */
  readonly keepTheirs: ReadonlySet<string>;
};

/** One side deleted, the other one kept. */
type Sides = { readonly base: WorkflowDocument; readonly deleter: WorkflowDocument; readonly keeper: WorkflowDocument };

export function readDeletions({ base, mine, theirs }: MergeInput): Deletions {
  const byMine = conflictsOf({ base, deleter: mine, keeper: theirs }, "mine");
  const byTheirs = conflictsOf({ base, deleter: theirs, keeper: mine }, "theirs");
  const conflicts = [...byMine, ...byTheirs];
  const keepTheirs = new Set(conflicts.flatMap(({ nodeId, inside }) => [nodeId, ...inside.map((node) => node.id)]));
  return { conflicts, keepTheirs };
}

function conflictsOf(sides: Sides, deletedBy: "mine" | "theirs"): Deletions["conflicts"] {
  const { base, deleter, keeper } = sides;
  const [nodesBefore, nodesLeft, nodesKept] = [byId(base.nodes), byId(deleter.nodes), byId(keeper.nodes)];
  const isDeleted = ({ id }: WorkflowNode) => nodesBefore.has(id) && !nodesLeft.has(id);
  const isMinded = changesOf(sides);
  const minded = new Set(keeper.nodes.filter((node) => isDeleted(node) && isMinded(node)).map((node) => node.id));
  return keeper.nodes.flatMap((node) => {
    if (!minded.has(node.id) || containersAround(nodesKept, node.id).some((container) => minded.has(container.id))) return [];
    const content = withContent(keeper.nodes, [node.id]);
    const inside = keeper.nodes.filter(({ id }) => id !== node.id && content.has(id));
    const edges = keeper.edges.filter((edge) => content.has(edge.source) || content.has(edge.target));
    return [{ kind: "deleted", field: nodeField(node.id), nodeId: node.id, deletedBy, node, inside, edges }];
  });
}

/** Did the side that kept the node do something to it, or in it, that would be lost? */
function changesOf({ base, deleter, keeper }: Sides): (node: WorkflowNode) => boolean {
  const [nodesBefore, nodesLeft] = [byId(base.nodes), byId(deleter.nodes)];
  const edgesBefore = new Set(base.edges.map(edgeId));
  const gained = new Set(keeper.edges.filter((edge) => !edgesBefore.has(edgeId(edge))).flatMap(({ source, target }) => [source, target]));
  const isChanged = (node: WorkflowNode) => {
    const before = nodesBefore.get(node.id);
    return before === undefined || gained.has(node.id) || isEdited(before, node);
  };
  return (container) => {
    const content = withContent(keeper.nodes, [container.id]);
    const before = withContent(base.nodes, [container.id]);
    return keeper.nodes.some(({ id, ...node }) => {
      if (!content.has(id)) return false;
      const isNew = !before.has(id);
      return isNew || (!nodesLeft.has(id) && isChanged({ id, ...node }));
    });
  };
}

/** A card that was only moved or resized was not edited: deleting it loses nothing. */
function isEdited(before: WorkflowNode, now: WorkflowNode): boolean {
  const { size: _before, ...was } = before;
  const { size: _now, ...is } = now;
  return !jsonEqual({ ...was, position: is.position }, is);
}
