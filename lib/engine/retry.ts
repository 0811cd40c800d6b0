/**
 * Retry arithmetic: full-jitter exponential back-off with the provider's own wish honoured.
 *
 * Pure: no timers, no clock, and the random number comes from the caller. Full jitter follows
 * "Exponential Backoff And Jitter" (AWS Architecture Blog): a uniform draw below the exponential bound.
 */
import { limits } from "../shared/limits";

export type RetryPolicy = {
  /** Tries in all, the first included. 1 means never again. */
  readonly maxAttempts: number;
  readonly baseMs: number;
  readonly maxMs: number;
};

export const modelRetryPolicy = { baseMs: 1_000, maxMs: 60_000 } as const;

/**
 * How long to wait before the next attempt, in milliseconds.
 *
 * @param failures attempts that failed so far, the latest included; at least 1.
 * @param random a number from 0 (inclusive) to 1 (exclusive).
 * @returns `null` when the policy allows no further attempt.
 */
export function nextRetryDelayMs(policy: RetryPolicy, failures: number, random: number, retryAfterMs?: number): number | null {
  if (failures >= policy.maxAttempts) return null;
  if (retryAfterMs !== undefined) return Math.min(Math.max(retryAfterMs, 0), limits.retryAfterMs.value);
  const bound = Math.min(policy.baseMs * 2 ** (failures - 1), policy.maxMs);
  return Math.round(random * bound);
}
