/** What concerns single nodes: their configs, and settings that ask for something their surroundings lack. */
import { ancestorsLookup } from "../graph/reachability";
import type { Diagnostic } from "./diagnostic";
import type { DocumentReading } from "./read-document";
import type { NodeReading } from "./read-node";

export function checkConfigs(reading: DocumentReading): readonly Diagnostic[] {
  return [...reading.nodes.flatMap((node) => node.problems), ...checkContinued(reading)];
}

/** A conversation can only be gone on with when somebody began one. Who is called goes on with whatever the caller had. */
function checkContinued(reading: DocumentReading): readonly Diagnostic[] {
  const { nodes, scopes, isCalled } = reading;
  const ancestorsOf = ancestorsLookup(reading.edges);
  return nodes.flatMap(({ node, title, definition, config }): Diagnostic[] => {
    if (definition?.contextMode?.(config) !== "continue") return [];
    const places = [node.id, ...scopes.around(node.id).map((container) => container.node.id)];
    if (places.some(isCalled) || scopes.around(node.id).some(comesAgain)) return [];
    if (places.some((place) => [...ancestorsOf(place)].some((id) => converses(id, reading)))) return [];
    const message = `${title}: it continues a conversation, but no agent comes before it. Connect one, or choose Carry or Fresh as context.`;
    return [{ code: "nothing_to_continue", severity: "error", message, nodeId: node.id, field: "context" }];
  });
}

/** From the second time on, what stands in it has its own conversation behind it. */
function comesAgain({ definition }: NodeReading): boolean {
  const shape = definition?.shape;
  return shape?.is === "scope" && (shape.by === "repeat" || shape.by === "events");
}

/** Itself, or in a container something inside it. */
function converses(nodeId: string, { nodesById, scopes }: DocumentReading): boolean {
  const open = [nodeId];
  const seen = new Set<string>();
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (seen.has(id)) continue;
    seen.add(id);
    if (nodesById.get(id)?.definition?.contextMode !== undefined) return true;
    open.push(...scopes.contentOf(id).map(({ node }) => node.id));
  }
  return false;
}
