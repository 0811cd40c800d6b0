import "server-only";

/**
 * The library of agents as a person keeps it: list, open, create, save, restore, duplicate, delete.
 *
 * A node made from an agent holds a copy of one version, so nothing here changes a workflow. What is kept
 * at Mistral is the business of agent-copies.ts. What an actor can't see answers like what does not exist.
 */
import { randomUUID } from "node:crypto";
import { asJson, isSameAgent, LibraryAgentConfig } from "../../nodes/agent/library-agent";
import type { AgentUse, LibraryAgentDetail, LibraryAgentSummary } from "../../projection/library-agents";
import { type AppError, appError } from "../../shared/app-error";
import { jsonDepth, utf8Bytes } from "../../shared/json";
import { limits } from "../../shared/limits";
import { err, ok, type Result } from "../../shared/result";
import type { Actor } from "../access";
import {
  type AgentRow,
  findAgent,
  findAgentVersion,
  insertAgent,
  removeAgent,
  selectAgents,
  selectAgentUses,
  selectAgentVersions,
  updateAgent,
} from "../repositories/agents";
import { storableJson } from "../stored-json";
import { searchPattern } from "./search-pattern";

export const maxAgentNameLength = 120;

/** What an agent is called and what it is. */
export type AgentContent = { readonly name: string; readonly config: LibraryAgentConfig };

/** By name. */
export async function listAgents(actor: Actor, { search }: { readonly search?: string } = {}): Promise<LibraryAgentSummary[]> {
  const rows = await selectAgents(actor, searchPattern(search));
  return rows.map((row) => ({ ...agentOf(row), usedBy: row.usedBy }));
}

/** Null when there is no such agent. */
export async function getAgent(actor: Actor, id: string): Promise<LibraryAgentDetail | null> {
  const [row, versions, uses] = await Promise.all([findAgent(actor, id), selectAgentVersions(actor, id), selectAgentUses(actor, id)]);
  if (row === null) return null;
  const numbered = versions.map(({ number, config, createdAt }) => ({
    number,
    config: storedConfig(config),
    createdAt: createdAt.toISOString(),
  }));
  return { ...agentOf(row), versions: numbered, uses };
}

/** Fails with `too_large` or `too_many_agents`. */
export async function createAgent(actor: Actor, { name, config }: AgentContent): Promise<Result<{ agentId: string }, AppError>> {
  const kept = storable({ name, config });
  if (!kept.ok) return kept;
  const agentId = randomUUID();
  const most = limits.libraryAgents.value;
  const isMade = await insertAgent(
    actor,
    { id: agentId, name: kept.value.name, description: kept.value.config.description, config: asJson(kept.value.config) },
    most,
  );
  return isMade
    ? ok({ agentId })
    : err(appError("too_many_agents", `The library holds ${most} agents, which is its limit. Delete one first.`));
}

/**
 * Saves on top of the version it was made from. A new version is made only when something other than the name changed.
 *
 * Fails with `stale_version` when somebody saved meanwhile, `too_large` or `not_found`.
 */
export async function saveAgent(
  actor: Actor,
  { agentId, baseVersion, name, config }: AgentContent & { readonly agentId: string; readonly baseVersion: number },
): Promise<Result<{ version: number }, AppError>> {
  const kept = storable({ name, config });
  if (!kept.ok) return kept;
  const row = await findAgent(actor, agentId);
  if (row === null) return err(noSuchAgent());
  const next = isSameAgent(storedConfig(row.config), kept.value.config)
    ? null
    : { description: kept.value.config.description, config: asJson(kept.value.config) };
  const version = await updateAgent(actor, { agentId, baseVersion, name: kept.value.name, next });
  return version === null ? err(staleVersion(await findAgent(actor, agentId))) : ok({ version });
}

/** Makes what an earlier version was the newest one. Nothing happens when it is that already. */
export async function restoreVersion(
  actor: Actor,
  { agentId, number, baseVersion }: { readonly agentId: string; readonly number: number; readonly baseVersion: number },
): Promise<Result<{ version: number }, AppError>> {
  const [row, config] = await Promise.all([findAgent(actor, agentId), findAgentVersion(actor, agentId, number)]);
  if (row === null) return err(noSuchAgent());
  if (config === null) return err(appError("not_found", `This agent has no version ${number}.`));
  return saveAgent(actor, { agentId, baseVersion, name: row.name, config: storedConfig(config) });
}

/** A new agent with the current version as its first; the copy at Mistral stays with the old one. */
export async function duplicateAgent(actor: Actor, id: string): Promise<Result<{ agentId: string }, AppError>> {
  const row = await findAgent(actor, id);
  return row === null ? err(noSuchAgent()) : createAgent(actor, { name: copyName(row.name), config: storedConfig(row.config) });
}

/** Nodes made from it keep working: they hold copies. */
export async function deleteAgent(actor: Actor, id: string): Promise<Result<Record<string, never>, AppError>> {
  return (await removeAgent(actor, id)) ? ok({}) : err(noSuchAgent());
}

/** Workflows with nodes made from it, for whoever is about to delete it. */
export async function usesOfAgent(actor: Actor, id: string): Promise<Result<{ uses: readonly AgentUse[] }, AppError>> {
  if ((await findAgent(actor, id)) === null) return err(noSuchAgent());
  return ok({ uses: await selectAgentUses(actor, id) });
}

/** Throws: only parsed configs were ever stored, so one that can't be read is a bug, not an input. */
export function storedConfig(stored: unknown): LibraryAgentConfig {
  return LibraryAgentConfig.parse(stored);
}

export function noSuchAgent(): AppError {
  return appError("not_found", "There is no such agent in the library. It may have been deleted.");
}

function agentOf({ id, name, currentVersion, config, updatedAt, copy }: AgentRow) {
  return {
    id,
    name,
    version: currentVersion,
    config: storedConfig(config),
    updatedAt: updatedAt.toISOString(),
    hasCopy: copy !== null,
  };
}

function storable({ name, config }: AgentContent): Result<AgentContent, AppError> {
  const deepest = limits.documentDepth.value;
  if (jsonDepth(asJson(config), deepest) > deepest) {
    return err(appError("too_deep", `The agent's schema is nested more than ${deepest} levels deep, which is the limit.`));
  }
  const kept = { name: storableJson(name), config: storedConfig(storableJson(asJson(config))) };
  const bytes = utf8Bytes(JSON.stringify(kept.config));
  const most = limits.libraryAgentBytes.value;
  if (bytes <= most) return ok(kept);
  return err(
    appError("too_large", `The agent has ${bytes} bytes; at most ${most} fit in the library. Shorten its instructions or its schema.`),
  );
}

function staleVersion(row: AgentRow | null): AppError {
  if (row === null) return noSuchAgent();
  return appError("stale_version", `The agent was saved elsewhere: it is at version ${row.currentVersion} now. Reload to see it.`);
}

function copyName(name: string): string {
  const suffix = " (copy)";
  return `${name.slice(0, maxAgentNameLength - suffix.length).trimEnd()}${suffix}`;
}
