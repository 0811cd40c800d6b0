import "server-only";

/**
 * Drives one claimed run: folds its journal, lets the engine decide, acts, records, and goes on.
 *
 * An outcome is written together with what it unblocked, and nothing starts before that write stands.
 * Outcomes that settle meanwhile go into the next write together. When only a retry is open the run
 * is released; when the epoch has moved on the driver stops and records nothing more.
 */
import { randomUUID } from "node:crypto";
import type { PlanNode } from "../compile/plan";
import { decide, nextRetryAt, runningPaths } from "../engine/decide";
import type { RunEvent, RunEventBody, StoredValue } from "../engine/events";
import { modelRetryPolicy, nextRetryDelayMs } from "../engine/retry";
import { applyToState, emptyRunState, type PlanIndex, type RunState } from "../engine/run-state";
import type { ModelReport, StepOutcome } from "../nodes/contract";
import { utf8Bytes } from "../shared/json";
import type { CallRecord } from "./call-model";
import { limitInForce } from "./env";
import { executeStep } from "./execute-step";
import { type AttemptRow, appendBatch, type Batch, type BlobRow, wasAppended } from "./journal";
import { publishToRun } from "./live";
import { LiveSteps } from "./live-steps";
import { log } from "./log";
import { type Claim, readInbox, releaseRun } from "./ownership";
import type { RunValues } from "./run-values";

export type DriveEnd = "finished" | "released" | "lost";

/** What one attempt came to, ready to be written. No event: its step was cancelled meanwhile, and only what was spent is left to record. */
type Settled = { readonly event: StepEvent | null; readonly attempt: AttemptRow | null; readonly blobs: readonly BlobRow[] };
type StepEvent = Extract<RunEventBody, { readonly path: string }>;

const maxBatch = 100;
const databaseRetryMs = [100, 250, 500, 1_000, 2_000, 4_000];

export class RunDriver {
  readonly claim: Claim;
  readonly #index: PlanIndex;
  readonly #state: RunState = emptyRunState();
  readonly #values: RunValues;
  readonly #live: LiveSteps;
  readonly #inFlight = new Map<string, AbortController>();
  #settled: Settled[] = [];
  /** Of steps that were cancelled: what was spent on them goes into the next write that has an event. */
  #unwritten: Settled[] = [];
  #nextSeq: number;
  #wakeSeq = -1;
  /** Epoch milliseconds. */
  #decidedAt = 0;
  #isInboxDue = true;
  #isLost = false;
  #isDraining = false;
  #wake: (() => void) | null = null;
  readonly #wasInterrupted: readonly string[];

