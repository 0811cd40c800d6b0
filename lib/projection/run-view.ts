/**
 * Folds a run's journal into what people see of it: the same on the server, in the browser, live
 * and afterwards.
 *
 * Pure and total: a partial journal still gives a view, because the browser renders while events arrive.
 */
import type { RunEvent, SkipReason, StepModel, StoredValue } from "../engine/events";
import type { JsonValue } from "../shared/json";

export type StepStatus = "pending" | "running" | "waiting" | "succeeded" | "failed" | "skipped" | "cancelled";
export type RunStatus = "queued" | "running" | "waiting" | "succeeded" | "failed" | "cancelled";

export type ViewError = { readonly code: string; readonly class: string; readonly message: string; readonly raw?: string };

export type AttemptView = {
  readonly attempt: number;
  readonly startedAt: number;
  readonly finishedAt: number | null;
  readonly status: "running" | "succeeded" | "failed" | "cancelled" | "interrupted";
  readonly error: ViewError | null;
  /** When the next attempt was due, for one that will be tried again. */
  readonly retryAt: number | null;
  readonly model: StepModel | null;
};

export type StepView = {
  readonly path: string;
  readonly nodeId: string;
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

export type RunView = {
  readonly status: RunStatus;
  readonly seq: number;
  readonly input: { readonly [key: string]: JsonValue };
  readonly isSimulated: boolean;
  readonly isCancelling: boolean;
  readonly startedAt: number | null;
  readonly finishedAt: number | null;
  /** By path, in the order the journal first named them. */
  readonly steps: ReadonlyMap<string, StepView>;
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
  isCancelling: false,
  startedAt: null,
  finishedAt: null,
  steps: new Map(),
  recoveredAt: [],
  outputs: {},
  error: null,
};

const newStep = (path: string, nodeId: string): StepView => ({
  path,
  nodeId,
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
    case "run_started":
      return { ...view, status: "running", input: event.input, isSimulated: event.simulated, startedAt: event.at };
    case "run_recovered":
      return event.interrupted.reduce<RunView>(
        (next, path) =>
          withStep(next, path, path, (step) => ({
            ...step,
            status: "pending",
            attempts: closeAttempt(step, { status: "interrupted", finishedAt: event.at }),
          })),
        { ...view, recoveredAt: [...view.recoveredAt, event.at] },
      );
    case "step_held":
      return withStep(view, event.path, event.nodeId, (step) => ({ ...step, status: "waiting", because: event.because }));
    case "step_started":
      return withStep({ ...view, status: "running" }, event.path, event.nodeId, (step) => ({
        ...step,
        status: "running",
        because: null,
        startedAt: step.startedAt ?? event.at,
        from: event.from,
        attempts: [
          ...step.attempts,
          { attempt: event.attempt, startedAt: event.at, finishedAt: null, status: "running", error: null, retryAt: null, model: null },
        ],
      }));
    case "step_succeeded":
      return withStep(view, event.path, event.path, (step) => ({
        ...step,
        status: "succeeded",
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
      return withStep(view, event.path, event.path, (step) => ({
        ...step,
        status: "failed",
        finishedAt: event.at,
        error: event.error,
        model: event.model ?? null,
        attempts: closeAttempt(step, { status: "failed", finishedAt: event.at, error: event.error, model: event.model ?? null }),
      }));
    case "step_retry_scheduled":
      return withStep(view, event.path, event.path, (step) => ({
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
    case "step_skipped":
      return withStep(view, event.path, event.nodeId, (step) => ({
        ...step,
        status: "skipped",
        finishedAt: event.at,
        skipped: event.because,
      }));
    case "step_cancelled":
      return withStep(view, event.path, event.path, (step) => ({
        ...step,
        status: "cancelled",
        finishedAt: event.at,
        because: event.because,
        attempts: closeAttempt(step, { status: "cancelled", finishedAt: event.at }),
      }));
    case "cancel_requested":
      return { ...view, isCancelling: true };
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
  const steps = new Map(view.steps);
  steps.set(path, update(steps.get(path) ?? newStep(path, nodeId)));
  return { ...view, steps };
}
