/**
 * What the library keeps of an agent: the part of a node's config that goes with it from workflow to workflow.
 *
 * Pure. What it is asked, what it sees and whom it hands over to belong to the node and stay there.
 */
import type { z } from "zod";
import { canonicalJson, isJsonObject, type JsonObject, type JsonValue } from "../../shared/json";
import type { ConfigProblem, FieldSpec } from "../contract";
import { AgentConfig, agentNode } from "./definition";

export const LibraryAgentConfig = AgentConfig.pick({
  provider: true,
  model: true,
  instructions: true,
  tools: true,
  temperature: true,
  topP: true,
  maxTokens: true,
  randomSeed: true,
  output: true,
  schemaName: true,
  schema: true,
  description: true,
});
export type LibraryAgentConfig = z.output<typeof LibraryAgentConfig>;

// Object.keys widens to string; the keys of a shape are exactly its fields.
export const libraryFields = Object.keys(LibraryAgentConfig.shape) as readonly (keyof LibraryAgentConfig)[];

/** The controls of these fields, as the node's panel has them. */
export const libraryFieldSpecs: readonly FieldSpec[] = agentNode.fields.filter(({ key }) => Object.hasOwn(LibraryAgentConfig.shape, key));

/** What a new agent begins with. */
export const newLibraryAgent: LibraryAgentConfig = LibraryAgentConfig.parse({ model: agentNode.defaults.model });

/** The part of a node's config that the library keeps; null when a field of it can't be read. */
export function libraryConfigOf(nodeConfig: JsonObject): LibraryAgentConfig | null {
  const kept = Object.fromEntries(libraryFields.flatMap((field) => (Object.hasOwn(nodeConfig, field) ? [[field, nodeConfig[field]]] : [])));
  const parsed = LibraryAgentConfig.safeParse(kept);
  return parsed.success ? parsed.data : null;
}

/** Equal whatever the order of keys; a setting that is absent equals one that is undefined. */
export function isSameAgent(a: LibraryAgentConfig, b: LibraryAgentConfig): boolean {
  return canonicalJson(asJson(a)) === canonicalJson(asJson(b));
}

/** The settings in which two versions differ, as their fields are labelled, in the order of the form. */
export function changedSettings(before: LibraryAgentConfig, after: LibraryAgentConfig): readonly string[] {
  const [old, now] = [asJson(before), asJson(after)];
  const isChanged = (field: string) => canonicalJson(old[field] ?? null) !== canonicalJson(now[field] ?? null);
  return libraryFieldSpecs.filter(({ key }) => isChanged(key)).map(({ label }) => label);
}

/** What keeps it from being run as it is; each reads after its name. */
export function libraryAgentProblems(config: LibraryAgentConfig): readonly ConfigProblem[] {
  return agentNode.check?.(AgentConfig.parse(config)) ?? [];
}

/** Where a node's config says it came from; null for a node that was not made from the library. */
export function originOf(nodeConfig: JsonObject): { readonly agent: string; readonly version: number } | null {
  const { fromLibrary } = nodeConfig;
  if (!isJsonObject(fromLibrary)) return null;
  const { agent, version } = fromLibrary;
  return typeof agent === "string" && typeof version === "number" ? { agent, version } : null;
}

/** A config is plain data; what is undefined in it is absent. */
export function asJson(config: LibraryAgentConfig): JsonObject {
  const members: [string, JsonValue | undefined][] = Object.entries(config);
  return Object.fromEntries(members.filter((member): member is [string, JsonValue] => member[1] !== undefined));
}
