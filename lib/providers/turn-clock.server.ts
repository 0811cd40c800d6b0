import "server-only";

/**
 * Time-outs of one model call: to the first byte, between bytes, in total, and the caller's own abort.
 *
 * The SDK's time-out covers a whole stream at once, so it is off and this is the mechanism.
 */
import type { TurnTimeouts } from "./contract";

export type StopReason = "cancelled" | "timeout_first_byte" | "timeout_idle" | "timeout_total";

export type TurnClock = {
  /** Aborts the call for whichever reason comes first. */
  readonly signal: AbortSignal;
  /** Why the call was stopped; null while it was not. */
  readonly reason: () => StopReason | null;
  /** The request leaves now: the wait for its first byte begins. */
  readonly sent: () => void;
  /** A piece of the answer arrived. */
  readonly received: () => void;
  /** The call is over; timers and listeners are gone. */
  readonly stop: () => void;
};

export function startClock(timeouts: TurnTimeouts, outer: AbortSignal): TurnClock {
  const controller = new AbortController();
  let reason: StopReason | null = null;
  let firstByte: NodeJS.Timeout | undefined;
  let idle: NodeJS.Timeout | undefined;
  let total: NodeJS.Timeout | undefined;
  const abort = (why: StopReason) => {
    reason ??= why;
    controller.abort(new DOMException(`The call was stopped: ${why}`, "AbortError"));
  };
  const cancel = () => abort("cancelled");
  if (outer.aborted) cancel();
  else outer.addEventListener("abort", cancel, { once: true });
  return {
    signal: controller.signal,
    reason: () => reason,
    sent: () => {
      firstByte = setTimeout(() => abort("timeout_first_byte"), timeouts.firstByteMs);
      total = setTimeout(() => abort("timeout_total"), timeouts.totalMs);
    },
    received: () => {
      clearTimeout(firstByte);
      if (idle === undefined) idle = setTimeout(() => abort("timeout_idle"), timeouts.idleMs);
      else idle.refresh();
    },
    stop: () => {
      for (const timer of [firstByte, idle, total]) clearTimeout(timer);
      outer.removeEventListener("abort", cancel);
    },
  };
}
