import "server-only";

/**
 * The copy of an agent that may be kept at Mistral: made, kept in step with every save, compared, removed.
 *
 * The library is what counts: nothing here fails a save, and what was changed at Mistral is never
 * overwritten before a person said so.
 */
import type { AgentCopy } from "../../projection/library-agents";
import type { AgentKeeping, KeptAgent } from "../../providers/contract";
import { providers } from "../../providers/providers.server";
import { type AppError, appError } from "../../shared/app-error";
import { err, ok, type Result } from "../../shared/result";
import type { Actor } from "../access";
import { type AgentCopyRow, type AgentRow, findAgent, replaceAgentCopy } from "../repositories/agents";
import { differencesBetween, setupOf, withTheirs } from "./agent-difference";
import { type AgentContent, deleteAgent, noSuchAgent, restoreVersion, saveAgent, storedConfig } from "./agents";

/** Long enough for a slow service, short enough for a person who watches a button. */
const answerMs = 15_000;

type Outcome<T = Record<string, never>> = Promise<Result<T, AppError>>;

/** What a save came to; the agent is saved even where its copy could not follow. */
export type Saved = { readonly version: number; readonly copyProblem: string | null };

/** How the copy stands to the agent, asked just now. Null when there is no such agent. */
export async function compareCopy(actor: Actor, agentId: string): Promise<AgentCopy | null> {
  const row = await findAgent(actor, agentId);
  if (row === null) return null;
  if (row.copy === null) return { is: "none" };
  const { remoteId, remoteVersion, number: sent } = row.copy;
  const found = await keeping().get(remoteId, soon());
  if (!found.ok) return { is: "unknown", remoteId, message: found.error.message };
  if (found.value === null) return { is: "gone", remoteId };
  const { version, others } = found.value;
  const ours = setupOf(contentOf(row));
  if (!ours.ok) return { is: "unknown", remoteId, message: ours.error.message };
  const differences = differencesBetween(ours.value, found.value.setup);
  const known = { remoteId, remoteVersion: version, others };
  if (differences.length === 0) return { is: "same", ...known };
  return { is: "different", ...known, differences, sent, isChangedThere: version !== remoteVersion };
}

/** Makes a copy at Mistral, or a new one for one that is gone there. Fails with `copy_exists` and with what Mistral refuses. */
export async function keepCopy(actor: Actor, agentId: string): Outcome {
  const row = await findAgent(actor, agentId);
  if (row === null) return err(noSuchAgent());
  if (row.copy !== null) {
    const found = await keeping().get(row.copy.remoteId, soon());
    if (!found.ok) return err(asAppError(found.error));
    if (found.value !== null) return err(copyExists());
  }
  const setup = setupOf(contentOf(row));
  if (!setup.ok) return setup;
  const made = await keeping().create(setup.value, soon());
  if (!made.ok) return err(asAppError(made.error));
  if (await replaceAgentCopy(actor, agentId, row.copy, copyRow(made.value, row))) return ok({});
  // Somebody else made one at the same moment: nobody would know of ours.
  await keeping().remove(made.value.id, soon());
  return err(copyExists());
}

/** Puts what the agent is now in place of what stands at Mistral. Fails with `copy_gone` and with what Mistral refuses. */
export async function sendCopy(actor: Actor, agentId: string): Outcome {
  const row = await findAgent(actor, agentId);
  if (row === null) return err(noSuchAgent());
  return row.copy === null ? err(noCopy()) : send(actor, row, row.copy);
}

/** Makes what stands at Mistral a new version of the agent. Fails with `copy_gone`, `unusable_copy` and like a save. */
export async function takeCopy(actor: Actor, agentId: string): Outcome<{ version: number }> {
  const row = await findAgent(actor, agentId);
  if (row === null) return err(noSuchAgent());
  if (row.copy === null) return err(noCopy());
  const found = await keeping().get(row.copy.remoteId, soon());
  if (!found.ok) return err(asAppError(found.error));
  if (found.value === null) return err(copyGone());
  const taken = withTheirs(contentOf(row), found.value.setup);
  if (!taken.ok) return taken;
  const saved = await saveAgent(actor, { agentId, baseVersion: row.currentVersion, ...taken.value });
  if (!saved.ok) return saved;
  await replaceAgentCopy(actor, agentId, row.copy, { ...copyRow(found.value, row), number: saved.value.version });
  return saved;
}

