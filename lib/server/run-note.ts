import "server-only";

import type { RunEventBody } from "../engine/events";
import { shortageInWords } from "../shared/budget";

/** What a list says of the run in one sentence: why it failed, or what it waits for. */
export function noteOf(events: readonly RunEventBody[]): string | null {
  for (const event of [...events].reverse()) {
    if (event.type === "run_finished") return event.error?.message ?? null;
    if (event.type === "step_retry_scheduled") return `Waiting to try again: ${event.error.message}`;
    if (event.type === "step_listening" && event.untilEvent !== undefined) return `Waiting for the event ${event.untilEvent}.`;
    if (event.type === "step_unfunded") return `Waiting for its budget to be raised: ${shortageInWords(event)}`;
    if (event.type === "step_waiting") return waitNotes[event.until.for];
  }
  return null;
}

const waitNotes = {
  time: "Waiting until its time has come.",
  decision: "Waiting for a person to decide.",
  run: "Waiting for another run to end.",
} as const;
