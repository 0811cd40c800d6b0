import "server-only";

/**
 * API keys of a workspace: made, listed, revoked, and recognised when a program shows one.
 *
 * A key is 32 random bytes, shown once and kept only as a hash: no slow hash is needed for what can't be guessed.
 */
import { createHash, randomBytes, randomUUID, timingSafeEqual } from "node:crypto";
import type { ApiKeySummary } from "../../projection/published";
import { type AppError, appError } from "../../shared/app-error";
import { err, ok, type Result } from "../../shared/result";
import type { Actor } from "../access";
import { limitInForce } from "../env";
import { countApiKeys, findKeyByPrefix, insertApiKey, noteKeyUse, revokeKey, selectApiKeys } from "../repositories/api-keys";

const keyBytes = 32;
const prefixLength = "wr_".length + 8;
const keyShape = /^wr_[\w-]{43}$/;

/** `key` is told here and nowhere else. Fails with `too_many_keys`. */
export async function createApiKey(actor: Actor, name: string): Promise<Result<{ key: string; summary: ApiKeySummary }, AppError>> {
  const [count, limit] = [await countApiKeys(actor), limitInForce("apiKeys")];
  if (count >= limit)
    return err(appError("too_many_keys", `There are ${count} keys already, the limit. Revoke one that is not used any more.`));
  const key = `wr_${randomBytes(keyBytes).toString("base64url")}`;
  const summary = await insertApiKey(actor, {
    id: randomUUID(),
    name,
    prefix: key.slice(0, prefixLength),
    hash: hashOf(key).toString("hex"),
  });
  return ok({ key, summary });
}

export async function listApiKeys(actor: Actor): Promise<ApiKeySummary[]> {
  return [...(await selectApiKeys(actor))];
}

/** It is refused from the next request on. Fails with `not_found`. */
export async function revokeApiKey(actor: Actor, id: string): Promise<Result<Record<string, never>, AppError>> {
  return (await revokeKey(actor, id)) ? ok({}) : err(appError("not_found", "There is no such key. It may have been revoked already."));
}

export type KeyHolder = { readonly actor: Actor /** Beginning of the key, for logs. */; readonly prefix: string };

/**
 * Who shows this `Authorization` header. A holder may start, watch and cancel runs, and change nothing else.
 *
 * Fails with `key_missing`, `key_malformed`, `key_unknown` or `key_revoked`. What can't be a key never reaches the database.
 */
export async function holderOfKey(authorization: string | null): Promise<Result<KeyHolder, AppError>> {
  if (authorization === null)
    return err(appError("key_missing", `Send an API key in the header ${headerShape}. Keys are made in Settings.`));
  const [, key = ""] = /^Bearer +(\S+)$/i.exec(authorization.trim()) ?? [];
  if (!keyShape.test(key)) return err(appError("key_malformed", `The header Authorization holds no API key. It reads ${headerShape}.`));

  const prefix = key.slice(0, prefixLength);
  const stored = await findKeyByPrefix(prefix);
  const isSame = timingSafeEqual(hashOf(key), Buffer.from(stored?.hash ?? noHash, "hex"));
  if (stored === null || !isSame) return err(appError("key_unknown", "This API key is not known here. Make a new one in Settings."));
  if (stored.revokedAt !== null) return err(appError("key_revoked", "This API key was revoked. Make a new one in Settings."));
  await noteKeyUse(stored.id);
  return ok({ actor: { personId: stored.createdById, workspaceId: stored.workspaceId, role: "runner" }, prefix });
}

const headerShape = "`Authorization: Bearer wr_…`";
/** Compared with when there is no such prefix, so that both take the same time. */
const noHash = "0".repeat(64);

function hashOf(key: string): Buffer {
  return createHash("sha256").update(key).digest();
}
