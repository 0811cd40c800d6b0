/** The catalog as the palette shows it: by group, in the order a person looks for things. */
import { nodeCatalog } from "@/lib/nodes/catalog";
import type { NodeDefinition, NodeGroup } from "@/lib/nodes/contract";

export const groupLabels: { readonly [Group in NodeGroup]: string } = {
  agents: "Agents",
  flow: "Flow",
  people: "People",
  data: "Data",
  world: "Outside",
  notes: "Notes",
};

const groupOrder: readonly NodeGroup[] = ["agents", "flow", "people", "data", "world", "notes"];

export const kinds: readonly NodeDefinition[] = Object.values(nodeCatalog);

export type KindGroup = { readonly group: NodeGroup; readonly label: string; readonly kinds: readonly NodeDefinition[] };

/** Groups without a kind are left out. */
export function groupKinds(among: readonly NodeDefinition[]): readonly KindGroup[] {
  return groupOrder
    .map((group) => ({ group, label: groupLabels[group], kinds: among.filter((kind) => kind.group === group) }))
    .filter((entry) => entry.kinds.length > 0);
}

/** Kinds whose label, summary or keywords hold every word of the query. */
export function findKinds(query: string): readonly NodeDefinition[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  return kinds.filter((kind) => {
    const text = [kind.label, kind.summary, ...(kind.keywords ?? [])].join(" ").toLowerCase();
    return words.every((word) => text.includes(word));
  });
}
