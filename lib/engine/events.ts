/**
 * The journal: the only thing a run writes and the only thing people are shown of it.
 *
 * Past tense, append-only, numbered 1..n per run without a gap, one zod variant per fact. `at` is
 * epoch milliseconds. Fields are only ever added, with a default, so that a new release reads every
 * journal an older one wrote.
 */
import { z } from "zod";
import { budgetItems } from "../shared/budget";
import type { Entry, Usage } from "../shared/conversation";
import { JsonValueSchema } from "../shared/json";
import { calledAs } from "../shared/step-path";

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

/** What was said, inline or beside the journal. */
export const StoredEntries = z.union([z.object({ inline: z.array(z.custom<Entry>()) }), z.object({ blob: BlobRef })]);
export type StoredEntries = z.infer<typeof StoredEntries>;

/** What a step's model turns came to. Bodies that were sent are kept with the attempt, not in the journal. */
export const StepModel = z.object({
  provider: z.string(),
  model: z.string(),
  conversationId: z.string().nullable(),
  /** A digest of what the conversation began with and can't change: who was asked, with which instructions and tools. */
  speaker: z.string().optional(),
  usage: z.custom<Usage>((value) => typeof value === "object" && value !== null),
  /** Entries a successor carries. */
  entries: StoredEntries,
  /** Entries before those that nobody carries: a classifier's question and answer. */
  aside: StoredEntries.optional(),
  files: z.array(z.object({ fileId: z.string(), name: z.string(), mime: z.string(), bytes: z.number() })),
  leftOut: z.array(z.string()),
});
export type StepModel = z.infer<typeof StepModel>;

/** A child of a step as the journal keeps it; see `SpawnedChild`. */
export const SpawnedChildRecord = z.object({
  title: z.string(),
  runs: z.union([z.object({ body: z.string() }), z.object({ node: z.string(), as: z.enum(calledAs) })]),
  values: StoredValue,
  input: StoredValue.optional(),
  after: z.array(z.number().int()).optional(),
  carry: z.enum(["behind", "so_far", "nothing"]),
  /** How many parts it stands for where they are counted; 1 unless it says so. */
  parts: z.number().int().min(1).optional(),
});
export type SpawnedChildRecord = z.infer<typeof SpawnedChildRecord>;

export const SpawnPolicyRecord = z.object({
  atOnce: z.number().int().min(1),
  onFailure: z.enum(["stop", "settle"]),
  atLeast: z.number().int().optional(),
});
export type SpawnPolicyRecord = z.infer<typeof SpawnPolicyRecord>;

export const WaitUntilRecord = z.discriminatedUnion("for", [
  z.object({ for: z.literal("time"), at: z.number() }),
  z.object({ for: z.literal("decision"), ask: z.record(z.string(), JsonValueSchema), at: z.number().nullable() }),
  z.object({ for: z.literal("run"), runId: z.string(), at: z.number().nullable() }),
]);
export type WaitUntilRecord = z.infer<typeof WaitUntilRecord>;

export const ResumptionRecord = z.discriminatedUnion("by", [
  z.object({ by: z.literal("children") }),
  z.object({ by: z.literal("time") }),
  z.object({ by: z.literal("decision"), person: z.string(), decision: z.record(z.string(), JsonValueSchema) }),
  z.object({
    by: z.literal("run"),
    status: z.enum(["succeeded", "failed", "cancelled"]),
    output: JsonValueSchema,
    message: z.string().optional(),
  }),
]);
export type ResumptionRecord = z.infer<typeof ResumptionRecord>;

/** Parts that a step did for another one and that did not succeed, with what the first of them failed with. */
export const LostParts = z.object({ parts: z.number().int().min(1), error: StepErrorSchema });
export type LostParts = z.infer<typeof LostParts>;

/** What a run is a batch of: one node's work on some of its items. `given` is what lies behind that node in the run above. */
export const RunBatch = z.object({ nodeId: z.string(), title: z.string(), given: StoredValue });
export type RunBatch = z.infer<typeof RunBatch>;

/**
 * The run that this one goes on from, after its failure or its cancel, and the nodes of the graph itself for which it
 * takes nothing over: steps of others that start runs go on with what those of `runId` came to.
 */
export const RunResumption = z.object({ runId: z.string(), anew: z.array(z.string()) });
export type RunResumption = z.infer<typeof RunResumption>;

/** Why a step was skipped: the nearest decision that closed every way in. */
export const SkipReason = z.object({
  /** The node that decided; absent when a join could no longer be reached. */
  nodeId: z.string().optional(),
  /** Reads after "skipped: ". */
  text: z.string(),
});
export type SkipReason = z.infer<typeof SkipReason>;

const budgetItem = z.enum(budgetItems);
/** Of tokens, calls, millionths of a dollar or milliseconds; see `lib/shared/budget.ts`. */
const budgetAmount = z.number().int().nonnegative();

/** `reused`: taken over from the record of an earlier run; nothing was done or paid for here. */
const fact = z.object({ at, reused: z.literal(true).optional() });

