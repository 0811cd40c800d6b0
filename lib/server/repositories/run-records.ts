import "server-only";

/**
 * What a run left beside its journal: attempts with their exchanges, large values and files.
 */
import type { Actor } from "../access";
import { prisma } from "../db";
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
