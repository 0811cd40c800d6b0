/**
 * Refusals in the shapes the service uses, which differ from endpoint to endpoint.
 */
import type { JsonValue } from "../../shared/json";

/** Thrown by handlers; the server turns it into the response. */
export class ApiError extends Error {
  readonly status: number;
  readonly body: JsonValue;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, body: JsonValue, headers: Readonly<Record<string, string>> = {}) {
    super(`HTTP ${status}`);
    this.status = status;
    this.body = body;
    this.headers = headers;
  }
}

/** One entry of a 422's `detail`, as pydantic words it. */
export type ValidationDetail = {
  readonly type: string;
  readonly loc: readonly (string | number)[];
  readonly msg: string;
  readonly input: JsonValue;
};

export const unauthorized = () => new ApiError(401, { detail: "Unauthorized" });

export const notFound = (what: string) => new ApiError(404, { detail: `${what} not found.` });

export const unknownModel = (model: string) => plainError(400, "3003", "invalid_request_error", `Model ${model} is currently not in use.`);

/** The agents and conversations endpoints' 422. */
export function invalidBody(details: readonly ValidationDetail[]): ApiError {
  return new ApiError(422, { object: "Error", detail: details.map((detail) => ({ ...detail })) });
}

/** The chat endpoint's 422. */
export function invalidChatBody(details: readonly ValidationDetail[]): ApiError {
  const message = { detail: details.map((detail) => ({ ...detail })) };
  return new ApiError(422, { object: "error", message, type: "invalid_request_error", param: null, code: null });
}

/** A refusal of one field. */
export function invalidField(type: string, loc: readonly (string | number)[], msg: string, input: JsonValue = null): ApiError {
  return invalidBody([{ type, loc: ["body", ...loc], msg, input }]);
}

export function plainError(status: number, code: string, type: string, message: string): ApiError {
  return new ApiError(status, { object: "error", message, type, param: null, code });
}