export const RunEventBody = z.discriminatedUnion("type", [
  fact.extend({
    type: z.literal("run_started"),
    planHash: z.string(),
    input: z.record(z.string(), JsonValueSchema),
    simulated: z.boolean(),
    /** A step of another run waits for this one and goes on with what it came to. */
    batch: RunBatch.optional(),
    resumes: RunResumption.optional(),
  }),
  /** Another process took the run over after its owner was lost; steps in flight are tried again. */
  fact.extend({ type: z.literal("run_recovered"), epoch: z.number().int(), interrupted: z.array(path) }),
  /** Ready, but a limit of the run keeps it from starting; said once. `because` reads after "waits: ". */
  fact.extend({ type: z.literal("step_held"), path, nodeId: z.string(), because: z.string() }),
  /** `from` names the taken edges whose outputs this step received, in edge order. */
  fact.extend({
    type: z.literal("step_started"),
    path,
    nodeId: z.string(),
    attempt,
    from: z.array(z.string()),
    /** The turn that is tried again. */
    turn: z.number().int().min(0).optional(),
  }),
  fact.extend({
    type: z.literal("step_succeeded"),
    path,
    attempt,
    ports: z.array(z.string()),
    output: StoredValue,
    because: z.string().optional(),
    writes: z.array(z.object({ variable: z.string(), value: JsonValueSchema })).optional(),
    emits: z.array(z.object({ name: z.string(), data: StoredValue })).optional(),
    /** The output was replaced by hand for a rerun. */
    edited: z.literal(true).optional(),
    /** Its author pinned this output: nothing was worked out. */
    pinned: z.literal(true).optional(),
    lost: LostParts.optional(),
    model: StepModel.optional(),
  }),
  /** The step's work goes on in children: steps of their own, each in a frame `<path>[<number>]` or `<path>.call[<number>]`. */
  fact.extend({
    type: z.literal("step_spawned"),
    path,
    attempt,
    children: z.array(SpawnedChildRecord),
    policy: SpawnPolicyRecord,
    memory: StoredValue.optional(),
    because: z.string().optional(),
    model: StepModel.optional(),
  }),
  /**
   * Every event of that name adds a child, until the time `until` or an event named `untilEvent` has come; without
   * either until nothing else is going on. The last event is still handled if it is one of those listened for.
   */
  fact.extend({
    type: z.literal("step_listening"),
    path,
    attempt,
    event: z.string(),
    child: SpawnedChildRecord.omit({ values: true, input: true, after: true }),
    policy: SpawnPolicyRecord,
    until: z.number().nullable(),
    untilEvent: z.string().optional(),
    /** Steps of one frame that name the same conversation handle their events by turns, and carry what each other said. */
    conversation: z.string().optional(),
  }),
  fact.extend({
    type: z.literal("step_waiting"),
    path,
    attempt,
    /** With `path` it names this waiting: an answer to another one is refused. */
    turn: z.number().int().min(0),
    until: WaitUntilRecord,
    memory: StoredValue.optional(),
    model: StepModel.optional(),
  }),
  /** Its next turn begins, in the same attempt. `turn` is 0 for the one that `step_started` began. */
  fact.extend({ type: z.literal("step_resumed"), path, attempt, turn: z.number().int().min(1), by: ResumptionRecord }),
  /** A child begins. `frame` is the beginning of its steps' paths. */
  fact.extend({ type: z.literal("frame_started"), frame: path, title: z.string() }),
  fact.extend({
    type: z.literal("frame_finished"),
    frame: path,
    status: z.enum(["succeeded", "failed", "cancelled"]),
    error: StepErrorSchema.optional(),
  }),
  /** A step or somebody outside (`from` null) emitted it; `to` names the steps that handle it, none when nobody listens. */
  fact.extend({
    type: z.literal("event_emitted"),
    name: z.string(),
    data: StoredValue,
    from: z.string().nullable(),
    depth: z.number().int().min(0),
    to: z.array(path),
    because: z.string().optional(),
  }),
  /** Its attempts are used up; the next one asks the fallback. */
  fact.extend({ type: z.literal("step_fallback"), path, attempt, error: StepErrorSchema, model: StepModel.optional() }),
  /** Final: no further attempt follows. `handled`: it leaves by the error port, and the run goes on. */
  fact.extend({
    type: z.literal("step_failed"),
    path,
    attempt,
    error: StepErrorSchema,
    handled: z.boolean().optional(),
    model: StepModel.optional(),
  }),
  /** A transient failure; attempt `attempt + 1` starts at `retryAt`. */
  fact.extend({ type: z.literal("step_retry_scheduled"), path, attempt, error: StepErrorSchema, retryAt: at, model: StepModel.optional() }),
  /** The run's budget has less left than its next call may take. Nothing of this turn was sent; it begins again once somebody raised the budget. */
  fact.extend({
    type: z.literal("step_unfunded"),
    path,
    attempt,
    item: budgetItem,
    cap: budgetAmount,
    spent: budgetAmount,
    needed: budgetAmount,
  }),
  /** Most of a cap is used up; said once for each cap. */
  fact.extend({ type: z.literal("budget_nearly_spent"), item: budgetItem, cap: budgetAmount, spent: budgetAmount }),
  /** By a person: the caps as they are from then on, null for none. */
  fact.extend({ type: z.literal("budget_raised"), by: z.string(), caps: z.record(budgetItem, budgetAmount.nullable()) }),
  fact.extend({ type: z.literal("step_skipped"), path, nodeId: z.string(), because: SkipReason }),
  fact.extend({
    type: z.literal("step_cancelled"),
    path,
    because: z.string(),
    /** A join had no more use for it, a person asked, another step's failure, or the run's own end. */
    cause: z.enum(["join", "person", "failure", "run"]).optional(),
    /** It waited for a person's decision, which has no use any more. */
    superseded: z.literal(true).optional(),
  }),
  /** Of the whole run, or of one step and all that belongs to it. */
  fact.extend({ type: z.literal("cancel_requested"), by: z.string(), path: path.optional() }),
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
