import "server-only";

/**
 * Immutable versions of workflows, found by the hash of their content.
 */
import { randomUUID } from "node:crypto";
import type { Plan } from "../../compile/plan";
import type { WorkflowDocument } from "../../document/schema";
import type { Actor } from "../access";
import { pool } from "../db";

export type NewVersion = {
  readonly workflowId: string;
  readonly hash: string;
  readonly document: WorkflowDocument;
  readonly plan: Plan;
  readonly planHash: string;
};

const maxTries = 20;

/**
 * The version with this content, made when it does not exist yet. Safe against others doing the same
 * at once: a number or a hash is taken once, and who loses looks again.
 */
export async function findOrCreateVersion(actor: Actor, version: NewVersion): Promise<string> {
  for (let tries = 0; tries < maxTries; tries += 1) {
    const id = (await findVersion(version)) ?? (await insertVersion(actor, version));
    if (id !== null) return id;
  }
  throw new Error(`Workflow ${version.workflowId}: no version number was free in ${maxTries} tries.`);
}

async function findVersion({ workflowId, hash }: NewVersion): Promise<string | null> {
  const { rows } = await pool().query<{ id: string }>("SELECT id FROM workflow_version WHERE workflow_id = $1 AND hash = $2", [
    workflowId,
    hash,
  ]);
  return rows[0]?.id ?? null;
}

async function insertVersion(actor: Actor, version: NewVersion): Promise<string | null> {
  const { rows } = await pool().query<{ id: string }>(
    `INSERT INTO workflow_version (id, workspace_id, created_by_id, workflow_id, number, hash, document, plan, plan_hash, budget)
     SELECT $1, $2, $3, $4, coalesce(max(number), 0) + 1, $5, $6::json, $7::json, $8, $9::json FROM workflow_version WHERE workflow_id = $4
     ON CONFLICT DO NOTHING
     RETURNING id`,
    [
      randomUUID(),
      actor.workspaceId,
      actor.personId,
      version.workflowId,
      version.hash,
      JSON.stringify(version.document),
      JSON.stringify(version.plan),
      version.planHash,
      version.document.budget === undefined ? null : JSON.stringify(version.document.budget),
    ],
  );
  return rows[0]?.id ?? null;
}

/** The plan of a version, as it was compiled when the version was made. */
export async function readPlan(versionId: string): Promise<Plan> {
  const { rows } = await pool().query<{ plan: Plan }>("SELECT plan FROM workflow_version WHERE id = $1", [versionId]);
  const [row] = rows;
  if (row === undefined) throw new Error(`Version ${versionId} is gone while a run of it is not`);
  return row.plan;
}
