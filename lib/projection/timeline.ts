/**
 * The waterfall of a run: one row per step, its further attempts and tool calls below it, on one time axis.
 *
 * Pure and total: rows come from the workflow's nodes, so a step that has not begun has one too.
 * Times in rows are milliseconds from the start of the run.
 */
import type { Usage } from "../shared/conversation";
import type { AttemptView, RunView, StepStatus, StepView } from "./run-view";
import { type TimeAxis, timeAxis } from "./time-axis";
import { type ToolCallView, toolCallSummary } from "./tool-calls";
import { totalUsage, usesOfStep } from "./usage";

/** A node that runs, in the order of the flow. */
export type TimelineNode = { readonly id: string; readonly title: string; readonly after: readonly string[] };

export type SegmentKind = "succeeded" | "failed" | "cancelled" | "interrupted" | "running" | "waiting" | "planned" | "tool";

export type Segment = { readonly kind: SegmentKind; readonly startMs: number; readonly endMs: number };

/** Words and durations, so that whoever draws it sets numbers in their own type. */
export type LabelPart = { readonly text: string } | { readonly ms: number };

export type TimelineRow = {
  readonly key: string;
  readonly is: "step" | "attempt" | "tool";
  readonly path: string;
  readonly nodeId: string;
  readonly title: string;
  /** Of the step, the attempt or the call. */
  readonly status: StepStatus | "interrupted";
  readonly segments: readonly Segment[];
  readonly label: readonly LabelPart[];
  /** Where the label begins. */
  readonly labelMs: number;
  /** Of a step that called a model. */
  readonly usage: Usage | null;
};

export type Timeline = {
  readonly rows: readonly TimelineRow[];
  readonly axis: TimeAxis;
  /** Where now is; null for a run that is over or has not begun. */
  readonly nowMs: number | null;
};

export type ToolCallsByPath = ReadonlyMap<string, readonly ToolCallView[]>;

/** A run that goes on keeps this share of its axis free, so that the scale does not change at every tick. */
const headroom = 1.15;
/** And is at least this long, so that it does not race through fractions of a second at first. */
const shortestOpenMs = 4_000;

/** @param now epoch milliseconds; a clock that is behind the journal's is set to its newest fact. */
export function timelineOf(view: RunView, nodes: readonly TimelineNode[], toolCalls: ToolCallsByPath, now: number): Timeline {
  const startedAt = view.startedAt ?? now;
  const present = Math.max(now, newestFact(view));
  const clock: Clock = { startedAt, until: view.finishedAt ?? present, isOver: view.finishedAt !== null };
  const rows = nodes.flatMap((node) => rowsOf(node, view, toolCalls.get(node.id) ?? [], clock));
  // Tool calls are on the provider's word and never reach beyond their step.
  const steps = rows.filter((row) => row.is === "step").flatMap(({ segments }) => segments);
  const reach = steps.reduce((latest, { endMs }) => Math.max(latest, endMs), clock.until - startedAt);
  return {
    rows,
    axis: timeAxis(clock.isOver ? reach : Math.max(shortestOpenMs, reach * headroom)),
    nowMs: clock.isOver || view.startedAt === null ? null : present - startedAt,
  };
}

type Clock = { readonly startedAt: number; readonly until: number; readonly isOver: boolean };

function rowsOf(node: TimelineNode, view: RunView, calls: readonly ToolCallView[], clock: Clock): readonly TimelineRow[] {
  const step = view.steps.get(node.id);
  if (step === undefined) return [pendingRow(node, view, clock)];
  return [stepRow(node, step, clock), ...attemptRows(step, clock), ...toolRows(step, calls, clock)];
}

function pendingRow(node: TimelineNode, view: RunView, clock: Clock): TimelineRow {
  return {
    key: node.id,
    is: "step",
    path: node.id,
    nodeId: node.id,
    title: node.title,
    status: "pending",
    segments: [],
    label: clock.isOver || view.startedAt === null ? [] : pendingLabel(node.after),
    labelMs: clock.until - clock.startedAt,
    usage: null,
  };
}

function pendingLabel(after: readonly string[]): readonly LabelPart[] {
  if (after.length === 0) return [];
  return [{ text: after.length > 2 ? `after all ${after.length} steps before it` : `after ${after.join(" and ")}` }];
}

function stepRow(node: TimelineNode, step: StepView, clock: Clock): TimelineRow {
  const segments = step.attempts.flatMap((attempt, index) => attemptSegments(attempt, step, step.attempts[index + 1], clock));
  const uses = usesOfStep(step);
  return {
    key: step.path,
    is: "step",
    path: step.path,
    nodeId: step.nodeId,
    title: node.title,
    status: step.status,
    segments,
    label: stepLabel(step, clock),
    labelMs: labelMs(step, segments, clock),
    usage: uses.length === 0 ? null : totalUsage(uses),
  };
}

