/**
 * Folds a run's journal into what people see of it: the same on the server, in the browser, live
 * and afterwards.
 *
 * Pure and total: a partial journal still gives a view, because the browser renders while events arrive.
 */
import type { RunEvent, SkipReason, SpawnedChildRecord, StepModel, StoredValue, WaitUntilRecord } from "../engine/events";
import type { BudgetItem, Shortage } from "../shared/budget";
import type { JsonValue } from "../shared/json";
import { nodeIdOf, ownerOfFrame, placeOfStep } from "../shared/step-path";

export type StepStatus = "pending" | "running" | "waiting" | "succeeded" | "failed" | "skipped" | "cancelled";
/** As it is said to a person. */
export type ShownStepStatus = StepStatus | "reused" | "pinned";
export type RunStatus = "queued" | "running" | "waiting" | "succeeded" | "failed" | "cancelled";

export type ViewError = { readonly code: string; readonly class: string; readonly message: string; readonly raw?: string };

/** One try of one turn of a step; most steps have one turn. */
export type AttemptView = {
  readonly attempt: number;
  readonly turn: number;
  readonly startedAt: number;
  readonly finishedAt: number | null;
  readonly status: "running" | "succeeded" | "failed" | "cancelled" | "interrupted";
  readonly error: ViewError | null;
  /** When the next attempt was due, for one that will be tried again. */
  readonly retryAt: number | null;
  readonly model: StepModel | null;
};

/** What a step waits for, and the number of the event that says so. */
export type WaitingView = { readonly seq: number; readonly until: WaitUntilRecord; readonly since: number };

/** A part of a step's work that ran as steps of its own: a lane, an item, an iteration, a task. */
export type FrameView = {
  readonly path: string;
  readonly title: string;
  readonly index: number;
  /** The body or the node it runs; empty for an event's handler, which has one body. */
  readonly runs: string;
  readonly status: "pending" | "running" | "succeeded" | "failed" | "cancelled";
  readonly error: ViewError | null;
};

export type EmittedView = {
  readonly seq: number;
  readonly at: number;
  readonly name: string;
  readonly from: string | null;
  readonly to: readonly string[];
  readonly because: string | null;
};

export type StepView = {
  readonly path: string;
  readonly nodeId: string;
  /** Path of the frame it stands in; empty for the graph itself. */
  readonly frame: string;
  readonly turn: number;
  /** Its children, by number. */
  readonly children: readonly FrameView[];
  readonly waiting: WaitingView | null;
  /** Taken over from the record of an earlier run. */
  readonly isReused: boolean;
  /** Its output was put in by hand for this run. */
  readonly isEdited: boolean;
  /** Its author pinned the output: it did not work. */
  readonly isPinned: boolean;
  /** It was cancelled while it waited for a person, whose decision has no use any more. */
  readonly isSuperseded: boolean;
  readonly status: StepStatus;
  readonly attempts: readonly AttemptView[];
  readonly startedAt: number | null;
  readonly finishedAt: number | null;
  readonly from: readonly string[];
  readonly ports: readonly string[];
  readonly output: StoredValue | null;
  readonly because: string | null;
  readonly skipped: SkipReason | null;
  readonly error: ViewError | null;
  readonly model: StepModel | null;
  readonly writes: readonly { readonly variable: string; readonly value: JsonValue }[];
};

/** The run's budget ran out, or is about to. */
export type BudgetView = {
  /** What keeps steps waiting; null when none does. */
  readonly short: Shortage | null;
  readonly near: { readonly item: BudgetItem; readonly cap: number; readonly spent: number } | null;
};

