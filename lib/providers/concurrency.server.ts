import "server-only";

/**
 * How many calls of one key run at once: first come, first served, and fewer for a while after a 429.
 */

import type { StepError } from "../nodes/contract";
import type { Result } from "../shared/result";
import type { TurnContext } from "./contract";

export type ProviderLoad = { readonly inUse: number; readonly waiting: number; readonly limit: number };

export type Limiter = {
  /** Waits for a place and returns what gives it back; null when the signal aborted first. A wait is told as `held`. */
  readonly enter: (context: Pick<TurnContext, "signal" | "onDelta">) => Promise<(() => void) | null>;
  /** The service is asking for less: halves what is allowed, at most once a second. */
  readonly slowDown: () => void;
  /** A call went through: what is allowed grows back by one. */
  readonly recover: () => void;
  readonly load: () => ProviderLoad;
};

/** What a call came to says how many may go at once from now on. Gives the outcome back. */
export function learnFrom<T>(limiter: Limiter, outcome: Result<T, StepError>): Result<T, StepError> {
  if (outcome.ok) limiter.recover();
  else if (outcome.error.code === "rate_limited") limiter.slowDown();
  return outcome;
}

const halveAtMostEveryMs = 1_000;

export function createLimiter(limit: number, now: () => number = Date.now): Limiter {
  const queue: (() => void)[] = [];
  let inUse = 0;
  let allowed = limit;
  let halvedAt = Number.NEGATIVE_INFINITY;

  const admit = () => {
    while (inUse < allowed) {
      const next = queue.shift();
      if (next === undefined) return;
      inUse += 1;
      next();
    }
  };
  const placeToGiveBack = () => {
    let isHeld = true;
    return () => {
      if (!isHeld) return;
      isHeld = false;
      inUse -= 1;
      admit();
    };
  };
  return {
    enter: async ({ signal, onDelta }) => {
      if (signal.aborted) return null;
      if (inUse < allowed && queue.length === 0) {
        inUse += 1;
        return placeToGiveBack();
      }
      const slowed = allowed < limit ? ", fewer for a while because the service asked for less" : "";
      onDelta({
        type: "held",
        because: `${inUse} ${inUse === 1 ? "call to this provider is" : "calls to this provider are"} going, which is the limit${slowed}`,
      });
      return new Promise((resolve) => {
        const leave = () => {
          const at = queue.indexOf(takePlace);
          if (at !== -1) queue.splice(at, 1);
          resolve(null);
        };
        const takePlace = () => {
          signal.removeEventListener("abort", leave);
          onDelta({ type: "held", because: null });
          resolve(placeToGiveBack());
        };
        queue.push(takePlace);
        signal.addEventListener("abort", leave, { once: true });
      });
    },
    slowDown: () => {
      if (now() - halvedAt < halveAtMostEveryMs) return;
      halvedAt = now();
      allowed = Math.max(1, Math.floor(allowed / 2));
    },
    recover: () => {
      if (allowed >= limit) return;
      allowed += 1;
      admit();
    },
    load: () => ({ inUse, waiting: queue.length, limit }),
  };
}
