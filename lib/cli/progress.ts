/**
 * A run's events as lines a person follows in a terminal.
 *
 * Pure: one line per fact worth seeing, null for the rest. Times are seconds since the run began.
 */
import type { RunEvent } from "../engine/events";
import { partInWords, shortageInWords } from "../shared/budget";

export type ProgressContext = {
  /** Epoch milliseconds of the run's first event. */
  readonly startedAt: number;
  /** The card's title for a step's path; the path itself where there is none. */
  readonly titleOf: (path: string) => string;
  readonly titleWidth: number;
};

export function progressLine(event: RunEvent, context: ProgressContext): string | null {
  const told = tell(event);
  if (told === null) return null;
  const seconds = ((event.at - context.startedAt) / 1000).toFixed(1).padStart(6);
  const title = "path" in event && event.path !== undefined ? context.titleOf(event.path) : "Run";
  return `${seconds} s  ${title.padEnd(context.titleWidth)}  ${told}`.trimEnd();
}

function tell(event: RunEvent): string | null {
  switch (event.type) {
    case "run_started":
      return null;
    case "run_recovered":
      return "taken over after its worker was lost";
    case "step_spawned":
      return event.because ?? `goes on in ${event.children.length} parts`;
    case "step_listening":
      return `listens for ${event.event}`;
    case "step_waiting":
      return event.until.for === "decision" ? "waits for a person to decide" : "waits";
    case "step_resumed":
      return event.by.by === "children" ? null : "goes on";
    case "frame_started":
    case "frame_finished":
      return null;
    case "step_fallback":
      return `asks the fallback: ${event.error.message}`;
    case "event_emitted":
      return event.to.length === 0 ? `emitted ${event.name}: nobody listens` : `emitted ${event.name}`;
    case "step_held":
      return `waits: ${event.because}`;
    case "step_started":
      return event.attempt === 1 ? "running" : `running, attempt ${event.attempt}`;
    case "step_succeeded":
      return ["succeeded", event.because, tokens(event.model?.usage.totalTokens)].filter(Boolean).join(" · ");
    case "step_failed":
      return `failed: ${event.error.message}`;
    case "step_retry_scheduled":
      return `will be tried again: ${event.error.message}`;
    case "step_unfunded":
      return `waits for the run's budget: ${shortageInWords(event)}`;
    case "budget_nearly_spent":
      return `${partInWords(event.item, event.spent, event.cap)} spent`;
    case "budget_raised":
      return "its budget was changed";
    case "step_skipped":
      return `skipped: ${event.because.text}`;
    case "step_cancelled":
      return `${event.superseded === true ? "superseded" : "cancelled"}: ${event.because}`;
    case "cancel_requested":
      return "cancelling";
    case "run_finished":
      return event.error === undefined ? event.status : `${event.status}: ${event.error.message}`;
  }
}

function tokens(total: number | undefined): string | undefined {
  return total === undefined || total === 0 ? undefined : `${total.toLocaleString("en-US")} tokens`;
}
