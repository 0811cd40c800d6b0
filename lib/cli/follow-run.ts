/**
 * Follows a run to its end by reading its journal, whichever process drives it.
 */
import type { RunEvent } from "../engine/events";
import type { Actor } from "../server/access";
import { readEvents } from "../server/services/runs";

export type RunFinished = Extract<RunEvent, { type: "run_finished" }>;

const pollMs = 150;
const eventsPerRead = 500;

/** Calls `onEvent` for every event in order, the last one included. Ends only with the run. */
export async function followRun(actor: Actor, runId: string, onEvent: (event: RunEvent) => void): Promise<RunFinished> {
  let lastSeq = 0;
  for (;;) {
    const events = await readEvents(actor, runId, lastSeq, eventsPerRead);
    for (const event of events) {
      lastSeq = event.seq;
      onEvent(event);
      if (event.type === "run_finished") return event;
    }
    if (events.length === 0) await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
}
