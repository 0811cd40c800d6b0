/**
 * How long a service asks to be left alone: HTTP's `Retry-After`.
 *
 * Pure: the clock is given. Whether something is tried again is the caller's to decide.
 */
import { limits } from "./limits";

/** Seconds or a date → milliseconds from now; undefined for anything else. */
export function readRetryAfter(header: string | null | undefined, now: number): number | undefined {
  const text = header?.trim() ?? "";
  if (text === "") return undefined;
  const seconds = Number(text);
  if (Number.isFinite(seconds)) return seconds < 0 ? undefined : Math.round(seconds * 1_000);
  const date = Date.parse(text);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

/** Why nobody waits that long, as a sentence to follow what happened; null where a step does. */
export function refuseLongWait(waitMs: number): string | null {
  const most = limits.retryAfterMs.value;
  if (waitMs <= most) return null;
  return `It asks for ${hours(waitMs)} without a request, and a step waits ${hours(most)} at most. Run it again later.`;
}

function hours(ms: number): string {
  return `${Math.ceil(ms / 3_600_000).toLocaleString("en-US")} hours`;
}
