/**
 * An agent of the library on the canvas: what a node made from it begins with, and what brings one up to date.
 *
 * Pure.
 */
import type { DocumentCommand } from "../document/commands";
import type { WorkflowNode } from "../document/schema";
import { asJson, isSameAgent, type LibraryAgentConfig, libraryConfigOf, libraryFields, originOf } from "../nodes/agent/library-agent";
import type { JsonObject } from "../shared/json";
import type { NodePreset } from "./placement";

/** As much of an agent as the editor needs. */
export type OfferedAgent = { readonly id: string; readonly name: string; readonly version: number; readonly config: LibraryAgentConfig };

export function presetOf(agent: OfferedAgent): NodePreset {
  return { title: agent.name, config: { ...asJson(agent.config), fromLibrary: originAt(agent) } };
}

/** Makes a node what its agent is now; what it is asked and what it sees stay. */
export function updateCommands(node: WorkflowNode, agent: OfferedAgent): readonly DocumentCommand[] {
  const config = asJson(agent.config);
  const set = (field: string, value = config[field]): DocumentCommand => ({ type: "set_config", nodeId: node.id, field, value });
  return [...libraryFields.map((field) => set(field)), set("fromLibrary", originAt(agent))];
}

/** Remembers where a node came from, once it was saved as an agent. */
export function originCommand(node: WorkflowNode, agent: Pick<OfferedAgent, "id" | "version">): DocumentCommand {
  return { type: "set_config", nodeId: node.id, field: "fromLibrary", value: originAt(agent) };
}

/** How a node stands to the library. `changed`: it is no longer what it was copied from. */
export type Standing =
  | { readonly is: "own" }
  /** Its agent is in no library that this editor knows. */
  | { readonly is: "unknown"; readonly version: number }
  | { readonly is: "current" | "changed" | "older"; readonly version: number; readonly agent: OfferedAgent };

export function standingOf(config: JsonObject, agents: readonly OfferedAgent[]): Standing {
  const origin = originOf(config);
  if (origin === null) return { is: "own" };
  const { version } = origin;
  const agent = agents.find(({ id }) => id === origin.agent);
  if (agent === undefined) return { is: "unknown", version };
  if (version < agent.version) return { is: "older", version, agent };
  const own = libraryConfigOf(config);
  return { is: own !== null && isSameAgent(own, agent.config) ? "current" : "changed", version, agent };
}

function originAt({ id, version }: Pick<OfferedAgent, "id" | "version">): JsonObject {
  return { agent: id, version };
}