export type RunView = {
  readonly status: RunStatus;
  readonly seq: number;
  readonly input: { readonly [key: string]: JsonValue };
  readonly isSimulated: boolean;
  /** Of a run that does a part of one node's work for another run: which node, and which part in words. */
  readonly batch: { readonly nodeId: string; readonly title: string } | null;
  readonly isCancelling: boolean;
  readonly startedAt: number | null;
  readonly finishedAt: number | null;
  /** By path, in the order the journal first named them. */
  readonly steps: ReadonlyMap<string, StepView>;
  /** For nodes inside containers and nodes that are called: the step that stands for the node where only one can be shown. */
  readonly shown: ReadonlyMap<string, string>;
  /** Steps whose attempt is going, and steps that wait: what tells a run that works from one that waits. */
  readonly going: number;
  readonly held: number;
  readonly budget: BudgetView;
  readonly emitted: readonly EmittedView[];
  /** Times another process took the run over. */
  readonly recoveredAt: readonly number[];
  readonly outputs: { readonly [nodeId: string]: StoredValue };
  readonly error: (ViewError & { readonly path?: string }) | null;
};

export const emptyRunView: RunView = {
  status: "queued",
  seq: 0,
  input: {},
  isSimulated: false,
  batch: null,
  isCancelling: false,
  startedAt: null,
  finishedAt: null,
  steps: new Map(),
  shown: new Map(),
  going: 0,
  held: 0,
  budget: { short: null, near: null },
  emitted: [],
  recoveredAt: [],
  outputs: {},
  error: null,
};

const newStep = (path: string, nodeId: string): StepView => ({
  path,
  nodeId,
  frame: placeOfStep(path).frame,
  turn: 0,
  children: [],
  waiting: null,
  isReused: false,
  isEdited: false,
  isPinned: false,
  isSuperseded: false,
  status: "pending",
  attempts: [],
  startedAt: null,
  finishedAt: null,
  from: [],
  ports: [],
  output: null,
  because: null,
  skipped: null,
  error: null,
  model: null,
  writes: [],
});

/** Applies one event. Events at or before `view.seq` change nothing, so a resumed stream may repeat some. */
export function applyRunEvent(view: RunView, event: RunEvent): RunView {
  if (event.seq <= view.seq) return view;
  return { ...applyFact(view, event), seq: event.seq };
}

export function foldRunView(events: readonly RunEvent[]): RunView {
  return events.reduce(applyRunEvent, emptyRunView);
}

