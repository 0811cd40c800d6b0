import "server-only";

/**
 * Waits for the end of a run, whichever process drives it: the live channel hurries what the database says.
 *
 * Only so many requests of a process may wait at once; each holds a socket and looks into the database.
 */
import { limitInForce } from "./env";
import { subscribeToRun } from "./live";
import { processWide } from "./runtime";

/** How soon a run that this process hears nothing of is looked up again. */
const pollMs = 1_000;

const waits = (): { count: number } => processWide("run-waits", () => ({ count: 0 }));

export type RunEndWait = {
  readonly runId: string;
  readonly isOver: () => Promise<boolean>;
  readonly limitMs: number;
  /** The caller went away. */
  readonly signal: AbortSignal;
};

/** Resolves when the run is over, the time is up or the caller went away; at once when too many wait already. */
export async function waitForRunEnd({ runId, isOver, limitMs, signal }: RunEndWait): Promise<void> {
  const open = waits();
  if (open.count >= limitInForce("apiWaits")) return;
  open.count += 1;
  const bell = new Bell();
  const stopListening = subscribeToRun(runId, (message) => {
    if (message.kind === "events" && message.events.some(({ type }) => type === "run_finished")) bell.ring();
  });
  const poll = setInterval(() => bell.ring(), pollMs);
  const given = AbortSignal.any([signal, AbortSignal.timeout(limitMs)]);
  const giveUp = (): void => bell.ring();
  given.addEventListener("abort", giveUp);
  try {
    while (!given.aborted && !(await isOver())) await bell.heard();
  } finally {
    given.removeEventListener("abort", giveUp);
    clearInterval(poll);
    stopListening();
    open.count -= 1;
  }
}

/** Remembers that it was rung until somebody has heard it. */
class Bell {
  #isRung = false;
  #listener: (() => void) | null = null;

  ring(): void {
    this.#isRung = true;
    this.#listener?.();
  }

  async heard(): Promise<void> {
    if (!this.#isRung) {
      await new Promise<void>((resolve) => {
        this.#listener = resolve;
      });
    }
    this.#isRung = false;
    this.#listener = null;
  }
}
