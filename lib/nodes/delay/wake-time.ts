/** When a Delay is over. Pure: the clock is given. */
import type { JsonValue } from "../../shared/json";
import { err, ok, type Result } from "../../shared/result";
import type { StepError } from "../contract";

export const units = ["seconds", "minutes", "hours", "days"] as const;
export type Unit = (typeof units)[number];

const msOf = { seconds: 1_000, minutes: 60_000, hours: 3_600_000, days: 86_400_000 } as const;

export function delayMs(amount: number, unit: Unit): number {
  return amount * msOf[unit];
}

/** Only ISO 8601: other spellings of a time mean different things in different places. */
const isoTime = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(Z|[+-]\d{2}:\d{2})?)?$/;

/** Epoch milliseconds from a text or number. A text without a zone is in UTC. */
export function readTime(value: JsonValue | undefined): Result<number, StepError> {
  if (typeof value === "number") return ok(value);
  const text = typeof value === "string" ? value.trim() : "";
  const match = isoTime.exec(text);
  const needsZone = text.length > 10 && match?.[1] === undefined;
  const at = match === null ? Number.NaN : Date.parse(`${text.replace(" ", "T")}${needsZone ? "Z" : ""}`);
  if (!Number.isNaN(at)) return ok(at);
  const got = value === undefined ? "nothing" : typeof value === "string" ? `“${text.slice(0, 60)}”` : JSON.stringify(value).slice(0, 60);
  const message = `A Delay needs a time like 2026-03-01T09:00:00Z; it got ${got}.`;
  return err({ code: "not_a_time", class: "permanent", message });
}

/** The time itself, unless it is further ahead than a step can wait. */
export function withinLongestWait(at: number, now: number, longestMs: number): Result<number, StepError> {
  const days = Math.round(longestMs / 86_400) / 1_000;
  if (at - now <= longestMs) return ok(at);
  const message = `That is more than ${days} days ahead, which is as long as a step can wait. Choose an earlier time.`;
  return err({ code: "delay_too_long", class: "limit", message });
}
