import "server-only";

/** Turns rows of runs into what lists show, with what each run cost. */
import type { RunSummary } from "../../projection/summaries";
import type { Actor } from "../access";
import { type RunRow, selectRunsById } from "../repositories/runs";
import { costsOfRuns } from "./run-costs";

export async function runSummariesById(actor: Actor, ids: readonly string[]): Promise<ReadonlyMap<string, RunSummary>> {
  return new Map((await summariesByIds(actor, ids)).map((run) => [run.id, run]));
}

async function summariesByIds(actor: Actor, ids: readonly string[]): Promise<RunSummary[]> {
  return ids.length === 0 ? [] : runSummaries(actor, await selectRunsById(actor, ids));
}

export async function runSummaries(actor: Actor, rows: readonly RunRow[]): Promise<RunSummary[]> {
  const costs = await costsOfRuns(
    actor,
    rows.map(({ id }) => id),
  );
  return rows.map((row) => ({
    id: row.id,
    number: row.number,
    workflowId: row.workflow_id,
    workflowName: row.workflow_name,
    publishedAs: row.published_as,
    versionNumber: row.version_number,
    status: row.status,
    trigger: row.trigger,
    isSimulated: row.simulated,
    createdAt: row.created_at.toISOString(),
    startedAt: row.started_at?.toISOString() ?? null,
    finishedAt: row.finished_at?.toISOString() ?? null,
    totalTokens: row.total_tokens,
    costUsd: costs.get(row.id) ?? null,
    stepsDone: row.steps_done,
    stepsTotal: row.steps_total,
    note: row.note,
    parentRunId: row.parent_run_id,
  }));
}
