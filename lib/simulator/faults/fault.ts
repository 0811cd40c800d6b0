/**
 * What can go wrong on purpose.
 */
import { z } from "zod";

const kinds = [
  "429",
  "500",
  "503",
  "slow_first_byte",
  "stall",
  "cut_stream",
  "malformed_json",
  "malformed_event",
  "empty",
  "html",
  "reset",
  "3000",
  "guardrail_403",
  "bad_json",
  "error_event",
] as const;

export type FaultKind = (typeof kinds)[number];

/** `seconds`: the Retry-After of a 429 or 503, or how long a slow answer waits. */
export type Fault = { readonly kind: FaultKind; readonly seconds: number | undefined };

const RuleSchema = z.strictObject({
  match: z.strictObject({ bodyIncludes: z.string().optional(), path: z.string().optional() }).default({}),
  fault: z.enum(kinds),
  /** How many requests it hits; without it, every one. */
  times: z.number().int().min(1).optional(),
  /** Seconds, also the wait of `slow_first_byte`. */
  retryAfter: z.number().min(0).optional(),
});
export const RulesSchema = z.array(RuleSchema).max(200);
export type FaultRule = z.input<typeof RuleSchema>;
export type ParsedRule = z.output<typeof RuleSchema>;