function applyFact(view: RunView, event: RunEvent): RunView {
  switch (event.type) {
    case "run_started": {
      const { input, simulated: isSimulated, at: startedAt, batch } = event;
      const part = batch === undefined ? null : { nodeId: batch.nodeId, title: batch.title };
      return { ...view, status: "running", input, isSimulated, startedAt, batch: part };
    }
    case "run_recovered":
      return event.interrupted.reduce<RunView>(
        (next, path) =>
          withStep(next, path, nodeIdOf(path), (step) => ({
            ...step,
            status: "pending",
            attempts: closeAttempt(step, { status: "interrupted", finishedAt: event.at }),
          })),
        { ...view, recoveredAt: [...view.recoveredAt, event.at] },
      );
    case "step_held":
      return withStep(view, event.path, event.nodeId, (step) => ({ ...step, status: "waiting", because: event.because }));
    case "step_started":
      return withStep(view, event.path, event.nodeId, (step) => ({
        ...step,
        status: "running",
        because: null,
        startedAt: step.startedAt ?? event.at,
        from: event.from,
        turn: event.turn ?? 0,
        isReused: event.reused === true,
        attempts: [...step.attempts, newAttempt(event.attempt, event.turn ?? 0, event.at)],
      }));
    case "step_resumed":
      return withStep(view, event.path, nodeIdOf(event.path), (step) => ({
        ...step,
        status: "running",
        turn: event.turn,
        waiting: null,
        attempts: [...step.attempts, newAttempt(event.attempt, event.turn, event.at)],
      }));
    case "step_spawned":
      return withStep(view, event.path, nodeIdOf(event.path), (step) => ({
        ...step,
        status: "running",
        because: event.because ?? step.because,
        children: [...step.children, ...event.children.map((child, at) => newFrame(step, child, step.children.length + at))],
        attempts: closeAttempt(step, { status: "succeeded", finishedAt: event.at, model: event.model ?? null }),
      }));
    case "step_listening":
      return withStep(view, event.path, nodeIdOf(event.path), (step) => ({
        ...step,
        status: "waiting",
        because: `listens for ${event.event}${event.untilEvent === undefined ? "" : ` until ${event.untilEvent} comes`}`,
        attempts: closeAttempt(step, { status: "succeeded", finishedAt: event.at }),
      }));
    case "step_waiting":
      return withStep(view, event.path, nodeIdOf(event.path), (step) => ({
        ...step,
        status: "waiting",
        because: null,
        waiting: { seq: event.seq, until: event.until, since: event.at },
        attempts: closeAttempt(step, { status: "succeeded", finishedAt: event.at, model: event.model ?? null }),
      }));
    case "step_fallback":
      return withStep(view, event.path, nodeIdOf(event.path), (step) => ({
        ...step,
        status: "waiting",
        error: event.error,
        attempts: closeAttempt(step, { status: "failed", finishedAt: event.at, error: event.error, model: event.model ?? null }),
      }));
    case "frame_started":
      return withFrame(view, event.frame, event.title, { status: "running" });
    case "frame_finished":
      return withFrame(view, event.frame, null, { status: event.status, error: event.error ?? null });
    case "event_emitted":
      return withEmitted(view, event);
    case "step_succeeded":
      return withStep(view, event.path, nodeIdOf(event.path), (step) => ({
        ...step,
        status: "succeeded",
        isEdited: event.edited === true,
        isPinned: event.pinned === true,
        finishedAt: event.at,
        ports: event.ports,
        output: event.output,
        because: event.because ?? null,
        writes: event.writes ?? [],
        model: event.model ?? null,
        error: null,
        attempts: closeAttempt(step, { status: "succeeded", finishedAt: event.at, model: event.model ?? null }),
      }));
    case "step_failed":
      return withStep(view, event.path, nodeIdOf(event.path), (step) => ({
        ...step,
        status: "failed",
        finishedAt: event.at,
        ports: event.handled === true ? ["error"] : [],
        error: event.error,
        model: event.model ?? null,
        attempts: closeAttempt(step, { status: "failed", finishedAt: event.at, error: event.error, model: event.model ?? null }),
      }));
    case "step_retry_scheduled":
      return withStep(view, event.path, nodeIdOf(event.path), (step) => ({
        ...step,
        status: "waiting",
        because: null,
        error: event.error,
        attempts: closeAttempt(step, {
          status: "failed",
          finishedAt: event.at,
          error: event.error,
          retryAt: event.retryAt,
          model: event.model ?? null,
        }),
      }));
    case "step_unfunded": {
      const { path, item, cap, spent, needed } = event;
      const waits = withStep(view, path, nodeIdOf(path), (step) => ({
        ...step,
        status: "waiting",
        because: "the budget of the run is used up",
        // Nothing of it was sent: it begins again.
        attempts: step.attempts.slice(0, -1),
      }));
      return { ...waits, budget: { ...view.budget, short: { item, cap, spent, needed } } };
    }
    case "budget_nearly_spent": {
      const { item, cap, spent } = event;
      return { ...view, budget: { ...view.budget, near: { item, cap, spent } } };
    }
    case "budget_raised":
      return { ...view, budget: { short: null, near: null } };
    case "step_skipped":
      return withStep(view, event.path, event.nodeId, (step) => ({
        ...step,
        status: "skipped",
        finishedAt: event.at,
        skipped: event.because,
      }));
    case "step_cancelled":
      return withStep(view, event.path, nodeIdOf(event.path), (step) => ({
        ...step,
        status: "cancelled",
        isSuperseded: event.superseded === true,
        waiting: null,
        finishedAt: event.at,
        because: event.because,
        attempts: closeAttempt(step, { status: "cancelled", finishedAt: event.at }),
      }));
    case "cancel_requested":
      return event.path === undefined ? { ...view, isCancelling: true } : view;
    case "run_finished":
      return {
        ...view,
        status: event.status,
        finishedAt: event.at,
        outputs: event.outputs,
        error: event.error ?? null,
        isCancelling: false,
      };
  }
}

