/** An event in a few words, for the line it stands on; its JSON says the rest. */
import type { RunEvent } from "@/lib/engine/events";
import { formatCountOf, formatDuration } from "@/lib/projection/format";
import { partInWords, shortageInWords } from "@/lib/shared/budget";

const waitWords = { time: "its time", decision: "a person", run: "another run" } as const;

export function describeEvent(event: RunEvent): string {
  switch (event.type) {
    case "run_started":
      return event.simulated ? "with the simulated model" : "";
    case "run_recovered":
      return event.interrupted.length === 0 ? "nothing was in flight" : `again: ${event.interrupted.join(", ")}`;
    case "step_held":
      return `${event.path} waits: ${event.because}`;
    case "step_started":
      return event.attempt === 1 ? event.path : `${event.path}, attempt ${event.attempt}`;
    case "step_succeeded":
      return `${event.path}${event.because === undefined ? "" : `: ${event.because}`}`;
    case "step_failed":
      return `${event.path}: ${event.error.message}`;
    case "step_retry_scheduled":
      return `${event.path} in ${formatDuration(event.retryAt - event.at)}: ${event.error.message}`;
    case "step_fallback":
      return `${event.path} asks the fallback: ${event.error.message}`;
    case "step_spawned":
      return `${event.path} goes on in ${formatCountOf(event.children.length, "part")}`;
    case "step_listening":
      return `${event.path} listens for ${event.event}${event.untilEvent === undefined ? "" : ` until ${event.untilEvent}`}`;
    case "step_waiting":
      return `${event.path} waits for ${waitWords[event.until.for]}`;
    case "step_resumed":
      return `${event.path}, turn ${event.turn}`;
    case "frame_started":
      return `${event.frame}: ${event.title}`;
    case "frame_finished":
      return `${event.frame}: ${event.error?.message ?? event.status}`;
    case "event_emitted":
      return `${event.name}, heard by ${event.to.length === 0 ? "nobody" : event.to.join(", ")}`;
    case "step_unfunded":
      return `${event.path}: ${shortageInWords(event)}`;
    case "budget_nearly_spent":
      return partInWords(event.item, event.spent, event.cap);
    case "budget_raised":
      return `by ${event.by}`;
    case "step_skipped":
      return `${event.path}: ${event.because.text}`;
    case "step_cancelled":
      return `${event.path}${event.superseded === true ? ", its question superseded" : ""}: ${event.because}`;
    case "cancel_requested":
      return `by ${event.by}`;
    case "run_finished":
      return event.error === undefined ? event.status : `${event.status}: ${event.error.message}`;
  }
}
