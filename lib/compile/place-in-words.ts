/**
 * Where in a document a problem is, as people know the place: the card's title and the label of its field.
 *
 * Pure. The document may be any JSON: it was just refused.
 */
import { z } from "zod";
import { definitionOf } from "../nodes/catalog";
import { placeOf } from "./read-node";

const Nodes = z.object({ nodes: z.array(z.unknown()) });
const Named = z.object({ type: z.string().catch(""), title: z.string().catch(""), id: z.string().catch("") });

const labels: { readonly [field: string]: string } = { name: "The workflow's name", description: "The workflow's description" };

/** @param path as `parseDocument` gives it: `nodes[3].config.model`. Null where people know no name for it. */
export function placeInWords(path: string, document: unknown): string | null {
  const label = Object.hasOwn(labels, path) ? labels[path] : undefined;
  if (label !== undefined) return label;
  const sample = /^sampleInput(?:\.([\w$]+)|\["([^"]*)"\])/.exec(path);
  if (sample !== null) return `Sample input "${sample[1] ?? sample[2]}"`;
  const [, index, field = ""] = /^nodes\[(\d+)\](?:\.(?:config\.|settings\.)?([\w$]+))?/.exec(path) ?? [];
  const found = Nodes.safeParse(document).data?.nodes[Number(index)];
  const node = Named.safeParse(found).data;
  const title = node?.title.trim() || node?.id;
  if (node === undefined || !title) return null;
  return placeOf(title.slice(0, 80), definitionOf(node.type), field === "title" ? "" : field);
}
