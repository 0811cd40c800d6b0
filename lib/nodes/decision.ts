/**
 * What a person decided, read against what they were shown.
 *
 * Pure: the page, the server and the step all read a decision here.
 */
import { isJsonObject, type JsonObject, ownValue } from "../shared/json";
import { err, ok, type Result } from "../shared/result";
import type { Ask } from "./ask";
import { type FieldProblems, labelsOf, readFormValues } from "./form-values";

export type Decision = {
  readonly approve: boolean;
  /** Empty when nothing was said. */
  readonly comment: string;
  /** The fields as the person left them. */
  readonly values: JsonObject;
};

export type DecisionError = { readonly message: string; readonly fields: FieldProblems };

const longestComment = 10_000;

/** A field that is not part of the decision keeps what it showed. Nothing is asked of the fields of a rejection. */
export function readDecision(ask: Ask, decision: JsonObject): Result<Decision, DecisionError> {
  const approve = ownValue(decision, "approve");
  if (typeof approve !== "boolean") return err({ message: "A decision says whether it approves: `approve` is true or false.", fields: {} });
  const comment = ownValue(decision, "comment") ?? "";
  if (typeof comment !== "string" || comment.length > longestComment) {
    return err({ message: `The comment has to be a text of at most ${longestComment} characters.`, fields: {} });
  }
  const edited = ownValue(decision, "values");
  const given = { ...ask.values, ...(isJsonObject(edited) ? edited : {}) };
  const values = readFormValues(ask.fields, given);
  if (values.ok) return ok({ approve, comment: comment.trim(), values: values.value });
  if (!approve) return ok({ approve, comment: comment.trim(), values: ask.values });
  return err({ message: `It can't be approved like this. Look at: ${labelsOf(values.error, ask.fields)}.`, fields: values.error });
}
