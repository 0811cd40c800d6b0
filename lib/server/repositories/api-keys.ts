import "server-only";

/** Rows of API keys. What finds a key by its prefix knows no workspace yet: the key says which one it is for. */
import type { ApiKeySummary } from "../../projection/published";
import type { Actor } from "../access";
import { pool, prisma } from "../db";

export type NewApiKey = { readonly id: string; readonly name: string; readonly prefix: string; readonly hash: string };

export async function insertApiKey(actor: Actor, key: NewApiKey): Promise<ApiKeySummary> {
  const row = await prisma().apiKey.create({ data: { ...key, workspaceId: actor.workspaceId, createdById: actor.personId } });
  return {
    id: row.id,
    name: row.name,
    prefix: row.prefix,
    createdBy: actor.personId,
    createdAt: row.createdAt.toISOString(),
    lastUsedAt: null,
  };
}

/** Those in force, newest first. */
export async function selectApiKeys(actor: Actor): Promise<readonly ApiKeySummary[]> {
  const { rows } = await pool().query<Omit<ApiKeySummary, "createdAt" | "lastUsedAt"> & { createdAt: Date; lastUsedAt: Date | null }>(
    `SELECT k.id, k.name, k.prefix, coalesce(p.name, k.created_by_id) AS "createdBy", k.created_at AS "createdAt", k.last_used_at AS "lastUsedAt"
       FROM api_key k LEFT JOIN person p ON p.id = k.created_by_id
      WHERE k.workspace_id = $1 AND k.revoked_at IS NULL
      ORDER BY k.created_at DESC, k.id`,
    [actor.workspaceId],
  );
  return rows.map((row) => ({ ...row, createdAt: row.createdAt.toISOString(), lastUsedAt: row.lastUsedAt?.toISOString() ?? null }));
}

export async function countApiKeys(actor: Actor): Promise<number> {
  return prisma().apiKey.count({ where: { workspaceId: actor.workspaceId, revokedAt: null } });
}

/** False when there is none in force. */
export async function revokeKey(actor: Actor, id: string): Promise<boolean> {
  const where = { id, workspaceId: actor.workspaceId, revokedAt: null };
  return (await prisma().apiKey.updateMany({ where, data: { revokedAt: new Date() } })).count === 1;
}

export type StoredKey = {
  readonly id: string;
  readonly workspaceId: string;
  readonly createdById: string;
  readonly hash: string;
  readonly revokedAt: Date | null;
};

export async function findKeyByPrefix(prefix: string): Promise<StoredKey | null> {
  return prisma().apiKey.findUnique({
    where: { prefix },
    select: { id: true, workspaceId: true, createdById: true, hash: true, revokedAt: true },
  });
}

/** To the minute, so that a busy key does not write with every call. */
export async function noteKeyUse(id: string): Promise<void> {
  await pool().query(
    "UPDATE api_key SET last_used_at = now() WHERE id = $1 AND (last_used_at IS NULL OR last_used_at < now() - interval '1 minute')",
    [id],
  );
}