/** Ends the keeping of a copy; with `deleteThere` it is deleted at Mistral first. */
export async function dropCopy(
  actor: Actor,
  { agentId, deleteThere }: { readonly agentId: string; readonly deleteThere: boolean },
): Outcome {
  const row = await findAgent(actor, agentId);
  if (row === null) return err(noSuchAgent());
  if (row.copy === null) return ok({});
  const removed = deleteThere ? await keeping().remove(row.copy.remoteId, soon()) : ok(null);
  if (!removed.ok) return err(asAppError(removed.error));
  await replaceAgentCopy(actor, agentId, row.copy, null);
  return ok({});
}

/** Saves an agent and brings its copy up to date. */
export async function saveAgentAndCopy(actor: Actor, change: Parameters<typeof saveAgent>[1]): Outcome<Saved> {
  return followed(actor, change.agentId, await saveAgent(actor, change));
}

/** Restores a version and brings the copy up to date. */
export async function restoreVersionAndCopy(actor: Actor, change: Parameters<typeof restoreVersion>[1]): Outcome<Saved> {
  return followed(actor, change.agentId, await restoreVersion(actor, change));
}

/** Deletes an agent; with `deleteCopy` its copy first, so that a refusal of Mistral leaves everything as it was. */
export async function deleteAgentAndCopy(
  actor: Actor,
  { agentId, deleteCopy }: { readonly agentId: string; readonly deleteCopy: boolean },
): Outcome {
  const dropped = await dropCopy(actor, { agentId, deleteThere: deleteCopy });
  return dropped.ok ? deleteAgent(actor, agentId) : dropped;
}

async function followed(actor: Actor, agentId: string, saved: Result<{ version: number }, AppError>): Outcome<Saved> {
  if (!saved.ok) return saved;
  const row = await findAgent(actor, agentId);
  const sent = row === null || row.copy === null ? ok({}) : await sendUnlessChanged(actor, row, row.copy);
  return ok({ version: saved.value.version, copyProblem: sent.ok ? null : sent.error.message });
}

/** What was changed at Mistral since it was last sent is left alone. */
async function sendUnlessChanged(actor: Actor, row: AgentRow, copy: AgentCopyRow): Outcome {
  const found = await keeping().get(copy.remoteId, soon());
  if (!found.ok) return err(asAppError(found.error));
  if (found.value === null) return err(copyGone());
  if (found.value.version === copy.remoteVersion) return send(actor, row, copy);
  return err(appError("copy_changed", "The copy at Mistral was changed there and was left as it is. Compare the two, then choose one."));
}

async function send(actor: Actor, row: AgentRow, copy: AgentCopyRow): Outcome {
  const setup = setupOf(contentOf(row));
  if (!setup.ok) return setup;
  const sent = await keeping().update(copy.remoteId, setup.value, soon());
  if (sent.ok) {
    await replaceAgentCopy(actor, row.id, copy, copyRow(sent.value, row));
    return ok({});
  }
  const isGone = sent.error.code === "not_found" && (await isMissing(copy.remoteId));
  return err(isGone ? copyGone() : asAppError(sent.error));
}

/** A refused update names what was not found only in words. */
async function isMissing(remoteId: string): Promise<boolean> {
  const found = await keeping().get(remoteId, soon());
  return found.ok && found.value === null;
}

function keeping(): AgentKeeping {
  const mistral = providers().byId("mistral");
  if (!mistral.ok || mistral.value.agents === null) throw new Error("Mistral is always set up and keeps agents.");
  return mistral.value.agents;
}

function soon(): AbortSignal {
  return AbortSignal.timeout(answerMs);
}

function contentOf({ name, config }: AgentRow): AgentContent {
  return { name, config: storedConfig(config) };
}

function copyRow({ id, version }: KeptAgent, { currentVersion }: AgentRow): AgentCopyRow {
  return { remoteId: id, remoteVersion: version, number: currentVersion };
}

function asAppError({ code, message }: { readonly code: string; readonly message: string }): AppError {
  return appError(code, message);
}

function noCopy(): AppError {
  return appError("no_copy", "No copy of this agent is kept at Mistral.");
}

function copyExists(): AppError {
  return appError("copy_exists", "A copy of this agent is kept at Mistral already.");
}

function copyGone(): AppError {
  return appError("copy_gone", "The copy is no longer at Mistral. Make a new one, or stop keeping one.");
}
