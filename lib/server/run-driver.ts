import "server-only";

/**
 * Drives one claimed run: folds its journal, lets the engine decide, acts, records, and goes on.
 *
 * An outcome is written together with what it unblocked. Steps that begin are got ready while that write is
 * on its way, and nothing of them leaves the process before it stands.
 * Outcomes that settle meanwhile go into the next write together. When only a retry is open the run
 * is released; when the epoch has moved on the driver stops and records nothing more.
 */
import { setImmediate as nextTurn } from "node:timers/promises";
import type { PlanNode } from "../compile/plan";
import { decide } from "../engine/decide";
import { nextWakeAt } from "../engine/due";
import type { RunEvent, RunEventBody } from "../engine/events";
import { runningPaths, stepsAddedBy } from "../engine/ledger";
import { overflowOf } from "../engine/overflow";
import type { PlanIndex } from "../engine/plan-index";
import { applyToState, emptyRunState, failureOf, type RunState } from "../engine/run-state";
import type { StepState } from "../engine/step-state";
import { definitionOf } from "../nodes/catalog";
import { attemptRow, type Begun } from "./attempt-row";
import type { CallFunds } from "./call-funding";
import type { CallRecord } from "./call-model";
import { familyOf, tellOtherRuns } from "./child-runs";
import { limitInForce } from "./env";
import { executeStep, type StepTask, type TurnOutcome } from "./execute-step";
import { inboxEvents } from "./inbox-events";
import { type AttemptRow, appendBatch, type Batch, type BlobRow, findAppended, type Written } from "./journal";
import { publishToRun } from "./live";
import { LiveSteps } from "./live-steps";
import { countWritten } from "./metrics";
import { type Claim, readInbox, releaseRun } from "./ownership";
import { noteOf } from "./run-note";
import { RunSpending } from "./run-spending";
import type { RunValues } from "./run-values";
import { type StepEvent, StepEvents } from "./step-events";
import { untilDatabaseAnswers } from "./until-database-answers";

export type DriveEnd = "finished" | "released" | "lost";

/** What one attempt came to, ready to be written. No event: its step was cancelled meanwhile, and only what was spent is left to record. */
type Settled = { readonly event: StepEvent | null; readonly attempt: AttemptRow | null; readonly blobs: readonly BlobRow[] };

const maxBatch = 100;
/** Longest delay a timer takes; the run looks again then. */
const longestTimerMs = 60_000;
/** Epoch milliseconds of a time that does not come: 1 January 2999. */
const never = 32_472_144_000_000;

export class RunDriver {
  readonly claim: Claim;
  readonly #index: PlanIndex;
  readonly #state: RunState = emptyRunState();
  readonly #values: RunValues;
  readonly #live: LiveSteps;
  readonly #stepEvents: StepEvents;
  readonly #spending: RunSpending;
  readonly #wakeRun: (runId: string) => Promise<void>;
  readonly #inFlight = new Map<string, AbortController>();
  #settled: Settled[] = [];
  /** Of steps that were cancelled: what was spent on them goes into the next write that has an event. */
  #unwritten: Settled[] = [];
  #nextSeq: number;
  #recordBytes: number;
  /** How far the inbox was read. */
  #wakeSeq: number;
  /** Epoch milliseconds. */
  #decidedAt = 0;
  #isInboxDue: boolean;
  #isInboxPartial = false;
  #isLost = false;
  #isDraining = false;
  #wake: (() => void) | null = null;
  readonly #wasInterrupted: readonly string[];

