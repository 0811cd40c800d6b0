/**
 * What an answer with nothing in it comes to: asking again helps now and then, asking a third time does not.
 *
 * Pure.
 */
import type { StepError } from "./contract";
import type { StepContext } from "./execution";

type Attempt = Pick<StepContext, "attempt">;

const code = "empty_output";

/** @param who the one that answered, as a sentence begins: "The model". */
export function emptyAnswer(who: string, { attempt }: Attempt): StepError {
  const message = `${who} answered with nothing. Say in the instructions what the answer should hold, or try another model.`;
  return { code, class: classAt(attempt), message };
}

/** A failed call of a model, where the provider had found the answer empty. */
export function askedOnceMore(error: StepError, { attempt }: Attempt): StepError {
  return error.code === code && error.class === "transient" ? { ...error, class: classAt(attempt) } : error;
}

function classAt(attempt: number): StepError["class"] {
  return attempt === 1 ? "transient" : "permanent";
}
