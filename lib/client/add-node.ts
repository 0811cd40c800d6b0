/**
 * Adding a node: one undoable edit that places it, connects it where asked and selects it.
 */
import { applyCommands } from "../document/apply-command";
import { type Placement, placedAt } from "../document/containment";
import { definitionOf } from "../nodes/catalog";
import { refusalOf } from "./connections";
import { growCommand, type Place, placeAt } from "./containers";
import type { EditorStore } from "./editor-store/store";
import { edgeBetween, freePosition, insertCommands, type NodePreset, newNode, type PortEnd } from "./placement";

export type AddNode = {
  /** Upper left corner, in canvas units. */
  readonly at: { readonly x: number; readonly y: number };
  /** Put it exactly there, even over another card. */
  readonly isExact?: boolean;
  /** A port to connect it to. */
  readonly from?: PortEnd | null;
  /** An edge to put it into. */
  readonly intoEdgeId?: string | null;
  /** What it is called and set to. */
  readonly preset?: NodePreset | undefined;
};

/** @returns the new node's id, or null for a kind the catalog does not have. */
export function addNodeAt(
  store: EditorStore,
  type: string,
  { at, isExact = false, from = null, intoEdgeId = null, preset }: AddNode,
): string | null {
  const definition = definitionOf(type);
  if (definition === undefined) return null;
  const { document, dispatch, dispatchAll, select } = store.getState();
  const blank = newNode(document, definition, at, preset);
  const place = placeAt(document, blank, blank.position, nothingMoved);
  const inside = placedAt(blank, { ...lanePlace(place), position: place.to });
  const node = isExact ? inside : { ...inside, position: freePosition(document, inside, place.to) };
  const label = `Add ${node.title}`;

  const into = document.edges.find((edge) => edge.id === intoEdgeId);
  const insert = into === undefined ? null : insertCommands(document, into, node);
  const wanted = from === null ? null : edgeBetween(from, node);
  const grown = { ...document, nodes: [...document.nodes, node] };
  const edges = wanted === null || refusalOf(grown, wanted) !== null ? [] : [wanted];
  const commands = insert ?? [{ type: "add_nodes" as const, nodes: [node], edges }];
  const grow = growCommand(applyCommands(document, commands));
  const [only, ...others] = grow === null ? commands : [...commands, grow];
  if (only !== undefined && others.length === 0) dispatch(only, label);
  else if (only !== undefined) dispatchAll([only, ...others], label);
  select([node.id]);
  return node.id;
}

const nothingMoved: ReadonlySet<string> = new Set();

function lanePlace({ parent, lane }: Place): Pick<Placement, "parent" | "lane"> {
  return { ...(parent !== undefined && { parent }), ...(lane !== undefined && { lane }) };
}
