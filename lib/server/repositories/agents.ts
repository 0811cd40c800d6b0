import "server-only";

/**
 * Rows of the library's agents and their versions, always within one workspace.
 */
import type { JsonObject } from "../../shared/json";
import type { Actor } from "../access";
import { pool, prisma } from "../db";

export type AgentRow = {
  readonly id: string;
  readonly name: string;
  readonly currentVersion: number;
  readonly config: unknown;
  readonly updatedAt: Date;
  readonly copy: AgentCopyRow | null;
};

/** The copy kept at Mistral: its id and version there, and the number of ours that was sent last. */
export type AgentCopyRow = { readonly remoteId: string; readonly remoteVersion: number; readonly number: number };

export type AgentVersionRow = { readonly number: number; readonly config: unknown; readonly createdAt: Date };

type Selected = {
  readonly id: string;
  readonly name: string;
  readonly current_version: number;
  readonly config: unknown;
  readonly updated_at: Date;
  readonly remote_id: string | null;
  readonly remote_version: number | null;
  readonly remote_number: number | null;
};

const columns = `a.id, a.name, a.current_version, v.config, a.updated_at, a.remote_id, a.remote_version, a.remote_number`;
const joined = `agent a JOIN agent_version v ON v.agent_id = a.id AND v.number = a.current_version`;
const mostVersions = 200;

/** `search` is a LIKE pattern, already escaped; null lists everything. By name. */
export async function selectAgents(actor: Actor, search: string | null): Promise<readonly (AgentRow & { readonly usedBy: number })[]> {
  const { rows } = await pool().query<Selected & { used_by: number }>(
    `WITH used AS (
       SELECT n->'config'->'fromLibrary'->>'agent' AS agent_id, count(DISTINCT w.id)::int AS workflows
         FROM workflow w, json_array_elements(w.draft->'nodes') n
        WHERE w.workspace_id = $1 AND w.deleted_at IS NULL
        GROUP BY 1)
     SELECT ${columns}, coalesce(used.workflows, 0) AS used_by
       FROM ${joined} LEFT JOIN used ON used.agent_id = a.id
      WHERE a.workspace_id = $1 AND ($2::text IS NULL OR a.name ILIKE $2 OR a.description ILIKE $2)
      ORDER BY lower(a.name), a.id`,
    [actor.workspaceId, search],
  );
  return rows.map((row) => ({ ...rowOf(row), usedBy: row.used_by }));
}

export async function findAgent(actor: Actor, id: string): Promise<AgentRow | null> {
  const { rows } = await pool().query<Selected>(`SELECT ${columns} FROM ${joined} WHERE a.workspace_id = $1 AND a.id = $2`, [
    actor.workspaceId,
    id,
  ]);
  return rows[0] === undefined ? null : rowOf(rows[0]);
}

function rowOf(row: Selected): AgentRow {
  const { remote_id: remoteId, remote_version: remoteVersion, remote_number: number } = row;
  const copy = remoteId === null || remoteVersion === null || number === null ? null : { remoteId, remoteVersion, number };
  return { id: row.id, name: row.name, currentVersion: row.current_version, config: row.config, updatedAt: row.updated_at, copy };
}

/** Newest first. */
export async function selectAgentVersions(actor: Actor, agentId: string): Promise<readonly AgentVersionRow[]> {
  return prisma().agentVersion.findMany({
    where: { agentId, workspaceId: actor.workspaceId },
    orderBy: { number: "desc" },
    select: { number: true, config: true, createdAt: true },
    take: mostVersions,
  });
}

export async function findAgentVersion(actor: Actor, agentId: string, number: number): Promise<unknown> {
  const version = await prisma().agentVersion.findFirst({ where: { agentId, number, workspaceId: actor.workspaceId } });
  return version?.config ?? null;
}

