import "server-only";

/**
 * How the boundary answers: the status of every error code, the headers of every response, and the
 * one sentence for what nobody foresaw.
 */
import { randomUUID } from "node:crypto";
import { type AppError, appError } from "../../shared/app-error";
import { isDatabaseUnreachable, isDiskFull } from "../database-error";
import { log } from "../log";

/** Codes that are not named here are refusals of the input: 422. */
const statusByCode: { readonly [code: string]: number } = {
  invalid_json: 400,
  invalid_encoding: 400,
  key_missing: 401,
  key_malformed: 401,
  key_unknown: 401,
  key_revoked: 401,
  forbidden: 403,
  wrong_origin: 403,
  not_found: 404,
  workflow_unknown: 404,
  no_such_step: 404,
  stale_revision: 409,
  stale_version: 409,
  already_finished: 409,
  not_finished: 409,
  nothing_to_resume: 409,
  part_of_a_run: 409,
  already_decided: 409,
  superseded: 409,
  not_waiting: 409,
  idempotency_key_reused: 409,
  too_large: 413,
  unsupported_media_type: 415,
  wrong_host: 421,
  too_many_runs: 429,
  too_many_streams: 429,
  internal: 500,
  database_unreachable: 503,
  busy: 503,
  worker_stopped: 503,
  disk_full: 507,
};

/** Set on every answer of a route handler, whatever it holds: nothing in it is a page. */
const headersOfData: { readonly [name: string]: string } = {
  "cache-control": "no-store",
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
  "cross-origin-resource-policy": "same-origin",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
};

export function statusOf(code: string): number {
  return statusByCode[code] ?? 422;
}

/** Adds the headers every answer carries; those the handler set itself stay. */
export function secured(response: Response): Response {
  for (const [name, value] of Object.entries(headersOfData)) {
    if (!response.headers.has(name)) response.headers.set(name, value);
  }
  return response;
}

/** The error as JSON, with whatever it carries beside code and message. */
export function errorResponse(error: AppError): Response {
  const status = statusOf(error.code);
  return secured(Response.json(error, { status, headers: headersByStatus[status] ?? {} }));
}

const headersByStatus: { readonly [status: number]: HeadersInit } = {
  401: { "www-authenticate": "Bearer" },
  429: { "retry-after": "5" },
  503: { "retry-after": "5" },
};

/** What a person is told of a bug. Everything else about it goes to the log, under the same id. */
export function unexpected(error: unknown, where: string): AppError & { readonly requestId: string } {
  const requestId = randomUUID();
  log().error({ err: error, requestId, where }, "request failed");
  if (isDatabaseUnreachable(error)) {
    return { ...appError("database_unreachable", "The database can't be reached. Nothing was changed; try again in a moment."), requestId };
  }
  if (isDiskFull(error)) {
    return {
      ...appError("disk_full", "The disk that holds the database is full. Nothing was changed; free some space, then try again."),
      requestId,
    };
  }
  return { ...appError("internal", `Something went wrong on the server. The log names it under ${requestId}.`), requestId };
}