  /** @param wakeRun hurries another run. */
  constructor(claim: Claim, index: PlanIndex, journal: readonly RunEvent[], values: RunValues, wakeRun: (runId: string) => Promise<void>) {
    this.claim = claim;
    // Nothing was ever put into the inbox of a run that was never woken.
    this.#isInboxDue = claim.wakeSeq > 0;
    this.#wakeSeq = claim.wakeSeq > 0 ? -1 : 0;
    this.#wakeRun = wakeRun;
    this.#index = index;
    this.#values = values;
    this.#live = new LiveSteps(claim.runId);
    this.#stepEvents = new StepEvents(this.#state, values);
    this.#spending = new RunSpending(claim);
    for (const event of journal) applyToState(index, this.#state, event);
    this.#values.bind(index, this.#state);
    this.#recordBytes = claim.recordBytes;
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
    if (this.claim.epoch > 1) {
      const takeOver = () => this.#spending.takeOver(this.#wasInterrupted);
      if ((await this.#persistently("the last owner's part of the budget could not be released", takeOver)) === null) return "lost";
    }
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
    const facts = [...before, ...inbox.events, ...outcomes, ...this.#spending.warnings(this.#state)];
    for (const fact of facts) applyToState(this.#index, this.#state, fact);
    const instants: Settled[] = [];
    const decisions = await this.#decideOn(instants);
    const events = [...facts, ...decisions];
    const ended = [...this.#unwritten.splice(0), ...settled, ...instants];
    if (events.length === 0) {
      this.#unwritten = ended;
      return true;
    }
    const attempts = ended.flatMap(({ attempt }) => (attempt === null ? [] : [attempt]));
    const batch = {
      events,
      attempts,
      blobs: ended.flatMap(({ blobs }) => blobs),
      inboxIds: inbox.ids,
      note: noteOf(events),
      stepsAdded: stepsAddedBy(events, this.#state),
      payment: this.#spending.payFor(attempts, this.#state.isFinished),
    };
    const written = await this.#record(batch);
    if (written === null) return false;
    const { events: numbered, recordBytes } = written;
    this.#nextSeq += numbered.length;
    this.#recordBytes = recordBytes;
    this.#spending.charged(written.budget);
    for (const event of numbered) if (event.type === "step_cancelled") this.#drop(event.path);
    countWritten(numbered, batch.attempts);
    publishToRun(this.claim.runId, { kind: "events", events: numbered });
    await tellOtherRuns(familyOf(this.claim, this.#state), numbered, this.#wakeRun);
    return true;
  }

  /**
   * Decides, and takes the steps that are computed in no time along: a crash before the write computes them
   * again, which nobody can tell. What they came to is folded in like any other fact.
   */
  async #decideOn(instants: Settled[]): Promise<readonly RunEventBody[]> {
    const events = [...this.#decide()];
    for (let at = 0; at < events.length && events.length < maxBatch; at += 1) {
      const event = events[at];
      if (event?.type !== "step_started" || !this.#isInstant(event.nodeId)) continue;
      const settled = await this.#computed(event.path);
      if (settled?.event == null) continue;
      instants.push(settled);
      applyToState(this.#index, this.#state, settled.event);
      events.push(settled.event, ...this.#decide());
    }
    return events;
  }

  #isInstant(nodeId: string): boolean {
    return definitionOf(this.#index.nodes.get(nodeId)?.type ?? "")?.isInstant === true;
  }

  async #computed(path: string): Promise<Settled | null> {
    const step = this.#state.steps.get(path);
    const node = this.#index.nodes.get(step?.nodeId ?? "");
    if (step?.phase !== "running" || node === undefined) return null;
    const begun = { node, attempt: step.attempt, turn: step.turn, startedAt: Date.now() };
    const task = this.#taskOf(step, node, new AbortController().signal, Promise.resolve());
    const { outcome, record } = await executeStep(task);
    this.#live.close(path, begun.attempt);
    return this.#settle(path, begun, outcome, record, task.funds);
  }

  #isRunning(path: string): boolean {
    return this.#state.steps.get(path)?.phase === "running";
  }

  #decide(): readonly RunEventBody[] {
    this.#decidedAt = Date.now();
    if (this.#isDraining && !this.#state.cancelRequested && failureOf(this.#state) === null) return [];
    // What is at work when the run is about to end is told to stop by this very decision.
    const isSettling = this.#inFlight.size > 0 || this.#settled.length > 0;
    return decide(this.#index, this.#state, {
      now: this.#decidedAt,
      stepsAtOnce: limitInForce("runStepsAtOnce"),
      steps: limitInForce("runSteps"),
      isSettling,
      overflow: overflowOf(
        { events: this.#nextSeq - 1, bytes: this.#recordBytes },
        { events: limitInForce("runEvents"), bytes: limitInForce("runBytes") },
      ),
    });
  }

  async #readInbox(): Promise<{ readonly events: readonly RunEventBody[]; readonly ids: readonly string[] } | null> {
    if (!this.#isInboxDue) return { events: [], ids: [] };
    this.#isInboxDue = false;
    const inbox = await this.#persistently("the inbox could not be read", () => readInbox(this.claim.runId));
    if (inbox === null) return null;
    this.#wakeSeq = inbox.wakeSeq;
    const read = inboxEvents(this.#index, this.#state, inbox.items, Date.now());
    // An event for handlers that are about to listen stays until they do.
    this.#isInboxPartial = read.isPartial;
    return read;
  }

  /** Retries while the database is away; what was computed is not thrown away for a broken connection. */
  async #write(batch: Batch): Promise<Written | null> {
    const position = { runId: this.claim.runId, epoch: this.claim.epoch, nextSeq: this.#nextSeq };
    return this.#persistently("the journal could not be written", async (failures) => {
      const written = await appendBatch(position, batch);
      return written === null && failures > 0 ? findAppended(position, batch) : written;
    });
  }

  #persistently<T>(failed: string, work: (failures: number) => Promise<T>): Promise<T | null> {
    return untilDatabaseAnswers(work, { runId: this.claim.runId, failed, isWanted: () => !this.#isLost });
  }

  /** Writes, and lets go what begins with it. Null when the run must be left alone: then nothing of that was done. */
  async #record(batch: Batch): Promise<Written | null> {
    let clear = (): void => undefined;
    const cleared = new Promise<void>((resolve) => {
      clear = resolve;
    });
    try {
      const writing = this.#write(batch);
      // The statement leaves with the end of this turn of the event loop; while it is away the processor is free.
      const [written] = await Promise.all([writing, nextTurn().then(() => this.#launchAll(batch.events, cleared))]);
      if (written === null) this.lose();
      return written;
    } catch (error) {
      this.lose();
      throw error;
    } finally {
      clear();
    }
  }

  #launchAll(events: readonly RunEventBody[], cleared: Promise<void>): void {
    if (this.#isLost) return;
    for (const event of events) if (event.type === "step_started" || event.type === "step_resumed") this.#launch(event.path, cleared);
  }

  #drop(path: string): void {
    this.#live.drop(path);
    this.#inFlight.get(path)?.abort("cancelled");
  }

  /** Begins the turn that the state says the step is in. What it comes to counts once it is cleared. */
  #launch(path: string, cleared: Promise<void>): void {
    const step = this.#state.steps.get(path);
    const node = this.#index.nodes.get(step?.nodeId ?? "");
    if (step === undefined || node === undefined || step.phase !== "running") return;
    const controller = new AbortController();
    this.#inFlight.set(path, controller);
    const begun = { node, attempt: step.attempt, turn: step.turn, startedAt: Date.now() };
    const task = this.#taskOf(step, node, controller.signal, cleared);
    void executeStep(task).then(async ({ outcome, record }) => {
      await cleared;
      this.#live.close(path, begun.attempt);
      this.#inFlight.delete(path);
      if (!this.#isLost) this.#settled.push(this.#settle(path, begun, outcome, record, task.funds));
      if (this.#isInboxPartial) this.nudge();
      this.#wake?.();
    });
  }

  #taskOf(step: StepState, node: PlanNode, signal: AbortSignal, cleared: Promise<void>): StepTask {
    // What the step looks back on stays as it was when it began, however the run goes on.
    const reader = { frame: step.frame, nodeId: step.nodeId, from: step.from, turn: step.turn };
    const { scope, conflict } = this.#values.scope(reader);
    return {
      runId: this.claim.runId,
      path: step.path,
      node,
      attempt: step.attempt,
      isFirstTry: step.isFirstTry,
      turn: {
        inputs: this.#values.inputs(reader),
        turn: step.turn,
        resumed: step.resumed,
        children: this.#values.children(step),
        memory: this.#values.read(step.memory),
      },
      fallbackFor: step.fallbackFor,
      scope,
      conflict,
      stateVariables: this.#index.plan.state,
      batch: this.#values.batchInput(step.path),
      nodeOf: (nodeId) => this.#index.nodes.get(nodeId),
      background: () => this.#values.background(reader),
      cleared,
      signal,
      onDelta: this.#live.open(step.path, step.attempt, cleared),
      funds: this.#spending.fundsOf(step),
      wakeRun: this.#wakeRun,
    };
  }

  #settle(path: string, begun: Begun, outcome: TurnOutcome, record: CallRecord, funds: CallFunds): Settled {
    const at = Date.now();
    const blobs: BlobRow[] = [...record.files];
    const isCall = record.exchanges.length > 0 || record.rendered !== null;
    const attempt = (status: AttemptRow["status"]) => attemptRow(path, begun, at, status, record, funds);
    // A step that was cancelled in the journal meanwhile has its last word already.
    if (!this.#isRunning(path)) return { event: null, attempt: isCall ? attempt("cancelled") : null, blobs };
    const event = this.#stepEvents.of(path, begun, at, outcome, blobs);
    // The same try begins again later: it is recorded then.
    if (event.type === "step_unfunded") return { event, attempt: null, blobs: [] };
    const isFailed = event.type === "step_failed" || event.type === "step_retry_scheduled" || event.type === "step_fallback";
    return { event, attempt: isCall || isFailed ? attempt(isFailed ? "failed" : "succeeded") : null, blobs };
  }

  /** Waits until there is something to do; null to go on, otherwise how driving ended. */
  async #rest(): Promise<DriveEnd | null> {
    if (this.#settled.length > 0 || this.#isInboxDue || this.#isLost) return null;
    const dueAt = nextWakeAt(this.#state, this.#decidedAt);
    if (this.#inFlight.size === 0) {
      if (dueAt !== null && dueAt <= Date.now() && !this.#isDraining) return null;
      const wakeAt = this.#isDraining ? null : new Date(dueAt ?? never);
      const isReleased = await this.#persistently("the run could not be released", () => releaseRun(this.claim, this.#wakeSeq, wakeAt));
      if (isReleased === null) {
        this.lose();
        return "lost";
      }
      if (isReleased) return "released";
      this.#isInboxDue = true;
      return null;
    }
    const isTimed = dueAt !== null && !this.#isDraining;
    await new Promise<void>((resolve) => {
      const timer = isTimed ? setTimeout(resolve, Math.min(Math.max(0, dueAt - Date.now()), longestTimerMs)) : null;
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

  /** When a released run is due again; null when only somebody outside can bring it about. */
  get dueAt(): number | null {
    return nextWakeAt(this.#state, this.#decidedAt);
  }
}
