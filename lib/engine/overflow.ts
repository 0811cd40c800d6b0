/** A run whose record has grown past a limit. Pure. */

import type { RunEventBody } from "./events";

type StepError = Extract<RunEventBody, { type: "step_failed" }>["error"];

export type RecordSize = { readonly events: number; readonly bytes: number };

/** Why nothing more may be recorded but the run's end; null while there is room. */
export function overflowOf(size: RecordSize, limits: RecordSize): StepError | null {
  if (size.events >= limits.events) return runTooLarge(`has ${size.events} events, and the limit is ${limits.events}`);
  if (size.bytes >= limits.bytes) return runTooLarge(`keeps ${size.bytes} bytes, and the limit is ${limits.bytes}`);
  return null;
}

function runTooLarge(what: string): StepError {
  const message = `The record of this run ${what}. Let the workflow do less in one run: fewer iterations or items, or shorter outputs.`;
  return { code: "run_too_large", class: "limit", message };
}