function closeAttempt(step: StepView, change: Partial<AttemptView>): readonly AttemptView[] {
  const last = step.attempts.at(-1);
  if (last === undefined || last.finishedAt !== null) return step.attempts;
  return [...step.attempts.slice(0, -1), { ...last, ...change }];
}

function withStep(view: RunView, path: string, nodeId: string, update: (step: StepView) => StepView): RunView {
  const before = view.steps.get(path) ?? newStep(path, nodeId);
  const step = update(before);
  const going = view.going - Number(isGoing(before)) + Number(isGoing(step));
  const held = view.held - Number(before.status === "waiting") + Number(step.status === "waiting");
  const status = going > 0 ? "running" : held > 0 ? "waiting" : view.status;
  return { ...view, status, going, held, steps: new Map(view.steps).set(path, step), shown: shownAfter(view, step) };
}

/** A step whose parts do its work is not. */
function isGoing({ status, attempts }: StepView): boolean {
  return status === "running" && attempts.at(-1)?.finishedAt === null;
}

function newAttempt(attempt: number, turn: number, startedAt: number): AttemptView {
  return { attempt, turn, startedAt, finishedAt: null, status: "running", error: null, retryAt: null, model: null };
}

function newFrame(step: StepView, { title, runs }: SpawnedChildRecord, index: number): FrameView {
  const path = "body" in runs ? `${step.path}[${index}]` : `${step.path}.${runs.as}[${index}]`;
  return { path, title, index, runs: "body" in runs ? runs.body : runs.node, status: "pending", error: null };
}

/** A handler's frames come with their events and are first named when they start. */
function withFrame(view: RunView, path: string, title: string | null, change: Partial<FrameView>): RunView {
  const owner = ownerOfFrame(path);
  return withStep(view, owner.path, nodeIdOf(owner.path), (step) => {
    const known = step.children.some((frame) => frame.path === path);
    const added: FrameView = { path, title: title ?? "", index: owner.index, runs: "", status: "pending", error: null };
    const children = known ? step.children : [...step.children, added];
    return { ...step, children: children.map((frame) => (frame.path === path ? { ...frame, ...change } : frame)) };
  });
}

function withEmitted(view: RunView, { seq, at, name, from, to, because }: Extract<RunEvent, { type: "event_emitted" }>): RunView {
  return { ...view, emitted: [...view.emitted, { seq, at, name, from, to, because: because ?? null }] };
}

/** The step that stands for a node where only one can be shown: the one in flight, else the one that began last. */
export function shownStep(view: RunView, nodeId: string): StepView | null {
  return view.steps.get(nodeId) ?? view.steps.get(view.shown.get(nodeId) ?? "") ?? null;
}

function shownAfter(view: RunView, step: StepView): ReadonlyMap<string, string> {
  if (step.path === step.nodeId) return view.shown;
  const shown = view.steps.get(view.shown.get(step.nodeId) ?? "");
  if (shown?.path === step.path || (shown !== undefined && isOpen(shown) && !isOpen(step))) return view.shown;
  return new Map(view.shown).set(step.nodeId, step.path);
}

function isOpen({ status }: StepView): boolean {
  return status === "running" || status === "waiting";
}

/** A step that gave something without working for it says so. */
export function shownStatus({ status, isPinned, isReused }: Pick<StepView, "status" | "isPinned" | "isReused">): ShownStepStatus {
  if (status !== "succeeded") return status;
  return isPinned ? "pinned" : isReused ? "reused" : status;
}
