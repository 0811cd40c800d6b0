/** What concerns single nodes: their configs, and settings that ask for something their surroundings lack. */
import { ancestorsLookup } from "../graph/reachability";
import type { Diagnostic } from "./diagnostic";
import type { DocumentReading } from "./read-document";

export function checkConfigs(reading: DocumentReading): readonly Diagnostic[] {
  return [...reading.nodes.flatMap((node) => node.problems), ...checkContinued(reading)];
}

/** A conversation can only be gone on with when somebody began one. */
function checkContinued({ nodes, nodesById, edges }: DocumentReading): readonly Diagnostic[] {
  const ancestorsOf = ancestorsLookup(edges);
  return nodes.flatMap(({ node, title, definition, config }): Diagnostic[] => {
    if (definition?.contextMode?.(config) !== "continue") return [];
    const hasConversation = [...ancestorsOf(node.id)].some((id) => nodesById.get(id)?.definition?.contextMode !== undefined);
    if (hasConversation) return [];
    const message = `${title}: it continues a conversation, but no agent comes before it. Connect one, or choose Carry or Fresh as context.`;
    return [{ code: "nothing_to_continue", severity: "error", message, nodeId: node.id, field: "context" }];
  });
}
