import "server-only";

/**
 * What a turn of a step came to, as the journal says it: values that are too large put beside it,
 * failures classed into another attempt, the fallback, the error port or the end.
 */
import { randomUUID } from "node:crypto";
import type { PlanNode } from "../compile/plan";
import { isHandled } from "../engine/decide";
import type { RunEventBody, StoredEntries, StoredValue } from "../engine/events";
import { modelRetryPolicy, nextRetryDelayMs } from "../engine/retry";
import type { RunState } from "../engine/run-state";
import type { ModelReport, SpawnedChild } from "../nodes/contract";
import { fallbackPort } from "../nodes/ports";
import type { Entry } from "../shared/conversation";
import { type JsonValue, utf8Bytes } from "../shared/json";
import { limitInForce } from "./env";
import type { TurnOutcome } from "./execute-step";
import type { BlobRow } from "./journal";
import type { RunValues } from "./run-values";

export type StepEvent = Extract<RunEventBody, { readonly path: string; readonly attempt: number }>;

type Turn = { readonly node: PlanNode; readonly attempt: number; readonly turn: number };
type Failed = Extract<TurnOutcome, { kind: "failed" }>;

export class StepEvents {
  readonly #state: RunState;
  readonly #values: RunValues;

  constructor(state: RunState, values: RunValues) {
    this.#state = state;
    this.#values = values;
  }

  /** @param blobs takes what goes beside the journal, to be written in the same statement. */
  of(path: string, turn: Turn, at: number, outcome: TurnOutcome, blobs: BlobRow[]): StepEvent {
    const fact = { at, path, attempt: turn.attempt };
    const store = (value: JsonValue): StoredValue => this.#store(path, value, blobs);
    const model = (report: ModelReport | undefined) => (report === undefined ? {} : { model: this.#modelOf(report, store) });
    switch (outcome.kind) {
      case "succeeded": {
        const { ports, output, because, writes, emits, isPinned, lost } = outcome;
        return {
          type: "step_succeeded",
          ...fact,
          ports: [...ports],
          output: store(output),
          ...(because !== undefined && { because }),
          ...(isPinned && { pinned: true }),
          ...(lost !== undefined && { lost }),
          ...(writes !== undefined && { writes: [...writes] }),
          ...(emits !== undefined && { emits: emits.map(({ name, data }) => ({ name, data: store(data) })) }),
          ...model(outcome.model),
        };
      }
      case "spawned":
        return {
          type: "step_spawned",
          ...fact,
          children: outcome.children.map((child) => childRecord(child, store)),
          policy: { ...outcome.policy },
          ...(outcome.memory !== undefined && { memory: store(outcome.memory) }),
          ...(outcome.because !== undefined && { because: outcome.because }),
          ...model(outcome.model),
        };
      case "listening": {
        const { event, child, policy, until, untilEvent, conversation } = outcome;
        const ends = { until, ...(untilEvent !== undefined && { untilEvent }) };
        const shared = conversation === undefined ? {} : { conversation };
        return { type: "step_listening", ...fact, event, child: { ...child }, policy: { ...policy }, ...ends, ...shared };
      }
      case "waiting": {
        const { until, memory } = outcome;
        return {
          type: "step_waiting",
          ...fact,
          turn: turn.turn,
          until,
          ...(memory !== undefined && { memory: store(memory) }),
          ...model(outcome.model),
        };
      }
      case "unfunded": {
        const { item, cap, spent, needed } = outcome;
        return { type: "step_unfunded", ...fact, item, cap, spent, needed };
      }
      case "failed":
        return this.#failure(path, turn, at, outcome, model(outcome.model));
    }
  }

  #failure(path: string, { node, attempt }: Turn, at: number, { error }: Failed, model: { model?: StepModelOf }): StepEvent {
    const fact = { at, path, attempt, error, ...model };
    const step = this.#state.steps.get(path);
    const policy = { ...modelRetryPolicy, maxAttempts: node.maxAttempts };
    const failures = (step?.failures ?? 0) + 1;
    const delayMs = error.class === "transient" ? nextRetryDelayMs(policy, failures, Math.random(), error.retryAfterMs) : null;
    if (delayMs !== null) return { type: "step_retry_scheduled", ...fact, retryAt: at + delayMs };
    const hasFallback = node.fallback !== undefined || (node.bindings?.[fallbackPort] ?? []).length > 0;
    const mayFallBack = hasFallback && step?.fallbackFor === null && error.class !== "cancelled";
    if (mayFallBack) return { type: "step_fallback", ...fact };
    return { type: "step_failed", ...fact, ...(isHandled(node, error) && { handled: true }) };
  }

  #store(path: string, value: JsonValue, blobs: BlobRow[]): StoredValue {
    const text = JSON.stringify(value);
    const bytes = utf8Bytes(text);
    if (bytes <= limitInForce("stepOutputInlineBytes")) return { inline: value };
    const blobId = randomUUID();
    blobs.push({ id: blobId, path, kind: "value", name: "", mime: "application/json", content: Buffer.from(text) });
    this.#values.keep(blobId, value);
    return { blob: { blobId, bytes } };
  }

  #modelOf(report: ModelReport, store: (value: JsonValue) => StoredValue): StepModelOf {
    const { aside, ...model } = report;
    return {
      ...model,
      entries: storedEntries(report.entries, store),
      ...(aside !== undefined && { aside: storedEntries(aside, store) }),
      files: [...report.files],
      leftOut: [...report.leftOut],
    };
  }
}

function storedEntries(entries: readonly Entry[], store: (value: JsonValue) => StoredValue): StoredEntries {
  // Entries are JSON as the provider gave them.
  const stored = store(JSON.parse(JSON.stringify(entries)));
  return "blob" in stored ? stored : { inline: [...entries] };
}

type StepModelOf = NonNullable<Extract<RunEventBody, { type: "step_succeeded" }>["model"]>;

function childRecord(child: SpawnedChild, store: (value: JsonValue) => StoredValue) {
  const { title, runs, values, input, after, carry, parts } = child;
  return {
    title,
    runs,
    values: store(values),
    ...(input !== undefined && { input: store(input) }),
    ...(after !== undefined && { after: [...after] }),
    carry,
    ...(parts !== undefined && { parts }),
  };
}