/** The try itself, and the wait for the next one where it was put off. */
function attemptSegments(attempt: AttemptView, step: StepView, next: AttemptView | undefined, clock: Clock): readonly Segment[] {
  const tried: Segment = {
    kind: attempt.status,
    startMs: attempt.startedAt - clock.startedAt,
    endMs: (attempt.finishedAt ?? clock.until) - clock.startedAt,
  };
  if (attempt.retryAt === null || attempt.finishedAt === null) return [tried];

  const waitEnd = next?.startedAt ?? step.finishedAt ?? clock.until;
  const waited: Segment = { kind: "waiting", startMs: tried.endMs, endMs: Math.max(tried.endMs, waitEnd - clock.startedAt) };
  const plannedMs = attempt.retryAt - clock.startedAt;
  if (step.status !== "waiting" || next !== undefined || plannedMs <= waited.endMs) return [tried, waited];
  return [tried, waited, { kind: "planned", startMs: waited.endMs, endMs: plannedMs }];
}

function stepLabel(step: StepView, clock: Clock): readonly LabelPart[] {
  if (step.skipped !== null) return [{ text: step.skipped.text }];
  if (step.status === "waiting" && step.because !== null) return [{ text: step.because }];
  const retryAt = step.status === "waiting" ? step.attempts.at(-1)?.retryAt : null;
  if (typeof retryAt === "number") return [{ text: "next try in" }, { ms: Math.max(0, retryAt - clock.until) }];
  if (step.startedAt === null || step.finishedAt === null) return [];
  const duration: LabelPart = { ms: step.finishedAt - step.startedAt };
  return step.because === null ? [duration] : [duration, { text: step.because }];
}

function labelMs(step: StepView, segments: readonly Segment[], clock: Clock): number {
  if (step.skipped !== null) return Math.max(0, (step.finishedAt ?? clock.startedAt) - clock.startedAt);
  const planned = segments.findLast(({ kind }) => kind === "planned");
  return planned === undefined ? (segments.at(-1)?.endMs ?? 0) : planned.startMs;
}

/** Attempts open into rows of their own once there is more than one, or a first one that will be tried again. */
function attemptRows(step: StepView, clock: Clock): readonly TimelineRow[] {
  if (step.attempts.length < 2 && (step.attempts[0]?.retryAt ?? null) === null) return [];
  return step.attempts.map((attempt, index) => {
    const [tried] = attemptSegments(attempt, step, undefined, clock);
    return {
      key: `${step.path}#${index}`,
      is: "attempt",
      path: step.path,
      nodeId: step.nodeId,
      title: attemptTitle(attempt),
      status: attempt.status,
      segments: tried === undefined ? [] : [tried],
      label: attemptLabel(attempt, step.attempts[index + 1]),
      labelMs: tried?.endMs ?? 0,
      usage: null,
    };
  });
}

function attemptTitle({ attempt, error, status }: AttemptView): string {
  if (error !== null) return `Attempt ${attempt} · ${error.code.replaceAll("_", " ")}`;
  return status === "interrupted" ? `Attempt ${attempt} · interrupted` : `Attempt ${attempt}`;
}

function attemptLabel(attempt: AttemptView, next: AttemptView | undefined): readonly LabelPart[] {
  if (attempt.finishedAt === null) return [];
  const tried: LabelPart = { ms: attempt.finishedAt - attempt.startedAt };
  if (attempt.retryAt === null) return [tried];
  if (next === undefined) return [tried, { text: ", waits" }, { ms: Math.max(0, attempt.retryAt - attempt.finishedAt) }];
  return [tried, { text: ", then waited" }, { ms: Math.max(0, next.startedAt - attempt.finishedAt) }];
}

function toolRows(step: StepView, calls: readonly ToolCallView[], clock: Clock): readonly TimelineRow[] {
  return calls.map((call) => {
    const isRunning = call.finishedAt === null && step.status === "running";
    const stepEnd = step.finishedAt ?? clock.until;
    const start = Math.min(stepEnd, Math.max(step.startedAt ?? clock.startedAt, call.startedAt));
    const end = Math.min(stepEnd, Math.max(start, call.finishedAt ?? stepEnd));
    const summary = toolCallSummary(call.arguments);
    return {
      key: `${step.path}/${call.attempt}/${call.id}`,
      is: "tool",
      path: step.path,
      nodeId: step.nodeId,
      title: call.name,
      status: isRunning ? "running" : "succeeded",
      segments: [{ kind: "tool", startMs: start - clock.startedAt, endMs: end - clock.startedAt }],
      label: [...(isRunning ? [] : [{ ms: end - start }]), ...(summary === "" ? [] : [{ text: summary }])],
      labelMs: end - clock.startedAt,
      usage: null,
    };
  });
}

function newestFact(view: RunView): number {
  let newest = view.startedAt ?? 0;
  for (const step of view.steps.values()) {
    newest = Math.max(newest, step.finishedAt ?? 0);
    for (const { startedAt, finishedAt } of step.attempts) newest = Math.max(newest, startedAt, finishedAt ?? 0);
  }
  return newest;
}
