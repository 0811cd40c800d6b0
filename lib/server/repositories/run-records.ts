import "server-only";

/**
 * What a run left beside its journal: attempts with their exchanges, large values and files.
 */
import type { CallTimes } from "../../projection/history";
import type { Actor } from "../access";
import { pool, prisma } from "../db";
import type { RunBlob, StepAttempt } from "../generated/client";

/** Attempts of one step, in the order they were made. */
export async function selectAttempts(actor: Actor, runId: string, path: string): Promise<readonly StepAttempt[]> {
  return prisma().stepAttempt.findMany({
    where: { runId, path, workspaceId: actor.workspaceId },
    orderBy: [{ turn: "asc" }, { attempt: "asc" }, { epoch: "asc" }],
  });
}

export async function findBlob(actor: Actor, runId: string, id: string): Promise<RunBlob | null> {
  return prisma().runBlob.findFirst({ where: { id, runId, workspaceId: actor.workspaceId } });
}

/** Ids of everything that is kept beside a run's journal. */
export async function selectBlobIds(actor: Actor, runId: string): Promise<ReadonlySet<string>> {
  const rows = await prisma().runBlob.findMany({ where: { runId, workspaceId: actor.workspaceId }, select: { id: true } });
  return new Set(rows.map(({ id }) => id));
}

export type AttemptCalls = {
  readonly path: string;
  readonly attempt: number;
  readonly turn: number;
  /** How the step chose what its model saw of what was said before; null when nothing was rendered. */
  readonly context: string | null;
  readonly calls: readonly CallTimes[];
};

/** When the calls of every attempt were made; their bodies stay in the database. A try that a crash repeated stands there twice, in order. */
export async function selectAttemptCalls(actor: Actor, runId: string): Promise<readonly AttemptCalls[]> {
  const { rows } = await pool().query<AttemptCalls>(
    `SELECT path, attempt, turn, rendered->>'context' AS context,
            (SELECT coalesce(json_agg(json_build_object(
                      'startedAt', e->'startedAt', 'finishedAt', e->'finishedAt',
                      'tools', (SELECT coalesce(json_agg(t->'startedAt'), '[]') FROM json_array_elements(e->'toolSpans') t))), '[]')
               FROM json_array_elements(exchanges) e) AS calls
       FROM step_attempt WHERE run_id = $1 AND workspace_id = $2
      ORDER BY path, turn, attempt, epoch`,
    [runId, actor.workspaceId],
  );
  return rows;
}
