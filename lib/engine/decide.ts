/**
 * What happens next in a run: the one place that starts, skips, resumes, cancels and ends.
 *
 * Pure but for folding what it decides into the state it is given. The driver records these events
 * together with the outcomes that led to them, and only then acts. Kinds are unknown here.
 */
import type { PlanNode } from "../compile/plan";
import { placeOfStep, stepPath } from "../shared/step-path";
import { type Cancelling, cancelChildren, cancelInside, cancelRests, cancelStep } from "./cancel";
import { deadlock, needsFailed, tooManySteps } from "./engine-errors";
import type { RunEventBody, StoredValue } from "./events";
import { failureOfParts } from "./failed-parts";
import { decideJoin } from "./join";
import { isOpen, Ledger } from "./ledger";
import { endsWhenIdle, handlersOf, isListening, listenersFor, mayDeliver } from "./listeners";
import { isUndecided, outputsOf } from "./outcome";
import type { PlanIndex } from "./plan-index";
import { type FrameState, failedStepEvent, failureOf, type RunState, rootOf } from "./run-state";
import { isAnyConversationShared, nextToSpeak } from "./shared-conversation";
import { skipReason } from "./skip-reason";
import type { ChildState, StepState } from "./step-state";

type StepError = Extract<RunEventBody, { type: "step_failed" }>["error"];

export type DecideOptions = {
  /** Epoch milliseconds. */
  readonly now: number;
  /** Steps of this run that may be in flight together. */
  readonly stepsAtOnce: number;
  /** Steps the run may have in all. Default: no limit. */
  readonly steps?: number;
  /** Calls that were told to stop are still settling: the run does not end before what they spent is known. */
  readonly isSettling?: boolean;
  /** Why nothing more may be recorded but the run's end. */
  readonly overflow?: StepError | null;
};

/** Emitted events go deeper than this only by mistake: handlers that answer each other. */
const deepestEvent = 10;

/**
 * The events that follow from a state, in order, already folded into it. Empty while there is nothing to do but wait.
 *
 * After a cancel, or a failure that nothing handles, nothing starts: everything open is cancelled, and
 * the run ends once no call is settling.
 */
export function decide(index: PlanIndex, state: RunState, options: DecideOptions): readonly RunEventBody[] {
  if (state.isFinished) return [];
  return new Pass(index, state, options).run();
}

/** Whether a failure of this node leaves by its error port. Nobody handles a cancel. */
export function isHandled(node: PlanNode | undefined, error: StepError): boolean {
  return node?.handlesErrors === true && error.class !== "cancelled";
}

/** One walk over every open frame in topological order, so that a skip reaches everything behind it in the same pass. */
class Pass {
  readonly #ledger: Ledger;
  readonly #index: PlanIndex;
  readonly #state: RunState;
  readonly #options: DecideOptions;
  /** Steps that go on without being in flight: a retry to come, a person, a budget, a handler's turn. */
  #later = 0;
  /** Steps that are ready and that a limit holds back. */
  #held = 0;

  constructor(index: PlanIndex, state: RunState, options: DecideOptions) {
    this.#ledger = new Ledger(index, state, options.now);
    this.#index = index;
    this.#state = state;
    this.#options = options;
  }

