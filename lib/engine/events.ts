/**
 * The journal: the only thing a run writes and the only thing people are shown of it.
 *
 * Past tense, append-only, numbered 1..n per run without a gap, one zod variant per fact. `at` is
 * epoch milliseconds. Fields are only ever added, with a default, so that a new release reads every
 * journal an older one wrote.
 */
import { z } from "zod";
import type { Entry, Usage } from "../shared/conversation";
import { JsonValueSchema } from "../shared/json";

const at = z.number().int().nonnegative();
const path = z.string().min(1);
const attempt = z.number().int().min(1);

/** Where a value lies when it is too large for an event: the id of a blob of the same run. */
const BlobRef = z.object({ blobId: z.string(), bytes: z.number().int().nonnegative() });
export type BlobRef = z.infer<typeof BlobRef>;

/** A value of a step, inline or beside the journal. */
export const StoredValue = z.union([z.object({ inline: JsonValueSchema }), z.object({ blob: BlobRef })]);
export type StoredValue = z.infer<typeof StoredValue>;

export const StepErrorSchema = z.object({
  code: z.string(),
  class: z.enum(["transient", "permanent", "limit", "cancelled"]),
  message: z.string(),
  retryAfterMs: z.number().optional(),
  raw: z.string().optional(),
});

/** What a step's model turns came to. Bodies that were sent are kept with the attempt, not in the journal. */
export const StepModel = z.object({
  provider: z.string(),
  model: z.string(),
  conversationId: z.string().nullable(),
  usage: z.custom<Usage>((value) => typeof value === "object" && value !== null),
  /** Entries a successor carries; empty for a step that stays aside. */
  entries: z.union([z.object({ inline: z.array(z.custom<Entry>()) }), z.object({ blob: BlobRef })]),
  files: z.array(z.object({ fileId: z.string(), name: z.string(), mime: z.string(), bytes: z.number() })),
  leftOut: z.array(z.string()),
});
export type StepModel = z.infer<typeof StepModel>;

/** Why a step was skipped: the nearest decision that closed every way in. */
export const SkipReason = z.object({
  /** The node that decided; absent when a join could no longer be reached. */
  nodeId: z.string().optional(),
  /** Reads after "skipped: ". */
  text: z.string(),
});
export type SkipReason = z.infer<typeof SkipReason>;

const fact = z.object({ at });

export const RunEventBody = z.discriminatedUnion("type", [
  fact.extend({
    type: z.literal("run_started"),
    planHash: z.string(),
    input: z.record(z.string(), JsonValueSchema),
    simulated: z.boolean(),
  }),
  /** Another process took the run over after its owner was lost; steps in flight are tried again. */
  fact.extend({ type: z.literal("run_recovered"), epoch: z.number().int(), interrupted: z.array(path) }),
  /** Ready, but a limit of the run keeps it from starting; said once. `because` reads after "waits: ". */
  fact.extend({ type: z.literal("step_held"), path, nodeId: z.string(), because: z.string() }),
  /** `from` names the taken edges whose outputs this step received, in edge order. */
  fact.extend({ type: z.literal("step_started"), path, nodeId: z.string(), attempt, from: z.array(z.string()) }),
  fact.extend({
    type: z.literal("step_succeeded"),
    path,
    attempt,
    ports: z.array(z.string()),
    output: StoredValue,
    because: z.string().optional(),
    writes: z.array(z.object({ variable: z.string(), value: JsonValueSchema })).optional(),
    model: StepModel.optional(),
  }),
  /** Final: no further attempt follows. */
  fact.extend({ type: z.literal("step_failed"), path, attempt, error: StepErrorSchema, model: StepModel.optional() }),
  /** A transient failure; attempt `attempt + 1` starts at `retryAt`. */
  fact.extend({ type: z.literal("step_retry_scheduled"), path, attempt, error: StepErrorSchema, retryAt: at, model: StepModel.optional() }),
  fact.extend({ type: z.literal("step_skipped"), path, nodeId: z.string(), because: SkipReason }),
  fact.extend({ type: z.literal("step_cancelled"), path, because: z.string() }),
  fact.extend({ type: z.literal("cancel_requested"), by: z.string() }),
  fact.extend({
    type: z.literal("run_finished"),
    status: z.enum(["succeeded", "failed", "cancelled"]),
    /** Output by output node. */
    outputs: z.record(z.string(), StoredValue),
    error: StepErrorSchema.extend({ path: z.string().optional() }).optional(),
  }),
]);
export type RunEventBody = z.infer<typeof RunEventBody>;
export type RunEventType = RunEventBody["type"];

/** An event as it stands in the journal. `seq` is 1 for the first of a run. */
export type RunEvent = RunEventBody & { readonly seq: number };

export const RunEvent = z.intersection(RunEventBody, z.object({ seq: z.number().int().min(1) }));