  constructor(claim: Claim, index: PlanIndex, journal: readonly RunEvent[], values: RunValues) {
    this.claim = claim;
    this.#index = index;
    this.#values = values;
    this.#live = new LiveSteps(claim.runId);
    for (const event of journal) applyToState(index, this.#state, event);
    this.#values.bind(index, this.#state);
    this.#nextSeq = (journal.at(-1)?.seq ?? 0) + 1;
    this.#wasInterrupted = runningPaths(this.#state);
  }

  /** Something came into the inbox: look at once. */
  nudge(wakeSeq?: number): void {
    if (wakeSeq !== undefined && wakeSeq <= this.#wakeSeq) return;
    this.#isInboxDue = true;
    this.#wake?.();
  }

  /** Another owner took over: everything in flight is dropped and nothing more is written. */
  lose(): void {
    this.#isLost = true;
    for (const controller of this.#inFlight.values()) controller.abort("lost");
    this.#live.abandon();
    this.#wake?.();
  }

  /** Starts nothing more; what is in flight is recorded, then the run is released. */
  drain(): void {
    this.#isDraining = true;
    this.#wake?.();
  }

  async drive(): Promise<DriveEnd> {
    const recovered = this.#recovery();
    let first: readonly RunEventBody[] = recovered;
    for (;;) {
      if (this.#isLost) return "lost";
      if (!(await this.#advance(first))) {
        this.lose();
        return "lost";
      }
      first = [];
      if (this.#state.isFinished) return "finished";
      const end = await this.#rest();
      if (end !== null) return end;
    }
  }

  #recovery(): readonly RunEventBody[] {
    if (this.#wasInterrupted.length === 0) return [];
    return [{ type: "run_recovered", at: Date.now(), epoch: this.claim.epoch, interrupted: [...this.#wasInterrupted] }];
  }

  /** One round: take in what happened, decide, record, act. False when the run must be left alone. */
  async #advance(before: readonly RunEventBody[]): Promise<boolean> {
    const inbox = await this.#readInbox();
    if (inbox === null) return false;
    const settled = this.#settled.splice(0, maxBatch);
    // A decision may have cancelled a step whose outcome was waiting here: its last word stands.
    const outcomes = settled.flatMap(({ event }) => (event !== null && this.#isRunning(event.path) ? [event] : []));
    const facts = [...before, ...inbox.events, ...outcomes];
    for (const fact of facts) applyToState(this.#index, this.#state, fact);
    if (inbox.events.length > 0) this.#abortInFlight();
    const decisions = this.#decide();
    for (const decision of decisions) applyToState(this.#index, this.#state, decision);
    const events = [...facts, ...decisions];
    const ended = [...this.#unwritten.splice(0), ...settled];
    if (events.length === 0) {
      this.#unwritten = ended;
      return true;
    }
    const batch = {
      events,
      attempts: ended.flatMap(({ attempt }) => (attempt === null ? [] : [attempt])),
      blobs: ended.flatMap(({ blobs }) => blobs),
      inboxIds: inbox.ids,
      note: noteOf(events),
    };
    const written = await this.#write(batch);
    if (written === null) return false;
    this.#nextSeq += written.length;
    this.#act(written);
    publishToRun(this.claim.runId, { kind: "events", events: written });
    return true;
  }

  #isRunning(path: string): boolean {
    return this.#state.steps.get(path)?.phase === "running";
  }

  #decide(): readonly RunEventBody[] {
    this.#decidedAt = Date.now();
    if (this.#isDraining && !this.#state.cancelRequested && this.#state.failure === null) return [];
    const isSettling = [...this.#inFlight.keys()].some((path) => !this.#isRunning(path)) || this.#settled.length > 0;
    return decide(this.#index, this.#state, { now: this.#decidedAt, stepsAtOnce: limitInForce("runStepsAtOnce"), isSettling });
  }

  async #readInbox(): Promise<{ readonly events: readonly RunEventBody[]; readonly ids: readonly string[] } | null> {
    if (!this.#isInboxDue) return { events: [], ids: [] };
    this.#isInboxDue = false;
    const inbox = await this.#persistently("the inbox could not be read", () => readInbox(this.claim.runId));
    if (inbox === null) return null;
    this.#wakeSeq = inbox.wakeSeq;
    const cancel = inbox.items.find((item) => item.kind === "cancel");
    const ids = inbox.items.map((item) => item.id);
    if (cancel === undefined || this.#state.cancelRequested) return { events: [], ids };
    return { events: [{ type: "cancel_requested", at: Date.now(), by: cancel.by }], ids };
  }

  #abortInFlight(): void {
    for (const controller of this.#inFlight.values()) controller.abort("cancelled");
  }

  async #write(batch: Batch): Promise<readonly RunEvent[] | null> {
    const position = { runId: this.claim.runId, epoch: this.claim.epoch, nextSeq: this.#nextSeq };
    return this.#persistently("the journal could not be written", async (failures) => {
      const written = await appendBatch(position, batch);
      if (written !== null || failures === 0 || !(await wasAppended(position, batch.events.length))) return written;
      return batch.events.map((event, index) => ({ ...event, seq: position.nextSeq + index }));
    });
  }

  /** Tries again while the database is away; what was computed is not thrown away for a broken connection. Null when it stays away. */
  async #persistently<T>(failed: string, work: (failures: number) => Promise<T>): Promise<T | null> {
    for (let failures = 0; ; failures += 1) {
      try {
        return await work(failures);
      } catch (error) {
        const delayMs = databaseRetryMs[failures];
        log().warn({ err: error, runId: this.claim.runId, failures: failures + 1 }, failed);
        if (delayMs === undefined || this.#isLost) return null;
        await new Promise((resolve) => setTimeout(resolve, delayMs));
      }
    }
  }

  #act(written: readonly RunEvent[]): void {
    for (const event of written) {
      if (event.type === "step_started") this.#launch(event.path, event.attempt, event.from);
      else if (event.type === "step_cancelled") this.#drop(event.path);
      // What is in flight beside a failed step ends with the run.
      else if (event.type === "step_failed") this.#abortInFlight();
    }
  }

  #drop(path: string): void {
    this.#live.drop(path);
    this.#inFlight.get(path)?.abort("cancelled");
  }

  #launch(path: string, attempt: number, from: readonly string[]): void {
    const node = this.#index.nodes.get(path);
    if (node === undefined) return;
    const controller = new AbortController();
    this.#inFlight.set(path, controller);
    const startedAt = Date.now();
    const sink = this.#live.open(path, attempt);
    void executeStep({
      runId: this.claim.runId,
      node,
      attempt,
      inputs: this.#values.inputs(from),
      scope: this.#values.scope(node, from),
      background: () => this.#values.background(from),
      signal: controller.signal,
      onDelta: sink,
    }).then(({ outcome, record }) => {
      this.#live.close(path, attempt);
      this.#inFlight.delete(path);
      if (!this.#isLost) this.#settled.push(this.#settle(node, attempt, startedAt, outcome, record, controller.signal));
      this.#wake?.();
    });
  }

  #settle(node: PlanNode, attempt: number, startedAt: number, outcome: StepOutcome, record: CallRecord, signal: AbortSignal): Settled {
    const at = Date.now();
    const blobs: BlobRow[] = [...record.files];
    const isCall = record.exchanges.length > 0 || record.rendered !== null;
    // A step that was cancelled in the journal meanwhile has its last word already.
    if (!this.#isRunning(node.id)) {
      return { event: null, attempt: isCall ? attemptRow(node, attempt, startedAt, at, "cancelled", record) : null, blobs };
    }
    const event = this.#eventOf(node, attempt, at, outcome, blobs, signal.aborted);
    if (!isCall && event.type === "step_succeeded") return { event, attempt: null, blobs };
    return { event, attempt: attemptRow(node, attempt, startedAt, at, statusOf(event), record), blobs };
  }

  #eventOf(node: PlanNode, attempt: number, at: number, outcome: StepOutcome, blobs: BlobRow[], isAborted: boolean): StepEvent {
    const path = node.id;
    if (outcome.kind === "succeeded") {
      const { ports, because, writes, model } = outcome;
      const output = this.#store(path, outcome.output, blobs);
      if ("blob" in output) this.#values.keep(output.blob.blobId, outcome.output);
      const report = model && this.#modelOf(path, model, blobs);
      return {
        type: "step_succeeded",
        at,
        path,
        attempt,
        ports: [...ports],
        output,
        ...(because !== undefined && { because }),
        ...(writes !== undefined && { writes: [...writes] }),
        ...(report !== undefined && { model: report }),
      };
    }
    if (isAborted)
      return { type: "step_cancelled", at, path, because: this.#state.cancelRequested ? "the run was cancelled" : "another step failed" };
    if (outcome.kind !== "failed") {
      const error = { code: "not_supported", class: "permanent" as const, message: "This step asked for something this release can't do." };
      return { type: "step_failed", at, path, attempt, error };
    }
    const model = outcome.model && this.#modelOf(path, outcome.model, blobs);
    const failures = (this.#state.steps.get(path)?.failures ?? 0) + 1;
    const policy = { ...modelRetryPolicy, maxAttempts: node.maxAttempts };
    const delayMs =
      outcome.error.class === "transient" ? nextRetryDelayMs(policy, failures, Math.random(), outcome.error.retryAfterMs) : null;
    if (delayMs === null) return { type: "step_failed", at, path, attempt, error: outcome.error, ...(model && { model }) };
    return { type: "step_retry_scheduled", at, path, attempt, error: outcome.error, retryAt: at + delayMs, ...(model && { model }) };
  }

  #store(path: string, value: Parameters<RunValues["keep"]>[1], blobs: BlobRow[]): StoredValue {
    const text = JSON.stringify(value);
    const bytes = utf8Bytes(text);
    if (bytes <= limitInForce("stepOutputInlineBytes")) return { inline: value };
    const blobId = randomUUID();
    blobs.push({ id: blobId, path, kind: "value", name: "", mime: "application/json", content: Buffer.from(text) });
    return { blob: { blobId, bytes } };
  }

  #modelOf(path: string, report: ModelReport, blobs: BlobRow[]) {
    // Entries are JSON as the provider gave them.
    const stored = this.#store(path, JSON.parse(JSON.stringify(report.entries)), blobs);
    if ("blob" in stored) this.#values.keep(stored.blob.blobId, JSON.parse(JSON.stringify(report.entries)));
    const entries = "blob" in stored ? stored : { inline: [...report.entries] };
    return { ...report, entries, files: [...report.files], leftOut: [...report.leftOut] };
  }

  /** Waits until there is something to do; null to go on, otherwise how driving ended. */
  async #rest(): Promise<DriveEnd | null> {
    if (this.#settled.length > 0 || this.#isInboxDue || this.#isLost) return null;
    const retryAt = nextRetryAt(this.#state);
    if (this.#inFlight.size === 0) {
      if (retryAt !== null && retryAt <= Date.now() && !this.#isDraining) return null;
      const wakeAt = retryAt === null ? null : new Date(retryAt);
      const isReleased = await this.#persistently("the run could not be released", () => releaseRun(this.claim, this.#wakeSeq, wakeAt));
      if (isReleased === null) {
        this.lose();
        return "lost";
      }
      if (isReleased) return "released";
      this.#isInboxDue = true;
      return null;
    }
    // A retry that was due and found no place waits for a step in flight to end, not for the clock.
    const isTimed = retryAt !== null && retryAt > this.#decidedAt && !this.#isDraining;
    await new Promise<void>((resolve) => {
      const timer = isTimed ? setTimeout(resolve, Math.max(0, retryAt - Date.now())) : null;
      this.#wake = () => {
        if (timer !== null) clearTimeout(timer);
        resolve();
      };
    });
    this.#wake = null;
    return null;
  }

  /** True once the run's end stands in its journal. */
  get isOver(): boolean {
    return this.#state.isFinished;
  }

  /** Something came in while the run was being released: whoever let it go must look again. */
  get wasNudged(): boolean {
    return this.#isInboxDue;
  }

  /** When a released run is due again. */
  get retryAt(): number | null {
    return nextRetryAt(this.#state);
  }
}

function statusOf(event: StepEvent): AttemptRow["status"] {
  return event.type === "step_succeeded" ? "succeeded" : event.type === "step_cancelled" ? "cancelled" : "failed";
}

function attemptRow(
  node: PlanNode,
  attempt: number,
  startedAt: number,
  at: number,
  status: AttemptRow["status"],
  record: CallRecord,
): AttemptRow {
  const { promptTokens, completionTokens, totalTokens } = record.usage;
  return {
    path: node.id,
    attempt,
    status,
    startedAt,
    finishedAt: at,
    model: record.model,
    exchanges: record.exchanges,
    rendered: record.rendered,
    promptTokens,
    completionTokens,
    totalTokens,
  };
}

/** What a list says of the run in one sentence: why it failed, or what it waits for. */
function noteOf(events: readonly RunEventBody[]): string | null {
  for (const event of [...events].reverse()) {
    if (event.type === "run_finished") return event.error?.message ?? null;
    if (event.type === "step_retry_scheduled") return `Waiting to try again: ${event.error.message}`;
  }
  return null;
}
