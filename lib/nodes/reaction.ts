/** What a step makes of a model's answer before it is done. Types only. */
import type { FunctionAnswer, StepError } from "./contract";

/** Take the answer, go on (with results of functions, words, or both), or give up. */
export type Reaction =
  | { readonly is: "accepted" }
  | { readonly is: "gone_on_with"; readonly functionResults?: readonly FunctionAnswer[]; readonly message: string }
  | { readonly is: "refused"; readonly error: StepError };
