/**
 * What a person is shown who has to decide, as the data the step waits with.
 *
 * Pure. Pages and the API read `Ask`; a decision is read against the very fields that were shown.
 */
import { z } from "zod";
import { type JsonObject, JsonValueSchema } from "../shared/json";
import { FormFieldSchema } from "./form-fields";

export const AskSchema = z.object({
  title: z.string(),
  /** Markdown. */
  body: z.string(),
  /** What the person may edit; none for a plain yes or no. */
  fields: z.array(FormFieldSchema),
  /** What stands in the fields at first, by key. */
  values: z.record(z.string(), JsonValueSchema),
  /** Why the last decision could not be taken. */
  problem: z.string().optional(),
});
export type Ask = z.infer<typeof AskSchema>;

/** Absent members are left out, as JSON leaves them out. */
export function askAsJson({ title, body, fields, values, problem }: Ask): JsonObject {
  return {
    title,
    body,
    fields: fields.map(({ key, label, type, required, help, options }) => ({
      key,
      label,
      type,
      required,
      ...(help !== undefined && { help }),
      ...(options !== undefined && { options }),
    })),
    values,
    ...(problem !== undefined && { problem }),
  };
}