/** Workflows whose draft has a node made from this agent, by name. */
export async function selectAgentUses(
  actor: Actor,
  agentId: string,
): Promise<readonly { readonly workflowId: string; readonly name: string; readonly nodes: number }[]> {
  const { rows } = await pool().query<{ id: string; name: string; nodes: number }>(
    `SELECT w.id, w.name, count(*)::int AS nodes
       FROM workflow w, json_array_elements(w.draft->'nodes') n
      WHERE w.workspace_id = $1 AND w.deleted_at IS NULL AND n->'config'->'fromLibrary'->>'agent' = $2
      GROUP BY w.id, w.name
      ORDER BY lower(w.name), w.id`,
    [actor.workspaceId, agentId],
  );
  return rows.map(({ id, name, nodes }) => ({ workflowId: id, name, nodes }));
}

export type NewAgent = { readonly id: string; readonly name: string; readonly description: string; readonly config: JsonObject };

/** With its first version, in one statement. False when the workspace holds `most` agents already. */
export async function insertAgent(actor: Actor, { id, name, description, config }: NewAgent, most: number): Promise<boolean> {
  const { rowCount } = await pool().query(
    `WITH made AS (
       INSERT INTO agent (id, workspace_id, created_by_id, updated_by_id, name, description)
       SELECT $1, $2, $3, $3, $4, $5 WHERE (SELECT count(*) FROM agent WHERE workspace_id = $2) < $7
       RETURNING id, workspace_id)
     INSERT INTO agent_version (agent_id, number, workspace_id, created_by_id, config)
     SELECT id, 1, workspace_id, $3, $6::json FROM made`,
    [id, actor.workspaceId, actor.personId, name, description, JSON.stringify(config), most],
  );
  return rowCount === 1;
}

export type AgentChange = {
  readonly agentId: string;
  /** The version it was made from: of two that start from the same one, one changes nothing. */
  readonly baseVersion: number;
  readonly name: string;
  /** What it becomes, as a new version; null for a change of the name alone. */
  readonly next: { readonly description: string; readonly config: JsonObject } | null;
};

/** @returns the version it has now, or null when there is no such agent at that version. */
export async function updateAgent(actor: Actor, { agentId, baseVersion, name, next }: AgentChange): Promise<number | null> {
  const { rows } = await pool().query<{ current_version: number }>(
    `WITH changed AS (
       UPDATE agent
          SET name = $5, description = coalesce($6, description), updated_by_id = $4, updated_at = now(),
              current_version = current_version + CASE WHEN $7::json IS NULL THEN 0 ELSE 1 END
        WHERE id = $1 AND workspace_id = $2 AND current_version = $3
        RETURNING id, workspace_id, current_version),
     added AS (
       INSERT INTO agent_version (agent_id, number, workspace_id, created_by_id, config)
       SELECT id, current_version, workspace_id, $4, $7::json FROM changed WHERE $7::json IS NOT NULL)
     SELECT current_version FROM changed`,
    [
      agentId,
      actor.workspaceId,
      baseVersion,
      actor.personId,
      name,
      next?.description ?? null,
      next === null ? null : JSON.stringify(next.config),
    ],
  );
  return rows[0]?.current_version ?? null;
}

/**
 * Remembers which copy is kept at Mistral, in place of the one that was read; null is none.
 *
 * @returns false, with nothing changed, when another one stands there by now.
 */
export async function replaceAgentCopy(
  actor: Actor,
  agentId: string,
  before: AgentCopyRow | null,
  after: AgentCopyRow | null,
): Promise<boolean> {
  const { count } = await prisma().agent.updateMany({
    where: { id: agentId, workspaceId: actor.workspaceId, remoteId: before?.remoteId ?? null },
    data: { remoteId: after?.remoteId ?? null, remoteVersion: after?.remoteVersion ?? null, remoteNumber: after?.number ?? null },
  });
  return count === 1;
}

/** With its versions. False when there was none to remove. */
export async function removeAgent(actor: Actor, id: string): Promise<boolean> {
  const { count } = await prisma().agent.deleteMany({ where: { id, workspaceId: actor.workspaceId } });
  return count === 1;
}
