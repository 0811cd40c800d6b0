/**
 * Who takes over once a node's attempts are used up, as one choice: nobody, another model, or another agent.
 *
 * Pure. An agent is chosen by an edge from the node's fallback port; the choice and the edge are one edit.
 */
import { applyCommands } from "../document/apply-command";
import type { DocumentCommand } from "../document/commands";
import { edgeId, type WorkflowDocument, type WorkflowNode } from "../document/schema";
import { fallbackPort } from "../nodes/ports";
import { targetsFor } from "./connections";

export type FallbackChoice = { readonly is: "nobody" } | { readonly is: "model" } | { readonly is: "agent"; readonly nodeId: string };

/** What a node is set to; an agent that nothing is wired to yet has an empty id. */
export function fallbackOf({ edges }: WorkflowDocument, { id, settings }: WorkflowNode): FallbackChoice {
  if (settings?.fallbackAgent === true) return { is: "agent", nodeId: edges.find((edge) => isFallback(edge, id))?.target ?? "" };
  return (settings?.fallbackModel ?? "") === "" ? { is: "nobody" } : { is: "model" };
}

/** Agents and teams of the workflow that could take over, as they are read. */
export function fallbackAgents(document: WorkflowDocument, nodeId: string): readonly { readonly nodeId: string; readonly title: string }[] {
  const open = applyCommands(document, [opened(nodeId)]);
  return targetsFor(withoutFallback(open, nodeId), { nodeId, portId: fallbackPort, side: "source" }).map(({ end, nodeTitle }) => ({
    nodeId: end.nodeId,
    title: nodeTitle,
  }));
}

/** The edit that makes the choice; an agent without an id only opens the port. Never empty. */
export function fallbackCommands(
  { edges }: WorkflowDocument,
  nodeId: string,
  choice: FallbackChoice,
): readonly [DocumentCommand, ...DocumentCommand[]] {
  const old = edges.filter((edge) => isFallback(edge, nodeId)).map(({ id }) => id);
  const cut: readonly DocumentCommand[] = old.length === 0 ? [] : [{ type: "remove_nodes", nodeIds: [], edgeIds: old }];
  const close: DocumentCommand = { type: "set_settings", nodeId, field: "fallbackAgent", value: undefined };
  if (choice.is === "model") return [close, ...cut];
  const noModel: DocumentCommand = { type: "set_settings", nodeId, field: "fallbackModel", value: undefined };
  if (choice.is === "nobody") return [close, noModel, ...cut];
  const ends = { source: nodeId, sourcePort: fallbackPort, target: choice.nodeId, targetPort: "in" };
  const connect: readonly DocumentCommand[] = choice.nodeId === "" ? [] : [{ type: "connect", edge: { id: edgeId(ends), ...ends } }];
  return [opened(nodeId), noModel, ...cut, ...connect];
}

function opened(nodeId: string): DocumentCommand {
  return { type: "set_settings", nodeId, field: "fallbackAgent", value: true };
}

function withoutFallback(document: WorkflowDocument, nodeId: string): WorkflowDocument {
  return { ...document, edges: document.edges.filter((edge) => !isFallback(edge, nodeId)) };
}

function isFallback(edge: { readonly source: string; readonly sourcePort: string }, nodeId: string): boolean {
  return edge.source === nodeId && edge.sourcePort === fallbackPort;
}
