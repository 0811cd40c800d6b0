import "server-only";

/**
 * Rows of workflows, always within one workspace. Deleted ones are never found here.
 */
import type { WorkflowDocument } from "../../document/schema";
import type { DrawnNode } from "../../projection/miniature";
import type { Miniature } from "../../projection/summaries";
import type { Actor } from "../access";
import { pool, prisma } from "../db";

export type WorkflowRow = {
  readonly id: string;
  readonly draft: unknown;
  readonly draftRevision: number;
  readonly updatedAt: Date;
};

export type WorkflowListRow = {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly updated_at: Date;
  readonly run_count: number;
  readonly published_as: string | null;
  readonly last_run_id: string | null;
  readonly last_run_at: Date | null;
  readonly graph: { readonly nodes: readonly DrawnNode[]; readonly edges: Miniature["edges"] };
};

export async function findWorkflow(actor: Actor, id: string): Promise<WorkflowRow | null> {
  return prisma().workflow.findFirst({
    where: { id, workspaceId: actor.workspaceId, deletedAt: null },
    select: { id: true, draft: true, draftRevision: true, updatedAt: true },
  });
}

export type DraftState = { readonly revision: number; readonly updatedAt: Date; readonly queuedRuns: number };

/** Which draft a workflow has, without reading it, and how many runs of its workspace wait for a worker. Null when there is none. */
export async function findDraftState(actor: Actor, id: string): Promise<DraftState | null> {
  const { rows } = await pool().query<DraftState>({
    name: "find-draft-state",
    text: `SELECT draft_revision AS revision, updated_at AS "updatedAt",
                  (SELECT count(*)::int FROM run WHERE workspace_id = $2 AND finished_at IS NULL AND status = 'queued') AS "queuedRuns"
             FROM workflow WHERE id = $1 AND workspace_id = $2 AND deleted_at IS NULL`,
    values: [id, actor.workspaceId],
  });
  return rows[0] ?? null;
}

export async function countWorkflow(actor: Actor, id: string): Promise<number> {
  return prisma().workflow.count({ where: { id, workspaceId: actor.workspaceId, deletedAt: null } });
}

/** Newest first. */
export async function selectDraftsByName(actor: Actor, name: string): Promise<readonly { readonly id: string; readonly draft: unknown }[]> {
  return prisma().workflow.findMany({
    where: { workspaceId: actor.workspaceId, deletedAt: null, name },
    orderBy: { createdAt: "desc" },
    select: { id: true, draft: true },
    take: 100,
  });
}

/** By name, without their graphs. */
export async function selectWorkflowNames(actor: Actor): Promise<readonly { readonly id: string; readonly name: string }[]> {
  return prisma().workflow.findMany({
    where: { workspaceId: actor.workspaceId, deletedAt: null },
    orderBy: [{ name: "asc" }, { id: "asc" }],
    select: { id: true, name: true },
    take: 1_000,
  });
}

/** `search` is a LIKE pattern, already escaped; null lists everything. Graphs are cut down in the database: drafts may be large. */
export async function selectWorkflows(actor: Actor, search: string | null): Promise<readonly WorkflowListRow[]> {
  const { rows } = await pool().query<WorkflowListRow>(listSql, [actor.workspaceId, search]);
  return rows;
}

const listSql = `
  SELECT w.id, w.name, w.description, w.updated_at,
    (SELECT count(*)::int FROM run r WHERE r.workflow_id = w.id) AS run_count,
    p.name AS published_as,
    last.id AS last_run_id, last.created_at AS last_run_at,
    json_build_object(
      'nodes', (SELECT coalesce(json_agg(json_build_object(
          'id', n->'id', 'type', n->'type', 'x', n->'position'->'x', 'y', n->'position'->'y',
          'parent', n->'parent', 'size', n->'size')), '[]')
        FROM json_array_elements(w.draft->'nodes') n),
      'edges', (SELECT coalesce(json_agg(json_build_object('source', e->'source', 'target', e->'target')), '[]')
        FROM json_array_elements(w.draft->'edges') e)
    ) AS graph
  FROM workflow w
  LEFT JOIN publication p ON p.workflow_id = w.id
  LEFT JOIN LATERAL (
    SELECT r.id, r.created_at FROM run r WHERE r.workflow_id = w.id ORDER BY r.number DESC LIMIT 1
  ) last ON true
  WHERE w.workspace_id = $1 AND w.deleted_at IS NULL
    AND ($2::text IS NULL OR w.name ILIKE $2 OR w.description ILIKE $2)
  ORDER BY w.updated_at DESC, w.id
  LIMIT 500`;

export async function insertWorkflow(actor: Actor, id: string, document: WorkflowDocument): Promise<void> {
  await prisma().workflow.create({
    data: {
      id,
      workspaceId: actor.workspaceId,
      createdById: actor.personId,
      updatedById: actor.personId,
      name: document.name,
      description: document.description,
      draft: document,
    },
  });
}

/**
 * Puts a draft in place of revision `baseRevision`, in one statement: of two that start from the same
 * revision one changes nothing.
 *
 * @returns when it was saved, or null when there is no such workflow at that revision.
 */
export async function updateDraft(
  actor: Actor,
  {
    workflowId,
    baseRevision,
    document,
  }: { readonly workflowId: string; readonly baseRevision: number; readonly document: WorkflowDocument },
): Promise<{ readonly revision: number; readonly savedAt: Date } | null> {
  const { rows } = await pool().query<{ draft_revision: number; updated_at: Date }>(
    `UPDATE workflow
        SET draft = $4::json, name = $5, description = $6, draft_revision = draft_revision + 1, updated_by_id = $7, updated_at = now()
      WHERE id = $1 AND workspace_id = $2 AND draft_revision = $3 AND deleted_at IS NULL
      RETURNING draft_revision, updated_at`,
    [workflowId, actor.workspaceId, baseRevision, JSON.stringify(document), document.name, document.description, actor.personId],
  );
  const [row] = rows;
  return row === undefined ? null : { revision: row.draft_revision, savedAt: row.updated_at };
}

/** Hides the workflow and frees the name it was published under; its versions and runs stay. False when there was none to hide. */
export async function hideWorkflow(actor: Actor, id: string): Promise<boolean> {
  const { rowCount } = await pool().query(
    `WITH freed AS (
       DELETE FROM publication WHERE workflow_id = $1 AND workspace_id = $2
     )
     UPDATE workflow SET deleted_at = now(), updated_by_id = $3 WHERE id = $1 AND workspace_id = $2 AND deleted_at IS NULL`,
    [id, actor.workspaceId, actor.personId],
  );
  return rowCount === 1;
}