  run(): readonly RunEventBody[] {
    const root = rootOf(this.#index, this.#state);
    if (this.#state.cancelRequested) this.#wind();
    else if (this.#options.overflow != null && isUndecided(this.#state, root)) this.#windAtOverflow(root, this.#options.overflow);
    else if (root.failure === null) this.#goOn(root);
    if (!this.#state.isFinished && !this.#state.cancelRequested && root.failure !== null) this.#windAfterFailure();
    return this.#ledger.events;
  }

  #decide(event: RunEventBody): void {
    this.#ledger.record(event);
  }

  #goOn(root: FrameState): void {
    for (const path of this.#state.cancelledPaths) this.#cancelAsAsked(path);
    this.#deliver();
    this.#repeatedly(() => {
      this.#later = 0;
      this.#held = 0;
      this.#visitFrame(root);
      return root.failure === null;
    });
    if (root.failure !== null) return;
    if (this.#ledger.running > 0 || this.#held > 0 || this.#later > 0) return;
    if (this.#state.emitted.length > 0 || this.#closeListeners()) return;
    if (this.#options.isSettling !== true) this.#finish(root);
  }

  /** Where a conversation is shared, whoever has spoken may pass the turn on to a step that was visited before it. */
  #repeatedly(visit: () => boolean): void {
    for (let known = -1; known !== this.#ledger.events.length; ) {
      known = this.#ledger.events.length;
      if (!visit() || !isAnyConversationShared(this.#state)) return;
    }
  }

  // Frames and steps

  #visitFrame(frame: FrameState): void {
    cancelRests(this.#ledger, frame);
    for (const nodeId of frame.nodes) {
      const node = this.#index.nodes.get(nodeId);
      if (node !== undefined) this.#visit(frame, node);
    }
  }

  #visit(frame: FrameState, node: PlanNode): void {
    const step = this.#state.steps.get(stepPath(frame.path, node.id));
    if (step === undefined) this.#visitPending(frame, node);
    else if (step.phase === "interrupted") this.#start(step.path, node, step.attempt + 1, step.from, step.turn);
    else if (step.phase === "retrying") this.#visitRetrying(node, step);
    else if (step.phase === "unfunded") this.#later += 1;
    else if (step.phase === "funded") this.#start(step.path, node, step.attempt, step.from, step.turn);
    else if (step.phase === "waiting") this.#visitWaiting(step);
    else if (step.phase === "spawned") this.#visitSpawned(node, step);
  }

  #visitPending(frame: FrameState, node: PlanNode): void {
    const path = stepPath(frame.path, node.id);
    if (frame.isCall) {
      this.#start(path, node, 1, [], 0);
      return;
    }
    const decision = decideJoin(node, (edgeId) => frame.edges.get(edgeId));
    if (decision.is === "skipped") this.#skip(frame, node, path);
    else if (decision.is === "fires") this.#start(path, node, 1, decision.from, 0);
  }

  #visitRetrying(node: PlanNode, step: StepState): void {
    if ((step.retryAt ?? 0) <= this.#options.now) this.#start(step.path, node, step.attempt + 1, step.from, step.turn);
    else this.#later += 1;
  }

  #visitWaiting(step: StepState): void {
    const at = step.waiting?.at ?? null;
    if (at !== null && at <= this.#options.now) this.#resume(step, { by: "time" });
    else this.#later += 1;
  }

  #start(path: string, node: PlanNode, attempt: number, from: readonly string[], turn: number): void {
    if (this.#ledger.running >= this.#options.stepsAtOnce) {
      this.#hold(path, node);
      return;
    }
    this.#ledger.running += 1;
    const again = turn > 0 ? { turn } : {};
    this.#decide({ type: "step_started", at: this.#options.now, path, nodeId: node.id, attempt, from: [...from], ...again });
  }

  #hold(path: string, node: PlanNode): void {
    this.#held += 1;
    if (this.#state.held.has(path)) return;
    const because = `${this.#options.stepsAtOnce} steps of this run are going, which is the limit`;
    this.#decide({ type: "step_held", at: this.#options.now, path, nodeId: node.id, because });
  }

  #resume(step: StepState, by: Extract<RunEventBody, { type: "step_resumed" }>["by"]): void {
    if (this.#ledger.running >= this.#options.stepsAtOnce) {
      this.#held += 1;
      return;
    }
    this.#ledger.running += 1;
    this.#decide({ type: "step_resumed", at: this.#options.now, path: step.path, attempt: step.attempt, turn: step.turn + 1, by });
  }

  #skip(frame: FrameState, node: PlanNode, path: string): void {
    this.#decide({
      type: "step_skipped",
      at: this.#options.now,
      path,
      nodeId: node.id,
      because: skipReason(this.#index, this.#state, frame, node),
    });
  }

  // Children

  #visitSpawned(node: PlanNode, step: StepState): void {
    let error = failureOfParts(this.#state, step);
    for (let isChanged = true; isChanged && error === null && step.phase === "spawned"; ) {
      isChanged = this.#visitChildren(node, step);
      error = isChanged ? failureOfParts(this.#state, step) : null;
    }
    if (step.phase !== "spawned") return;
    if (error !== null) {
      cancelChildren(this.#ledger, step, anotherPartFailed);
      this.#fail(step, error);
      return;
    }
    const isBusy = step.children.some(({ frame }) => !this.#isEnded(frame));
    const { listening } = step;
    if (listening !== null && isListening(listening, this.#options.now)) {
      if (!isBusy && !endsWhenIdle(listening)) this.#later += 1;
      return;
    }
    if (!isBusy) this.#resume(step, { by: "children" });
  }

  /** True when a child began, or ended and gave its place back; stops at the first that failed. */
  #visitChildren(node: PlanNode, step: StepState): boolean {
    let isChanged = false;
    let active = step.children.filter(({ frame }) => this.#state.frames.get(frame)?.phase === "active").length;
    const speaker = step.conversation === null ? null : nextToSpeak(this.#state, step);
    for (const child of step.children) {
      const frame = this.#state.frames.get(child.frame);
      if (frame?.phase === "pending" && speaker !== null && speaker !== child.frame) continue;
      if (frame?.phase === "pending" && active < (step.policy?.atOnce ?? 1) && this.#startChild(node, step, child, frame)) {
        isChanged = true;
        if (frame.phase === "pending" || frame.phase === "active") active += 1;
      } else if (frame?.phase === "active") {
        this.#visitFrame(frame);
        if (!this.#endFrame(frame)) continue;
        isChanged = true;
        active -= 1;
      }
      if (step.phase !== "spawned" || (isChanged && this.#state.frames.get(child.frame)?.phase === "failed")) return true;
    }
    return isChanged;
  }

  /** True when it began, or ended because what it needs did not succeed. */
  #startChild(node: PlanNode, step: StepState, child: ChildState, frame: FrameState): boolean {
    const needed = (child.record.after ?? []).map((number) => this.#state.frames.get(step.children[number]?.frame ?? "")?.phase);
    if (needed.some((phase) => phase === "failed" || phase === "cancelled")) {
      const at = this.#options.now;
      this.#decide({ type: "frame_finished", at, frame: frame.path, status: "cancelled", error: needsFailed });
      return true;
    }
    if (needed.some((phase) => phase !== "succeeded")) return false;
    if (this.#state.steps.size + frame.nodes.length > (this.#options.steps ?? Number.POSITIVE_INFINITY)) {
      cancelChildren(this.#ledger, step, { because: "the run has too many steps", cause: "failure" });
      this.#fail(step, tooManySteps(this.#options.steps ?? 0, node));
      return true;
    }
    this.#decide({ type: "frame_started", at: this.#options.now, frame: frame.path, title: child.record.title });
    this.#visitFrame(frame);
    this.#endFrame(frame);
    return true;
  }

  #isEnded(path: string): boolean {
    const phase = this.#state.frames.get(path)?.phase;
    return phase === "succeeded" || phase === "failed" || phase === "cancelled";
  }

  /** Ends a frame in which nothing is open any more, or something failed that nothing handled. */
  #endFrame(frame: FrameState): boolean {
    const at = this.#options.now;
    if (frame.failure !== null) {
      cancelInside(this.#ledger, frame, anotherStepFailed);
      this.#decide({ type: "frame_finished", at, frame: frame.path, status: "failed", error: frame.failure.error });
      return true;
    }
    const steps = frame.nodes.map((nodeId) => this.#state.steps.get(stepPath(frame.path, nodeId)));
    if (steps.some((step) => step !== undefined && isOpen(step))) return false;
    if (steps.some((step) => step === undefined)) {
      if (this.#isAnyHeld(frame)) return false;
      this.#decide({ type: "frame_finished", at, frame: frame.path, status: "failed", error: deadlock });
      return true;
    }
    const isCancelled = frame.isCall && steps.some((step) => step?.phase === "cancelled");
    this.#decide({ type: "frame_finished", at, frame: frame.path, status: isCancelled ? "cancelled" : "succeeded" });
    return true;
  }

  #isAnyHeld(frame: FrameState): boolean {
    return frame.nodes.some((nodeId) => {
      const path = stepPath(frame.path, nodeId);
      return this.#state.held.has(path) && !this.#state.steps.has(path);
    });
  }

  #fail(step: StepState, error: StepError): void {
    const handled = isHandled(this.#index.nodes.get(step.nodeId), error) ? { handled: true } : {};
    this.#decide({ type: "step_failed", at: this.#options.now, path: step.path, attempt: step.attempt, error, ...handled });
  }

  // Events

  /** Hands what was emitted to who listens; nobody listening is recorded too. */
  #deliver(): void {
    if (!mayDeliver(this.#index, this.#state)) return;
    for (const { name, data, from, depth } of [...this.#state.emitted]) {
      const isTooDeep = depth > deepestEvent;
      const to = isTooDeep ? [] : [...listenersFor(this.#state, name, this.#options.now)];
      const because = isTooDeep ? { because: `events were emitted ${deepestEvent} deep by handlers of events, which is the limit` } : {};
      this.#decide({ type: "event_emitted", at: this.#options.now, name, data, from, depth, to, ...because });
    }
  }

  /** What was emitted and comes too late to be handled is recorded all the same. */
  #recordUnheard(because: string): void {
    for (const { name, data, from, depth } of [...this.#state.emitted]) {
      this.#decide({ type: "event_emitted", at: this.#options.now, name, data, from, depth, to: [], because });
    }
  }

  /** Nothing else is going on: whoever listens until then is resumed. True when somebody was. */
  #closeListeners(): boolean {
    const idle = [...this.#state.steps.values()].filter(
      ({ phase, listening }) => phase === "spawned" && listening !== null && endsWhenIdle(listening),
    );
    for (const step of idle) this.#resume(step, { by: "children" });
    return idle.length > 0;
  }

  #cancelAsAsked(path: string): void {
    this.#state.cancelledPaths.delete(path);
    const step = this.#state.steps.get(path);
    if (step !== undefined && isOpen(step)) cancelStep(this.#ledger, step, { because: "a person cancelled it", cause: "person" });
  }

  // Ending

  #wind(): void {
    cancelInside(this.#ledger, rootOf(this.#index, this.#state), { because: "the run was cancelled", cause: "run" });
    this.#recordUnheard("the run was cancelled");
    if (this.#options.isSettling === true) return;
    const outputs = outputsOf(this.#index, this.#state);
    this.#decide({ type: "run_finished", at: this.#options.now, status: "cancelled", outputs });
  }

  /** Nothing handles it: what would do so would record still more. */
  #windAtOverflow(root: FrameState, error: StepError): void {
    cancelInside(this.#ledger, root, { because: "the run's record is full", cause: "run" });
    this.#recordUnheard("the run's record is full");
    if (this.#options.isSettling === true) return;
    this.#decide({ type: "run_finished", at: this.#options.now, status: "failed", outputs: outputsOf(this.#index, this.#state), error });
  }

  /** Handlers of `step.failed` still do their work; everything else is cancelled. */
  #windAfterFailure(): void {
    const failure = failureOf(this.#state);
    if (failure === null) return;
    this.#tellFailure();
    const handlers = new Set(handlersOf(this.#state, failedStepEvent).map(({ path }) => path));
    for (const nodeId of this.#index.root) {
      const step = this.#state.steps.get(nodeId);
      if (step !== undefined && isOpen(step) && !handlers.has(step.path)) cancelStep(this.#ledger, step, anotherStepFailed);
    }
    this.#deliver();
    let isAllDone = true;
    this.#repeatedly(() => {
      isAllDone = [...handlers].map((path) => this.#hasHandled(path)).every((it) => it);
      return true;
    });
    if (!isAllDone) return;
    cancelInside(this.#ledger, rootOf(this.#index, this.#state), { because: "the run failed", cause: "run" });
    this.#recordUnheard("the run failed");
    if (this.#options.isSettling === true) return;
    const { path, error } = failure;
    const outputs = outputsOf(this.#index, this.#state);
    this.#decide({ type: "run_finished", at: this.#options.now, status: "failed", outputs, error: { ...error, path } });
  }

  #tellFailure(): void {
    const failure = failureOf(this.#state);
    const to = listenersFor(this.#state, failedStepEvent, this.#options.now);
    if (failure === null || this.#state.isFailureTold || to.length === 0) return;
    const { code, message } = failure.error;
    const { nodeId: step } = placeOfStep(failure.path);
    const data: StoredValue = { inline: { step, path: failure.path, code, message } };
    this.#decide({ type: "event_emitted", at: this.#options.now, name: failedStepEvent, data, from: failure.path, depth: 0, to: [...to] });
  }

  /** Lets a handler go on with what it has; true once it has nothing more to do. */
  #hasHandled(path: string): boolean {
    const step = this.#state.steps.get(path);
    const node = this.#index.nodes.get(step?.nodeId ?? "");
    if (step === undefined || node === undefined) return true;
    this.#visitChildren(node, step);
    return step.children.every(({ frame }) => this.#isEnded(frame));
  }

  #finish(root: FrameState): void {
    const at = this.#options.now;
    if (isUndecided(this.#state, root)) {
      this.#decide({ type: "run_finished", at, status: "failed", outputs: outputsOf(this.#index, this.#state), error: deadlock });
      return;
    }
    this.#decide({ type: "run_finished", at, status: "succeeded", outputs: outputsOf(this.#index, this.#state) });
  }
}

const anotherStepFailed: Cancelling = { because: "another step failed", cause: "failure" };
const anotherPartFailed: Cancelling = { because: "another part failed", cause: "failure" };
