/** What a journal says of one step while its run is driven. */
import type { JsonValue } from "../shared/json";
import { placeOfStep } from "../shared/step-path";
import type {
  LostParts,
  ResumptionRecord,
  RunEventBody,
  SkipReason,
  SpawnedChildRecord,
  SpawnPolicyRecord,
  StoredEntries,
  StoredValue,
  WaitUntilRecord,
} from "./events";

/**
 * `spawned`: its work goes on in children. `waiting`: for time, a person or another run. `unfunded`: for a budget that
 * allows its next call; `funded`: that was raised, and the same attempt begins again.
 */
export type StepPhase =
  | "running"
  | "retrying"
  | "interrupted"
  | "spawned"
  | "waiting"
  | "unfunded"
  | "funded"
  | "succeeded"
  | "failed"
  | "skipped"
  | "cancelled";

/** What a step said in one turn. */
export type Said = {
  /** Taken over from an earlier run, whose conversation may have gone on since. */
  readonly isReused: boolean;
  /** Under which instructions and tools it was said; null where that was not recorded. */
  readonly speaker: string | null;
  readonly entries: StoredEntries;
  readonly conversationId: string | null;
};

export type ChildState = {
  readonly frame: string;
  /** Its number among the step's children. */
  readonly index: number;
  /** The turn that spawned it. */
  readonly turn: number;
  readonly record: SpawnedChildRecord;
  /** The event it handles, and how deep that was emitted. `order` counts up over all handlers of the run. */
  readonly event: { readonly name: string; readonly data: StoredValue; readonly depth: number; readonly order: number } | null;
};

export type Listening = Pick<Extract<RunEventBody, { type: "step_listening" }>, "event" | "child" | "until"> & {
  /** The event that ends it; null for none. */
  readonly untilEvent: string | null;
  /** That event has come: it takes no more. */
  readonly isOver: boolean;
};

export type StepState = {
  readonly path: string;
  readonly nodeId: string;
  /** Path of the frame it stands in; empty for the graph itself. */
  readonly frame: string;
  phase: StepPhase;
  /** Number of the last attempt that started; 0 before the first. */
  attempt: number;
  /** Attempts of this turn that ended in a transient failure; an attempt that a crash interrupted is not one. */
  failures: number;
  /** No attempt of this turn began before the one that runs: nothing of it can have been done already. */
  isFirstTry: boolean;
  retryAt: number | null;
  /** What used its attempts up; null until the fallback is asked. */
  fallbackFor: Extract<RunEventBody, { type: "step_failed" }>["error"] | null;
  turn: number;
  resumed: ResumptionRecord | null;
  memory: StoredValue | null;
  readonly children: ChildState[];
  policy: SpawnPolicyRecord | null;
  listening: Listening | null;
  /** What it shares with other handlers of its frame, by name; null where it has a conversation of its own or none. */
  conversation: string | null;
  waiting: WaitUntilRecord | null;
  /** Taken edges whose outputs the step received, in edge order. */
  from: readonly string[];
  ports: readonly string[];
  output: StoredValue | null;
  because: string | null;
  skipped: SkipReason | null;
  /** Of the parts it stands for, those that did not succeed. */
  lost: LostParts | null;
  writes: readonly { readonly variable: string; readonly value: JsonValue }[];
  /** By turn; absent for a turn without a model. */
  readonly said: Map<number, Said>;
};

/** As it is before its first attempt. */
export function newStep(path: string): StepState {
  return {
    path,
    ...placeOfStep(path),
    phase: "running",
    attempt: 0,
    failures: 0,
    isFirstTry: true,
    retryAt: null,
    fallbackFor: null,
    turn: 0,
    resumed: null,
    memory: null,
    children: [],
    policy: null,
    listening: null,
    conversation: null,
    waiting: null,
    from: [],
    ports: [],
    output: null,
    because: null,
    skipped: null,
    lost: null,
    writes: [],
    said: new Map(),
  };
}
