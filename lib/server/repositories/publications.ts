import "server-only";

/**
 * Rows of releases (versions given out under a name; never changed) and of publications (the name a
 * workflow answers under, and with which release), always within one workspace.
 */
import type { JsonObject } from "../../shared/json";
import type { Actor } from "../access";
import { pool } from "../db";

export type NewRelease = {
  readonly id: string;
  readonly workflowId: string;
  readonly versionId: string;
  readonly name: string;
  readonly inputSchema: JsonObject;
};

/**
 * A new release that answers under its name from now on, in place of whatever the workflow was published as,
 * in one statement.
 *
 * @returns its number; null when the workflow is gone. A name that another workflow has is a unique violation.
 */
export async function insertRelease(actor: Actor, release: NewRelease): Promise<number | null> {
  const { rows } = await pool().query<{ number: number }>(insertSql, [
    actor.workspaceId,
    release.workflowId,
    release.id,
    actor.personId,
    release.versionId,
    release.name,
    JSON.stringify(release.inputSchema),
  ]);
  return rows[0]?.number ?? null;
}

const insertSql = `
  WITH numbered AS (
    UPDATE workflow SET next_release_number = next_release_number + 1
     WHERE id = $2 AND workspace_id = $1 AND deleted_at IS NULL
    RETURNING next_release_number - 1 AS number
  ), released AS (
    INSERT INTO release (id, workspace_id, created_by_id, workflow_id, version_id, number, name, input_schema)
    SELECT $3, $1, $4, $2, $5, number, $6, $7::json FROM numbered
    RETURNING id, number
  ), published AS (
    INSERT INTO publication (workspace_id, name, workflow_id, release_id, updated_by_id)
    SELECT $1, $6, $2, released.id, $4 FROM released
    ON CONFLICT (workflow_id) DO UPDATE SET name = EXCLUDED.name, release_id = EXCLUDED.release_id,
      updated_by_id = EXCLUDED.updated_by_id, updated_at = now()
  )
  SELECT number FROM released`;

/** Frees the name; the releases stay. False when it was not published. */
export async function deletePublication(actor: Actor, workflowId: string): Promise<boolean> {
  const { rowCount } = await pool().query("DELETE FROM publication WHERE workspace_id = $1 AND workflow_id = $2", [
    actor.workspaceId,
    workflowId,
  ]);
  return rowCount === 1;
}

export type ReleaseRow = {
  readonly id: string;
  readonly number: number;
  readonly name: string;
  readonly versionId: string;
  readonly versionNumber: number;
  readonly versionHash: string;
  readonly inputSchema: JsonObject;
  readonly publishedBy: string;
  readonly publishedAt: Date;
  /** The name it answers under; null for one that does not answer. */
  readonly liveName: string | null;
};

const mostReleases = 200;

/** Of one workflow, newest first. */
export async function selectReleases(actor: Actor, workflowId: string): Promise<readonly ReleaseRow[]> {
  const { rows } = await pool().query<ReleaseRow>(
    `SELECT r.id, r.number, r.name, r.version_id AS "versionId", v.number AS "versionNumber", v.hash AS "versionHash",
            r.input_schema AS "inputSchema", coalesce(p.name, r.created_by_id) AS "publishedBy", r.created_at AS "publishedAt",
            live.name AS "liveName"
       FROM release r
       JOIN workflow_version v ON v.id = r.version_id
       LEFT JOIN person p ON p.id = r.created_by_id
       LEFT JOIN publication live ON live.release_id = r.id
      WHERE r.workspace_id = $1 AND r.workflow_id = $2
      ORDER BY r.number DESC
      LIMIT ${mostReleases}`,
    [actor.workspaceId, workflowId],
  );
  return rows;
}

export type PublishedRow = {
  readonly name: string;
  readonly workflowId: string;
  readonly versionId: string;
  readonly number: number;
  readonly inputSchema: JsonObject;
  readonly publishedAt: Date;
  readonly document: unknown;
  readonly plan: unknown;
  readonly planHash: string;
};

/** What answers under a name. */
export async function findPublished(actor: Actor, name: string): Promise<PublishedRow | null> {
  return publishedWhere(actor, "p.name = $2", name);
}

/** What a workflow is published as; null when it is not. */
export async function findPublishedOf(actor: Actor, workflowId: string): Promise<PublishedRow | null> {
  return publishedWhere(actor, "p.workflow_id = $2", workflowId);
}

async function publishedWhere(actor: Actor, condition: string, value: string): Promise<PublishedRow | null> {
  const { rows } = await pool().query<PublishedRow>(
    `SELECT p.name, p.workflow_id AS "workflowId", r.version_id AS "versionId", r.number, r.input_schema AS "inputSchema",
            r.created_at AS "publishedAt", v.document, v.plan, v.plan_hash AS "planHash"
       FROM publication p JOIN release r ON r.id = p.release_id JOIN workflow_version v ON v.id = r.version_id
      WHERE p.workspace_id = $1 AND ${condition}`,
    [actor.workspaceId, value],
  );
  return rows[0] ?? null;
}

export type PublishedListRow = {
  readonly name: string;
  readonly workflowId: string;
  readonly title: string;
  readonly description: string;
  readonly number: number;
  readonly publishedAt: Date;
};

const mostNames = 1_000;

/** By name. Titles are those of the version that answers, not of the draft. */
export async function selectPublished(actor: Actor): Promise<readonly PublishedListRow[]> {
  const { rows } = await pool().query<PublishedListRow>(
    `SELECT p.name, p.workflow_id AS "workflowId", v.document->>'name' AS title, v.document->>'description' AS description, r.number,
            r.created_at AS "publishedAt"
       FROM publication p JOIN release r ON r.id = p.release_id JOIN workflow_version v ON v.id = r.version_id
      WHERE p.workspace_id = $1
      ORDER BY p.name
      LIMIT ${mostNames}`,
    [actor.workspaceId],
  );
  return rows;
}

/** The workflow that has a name, and what it is called now. */
export async function findNameHolder(actor: Actor, name: string): Promise<{ readonly workflowId: string; readonly title: string } | null> {
  const { rows } = await pool().query<{ workflowId: string; title: string }>(
    `SELECT w.id AS "workflowId", w.name AS title FROM publication p JOIN workflow w ON w.id = p.workflow_id
      WHERE p.workspace_id = $1 AND p.name = $2`,
    [actor.workspaceId, name],
  );
  return rows[0] ?? null;
}
