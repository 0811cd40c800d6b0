/** What may be sent to a model at once. Pure. */
import { utf8Bytes } from "../shared/json";
import { limits } from "../shared/limits";
import { err, ok, type Result } from "../shared/result";
import type { StepError } from "./contract";

export type PromptTexts = { readonly instructions: string; readonly message: string };

/** The texts themselves, unless together they are larger than one prompt may be. */
export function withinPromptLimit(prompt: PromptTexts): Result<PromptTexts, StepError> {
  const bytes = utf8Bytes(prompt.instructions) + utf8Bytes(prompt.message);
  const limit = limits.promptBytes.value;
  if (bytes <= limit) return ok(prompt);
  const message = `The prompt has ${bytes} bytes; at most ${limit} can be sent. Shorten the instructions, the message or what they insert.`;
  return err({ code: "prompt_too_large", class: "limit", message });
}
