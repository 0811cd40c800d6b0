/**
 * Faults as they look on the wire.
 */
import type { ServerResponse } from "node:http";
import { ApiError, plainError } from "../wire/api-error";
import { sendJson } from "../wire/http";
import { type Frame, openStream, pause, writeFrames } from "../wire/sse";
import type { Fault } from "./fault";

const slowSeconds = 5;

/**
 * Faults that take the place of the answer.
 *
 * @returns true when the response has been dealt with; throws the refusals.
 */
export async function interceptRequest(fault: Fault, response: ServerResponse): Promise<boolean> {
  const retryAfter: Record<string, string> = fault.seconds === undefined ? {} : { "retry-after": String(fault.seconds) };
  switch (fault.kind) {
    case "429":
      throw new ApiError(
        429,
        { object: "error", message: "Rate limit exceeded", type: "rate_limited", param: null, code: "1300", raw_status_code: 429 },
        { ...retryAfter, "x-ratelimit-remaining-req-minute": "0" },
      );
    case "500":
      throw plainError(500, "1000", "internal_server_error", "Internal server error");
    case "503":
      throw new ApiError(
        503,
        { object: "error", message: "Service unavailable.", type: "internal_server_error", param: null, code: "1001" },
        retryAfter,
      );
    case "3000":
      throw new ApiError(500, {
        object: "Error",
        message: "Response failed during handoff orchestration",
        type: "invalid_request_error",
        code: 3000,
      });
    case "guardrail_403":
      throw new ApiError(403, guardrailBody);
    case "html":
      response.writeHead(200, { "content-type": "text/html; charset=utf-8" });
      response.end("<!doctype html><title>Sign in to the network</title><p>Please accept the terms to go online.");
      return true;
    case "malformed_json":
      response.writeHead(200, { "content-type": "application/json" });
      response.end('{"object":"conversation.response","outputs":[');
      return true;
    case "slow_first_byte":
      await pause(response, (fault.seconds ?? slowSeconds) * 1_000);
      return response.destroyed;
    default:
      return false;
  }
}

const guardrailBody = {
  error: { message: "Content blocked by guardrail", status: 403 },
  guardrails: {
    results: {
      moderation_llm_v2: {
        model_name: "mistral-moderation-2603",
        decisions: { jailbreaking: { threshold: 0.1, score: 0.93, violated: true } },
        violated: true,
        action: "block",
      },
    },
  },
};

/**
 * Writes a stream with the fault in its middle.
 *
 * @returns true when the stream was sent in full.
 */
export async function writeFaultyStream(fault: Fault | undefined, response: ServerResponse, frames: readonly Frame[]): Promise<boolean> {
  openStream(response);
  const half = frames.slice(0, Math.max(1, Math.floor(frames.length / 2)));
  switch (fault?.kind) {
    case "stall":
      await writeFrames(response, half);
      await pause(response, (fault.seconds ?? 3_600) * 1_000);
      response.end();
      return false;
    case "cut_stream":
      await writeFrames(response, half);
      response.end();
      return false;
    case "reset":
      await writeFrames(response, half);
      await pause(response, 20); // lets what was written leave before the connection breaks
      response.destroy();
      return false;
    case "malformed_event":
      await writeFrames(response, half);
      response.end('event: message.output.delta\ndata: {"type":"message.output.delta","content\n\n');
      return false;
    case "error_event":
      await writeFrames(response, [
        ...half,
        { afterMs: 0, event: "conversation.response.error", data: { code: 1000, message: "Internal error" } },
      ]);
      response.end();
      return false;
    default: {
      const isWhole = await writeFrames(response, frames);
      response.end();
      return isWhole;
    }
  }
}

/** Faults of streams, where the client did not ask for one. */
export function sendFaultyJson(fault: Fault | undefined, response: ServerResponse, body: Parameters<typeof sendJson>[2]): void {
  if (fault?.kind === "reset") response.destroy();
  else if (fault?.kind === "cut_stream" || fault?.kind === "malformed_event") {
    response.writeHead(200, { "content-type": "application/json" });
    response.end(JSON.stringify(body).slice(0, -20));
  } else if (fault?.kind !== "stall") sendJson(response, 200, body);
}
