/** What crossed the wire in one call, as it is recorded and shown. Types only, so that every room may read it. */
import type { JsonValue } from "../shared/json";

/** One HTTP exchange as the client saw it: the captured body, credentials removed. Times are epoch milliseconds. */
export type Exchange = {
  readonly method: string;
  /** Path and query, without the host. */
  readonly path: string;
  readonly requestBody: JsonValue;
  readonly startedAt: number;
  readonly finishedAt: number;
  /** Null when no response arrived. */
  readonly status: number | null;
  /** The response: parsed JSON, or the stream's events as an array of `{event, data}`; cut to 256 KB with a note. */
  readonly responseBody: JsonValue;
  readonly correlationId: string | null;
  readonly toolSpans: readonly ToolSpan[];
};

/** A tool the provider ran, on the exchange's clock. */
export type ToolSpan = {
  readonly name: string;
  readonly arguments: string;
  readonly startedAt: number;
  readonly finishedAt: number | null;
};
