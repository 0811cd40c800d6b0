/**
 * Names of events, as the kinds that emit and hear them hold them.
 *
 * Pure.
 */

const pattern = /^[a-z][a-z0-9_.-]{0,79}$/;

/** Emitted by the run itself before a failure ends it. */
export const failedStepEvent = "step.failed";

/** What keeps a text from being the name of an event, as a sentence; undefined when nothing does. */
export function eventNameProblem(name: string): string | undefined {
  if (pattern.test(name)) return undefined;
  if (name === "") return "the event has no name. Give it one, like `data.received`.";
  return `“${name}” can't be the name of an event. Use lower-case letters, digits, dots, - and _, starting with a letter (at most 80).`;
}
