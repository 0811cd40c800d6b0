/** Which nodes and edges are selected. Never saved: selection belongs to the person, not the workflow. */
import type { StateCreator } from "zustand";
import type { WorkflowDocument } from "../../document/schema";
import type { EditorState } from "./store";

export type Selection = { readonly nodeIds: ReadonlySet<string>; readonly edgeIds: ReadonlySet<string> };

export const emptySelection: Selection = { nodeIds: new Set(), edgeIds: new Set() };

export type SelectionSlice = {
  readonly selection: Selection;
  select: (nodeIds: Iterable<string>, edgeIds?: Iterable<string>) => void;
  /** Takes single nodes and edges in or out of the selection. */
  changeSelection: (change: SelectionChange) => void;
  selectAll: () => void;
  clearSelection: () => void;
};

export type SelectionChange = {
  readonly nodes: readonly { readonly id: string; readonly selected: boolean }[];
  readonly edges: readonly { readonly id: string; readonly selected: boolean }[];
};

export const createSelectionSlice: StateCreator<EditorState, [], [], SelectionSlice> = (set) => ({
  selection: emptySelection,
  select: (nodeIds, edgeIds = []) => set({ selection: { nodeIds: new Set(nodeIds), edgeIds: new Set(edgeIds) } }),
  changeSelection: ({ nodes, edges }) =>
    set(({ selection }) => {
      const next = { nodeIds: changed(selection.nodeIds, nodes), edgeIds: changed(selection.edgeIds, edges) };
      return next.nodeIds === selection.nodeIds && next.edgeIds === selection.edgeIds ? {} : { selection: next };
    }),
  selectAll: () => set(({ document }) => ({ selection: { nodeIds: new Set(document.nodes.map((node) => node.id)), edgeIds: new Set() } })),
  clearSelection: () =>
    set(({ selection }) => (selection.nodeIds.size + selection.edgeIds.size === 0 ? {} : { selection: emptySelection })),
});

/** The part of a selection that still exists; the same object when all of it does. */
export function selectionWithin(selection: Selection, document: WorkflowDocument): Selection {
  if (selection.nodeIds.size + selection.edgeIds.size === 0) return selection;
  const nodeIds = within(selection.nodeIds, document.nodes);
  const edgeIds = within(selection.edgeIds, document.edges);
  return nodeIds === selection.nodeIds && edgeIds === selection.edgeIds ? selection : { nodeIds, edgeIds };
}

function within(ids: ReadonlySet<string>, present: readonly { readonly id: string }[]): ReadonlySet<string> {
  const left = new Set(present.filter(({ id }) => ids.has(id)).map(({ id }) => id));
  return left.size === ids.size ? ids : left;
}

function changed(ids: ReadonlySet<string>, changes: SelectionChange["nodes"]): ReadonlySet<string> {
  const moving = changes.filter(({ id, selected }) => ids.has(id) !== selected);
  if (moving.length === 0) return ids;
  const next = new Set(ids);
  for (const { id, selected } of moving) {
    if (selected) next.add(id);
    else next.delete(id);
  }
  return next;
}
