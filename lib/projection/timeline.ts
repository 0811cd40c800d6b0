/**
 * The waterfall of a run: one row per step, its further attempts and tool calls below it, on one time axis.
 *
 * Pure and total: rows come from the workflow's nodes, so a step that has not begun has one too.
 * Times in rows are milliseconds from the start of the run.
 */
import type { Usage } from "../shared/conversation";
import { type AttemptView, type FrameView, type RunView, type ShownStepStatus, type StepView, shownStatus } from "./run-view";
import { type TimeAxis, timeAxis } from "./time-axis";
import { type ToolCallView, toolCallSummary } from "./tool-calls";
import { totalUsage, usesOfStep } from "./usage";

/** A node that runs, in the order of the flow. */
export type TimelineNode = {
  readonly id: string;
  readonly title: string;
  readonly after: readonly string[];
  /** Inside a container, or only run when it is called: it has rows under those that run it. */
  readonly isInside?: boolean;
};

export type SegmentKind = "succeeded" | "failed" | "cancelled" | "interrupted" | "running" | "waiting" | "planned" | "tool" | "group";

export type Segment = { readonly kind: SegmentKind; readonly startMs: number; readonly endMs: number };

/** Words and durations, so that whoever draws it sets numbers in their own type. */
export type LabelPart = { readonly text: string } | { readonly ms: number };

export type TimelineRow = {
  readonly key: string;
  readonly is: "step" | "frame" | "attempt" | "tool";
  /** How far inside it stands: 0 on the graph itself. */
  readonly depth: number;
  readonly path: string;
  readonly nodeId: string;
  readonly title: string;
  /** Of the step, the attempt or the call. */
  readonly status: ShownStepStatus | "interrupted";
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
  const rows = new Rows(view, nodes, toolCalls, clock).all();
  // Tool calls are on the provider's word and never reach beyond their step.
  const steps = rows.filter((row) => row.is === "step" || row.is === "frame").flatMap(({ segments }) => segments);
  const reach = steps.reduce((latest, { endMs }) => Math.max(latest, endMs), clock.until - startedAt);
  return {
    rows,
    axis: timeAxis(clock.isOver ? reach : Math.max(shortestOpenMs, reach * headroom)),
    nowMs: clock.isOver || view.startedAt === null ? null : present - startedAt,
  };
}

type Clock = { readonly startedAt: number; readonly until: number; readonly isOver: boolean };

/** Of more children than these, those that have ended well are counted in one row. */
const mostFrames = 40;

class Rows {
  readonly #view: RunView;
  readonly #nodes: readonly TimelineNode[];
  readonly #titles: ReadonlyMap<string, string>;
  readonly #toolCalls: ToolCallsByPath;
  readonly #clock: Clock;
  readonly #stepsOf = new Map<string, StepView[]>();

  constructor(view: RunView, nodes: readonly TimelineNode[], toolCalls: ToolCallsByPath, clock: Clock) {
    this.#view = view;
    this.#nodes = nodes;
    this.#titles = new Map(nodes.map(({ id, title }) => [id, title]));
    this.#toolCalls = toolCalls;
    this.#clock = clock;
    for (const step of view.steps.values()) {
      const steps = this.#stepsOf.get(step.frame);
      if (steps === undefined) this.#stepsOf.set(step.frame, [step]);
      else steps.push(step);
    }
  }

  all(): readonly TimelineRow[] {
    const { batch } = this.#view;
    return this.#nodes.flatMap((node) => {
      // The other nodes of the graph belong to the run above.
      if (batch !== null && node.id !== batch.nodeId) return [];
      const step = this.#view.steps.get(node.id);
      if (step !== undefined) return this.#ofStep(step, node.title, 0);
      return node.isInside === true ? [] : [pendingRow(node, this.#view, this.#clock)];
    });
  }

  #ofStep(step: StepView, title: string, depth: number): readonly TimelineRow[] {
    const at = (rows: readonly TimelineRow[]) => rows.map((row) => ({ ...row, depth }));
    return [
      { ...stepRow({ title }, step, this.#clock), depth },
      ...at(attemptRows(step, this.#clock)),
      ...at(toolRows(step, this.#toolCalls.get(step.path) ?? [], this.#clock)),
      ...this.#ofChildren(step, depth + 1),
    ];
  }

  #ofChildren(owner: StepView, depth: number): readonly TimelineRow[] {
    const begun = owner.children.filter(({ status }) => status !== "pending");
    const isLong = begun.length > mostFrames;
    const shown = isLong ? begun.filter(({ status, index }) => status !== "succeeded" || index < 3) : begun;
    const rows = shown.slice(0, mostFrames).flatMap((frame) => this.#ofFrame(frame, owner, depth));
    const left = begun.length - Math.min(shown.length, mostFrames);
    return left === 0 ? rows : [...rows, moreRow(owner, left, depth, this.#clock)];
  }

  /** A frame with one step is that step under the frame's name. */
  #ofFrame(frame: FrameView, owner: StepView, depth: number): readonly TimelineRow[] {
    const steps = this.#stepsOf.get(frame.path) ?? [];
    const [only, ...others] = steps;
    if (only !== undefined && others.length === 0) return this.#ofStep(only, this.#nameIn(frame, only), depth);
    const inside = steps.flatMap((step) => this.#ofStep(step, this.#titles.get(step.nodeId) ?? step.nodeId, depth + 1));
    return [frameRow(frame, owner, steps, depth, this.#clock), ...inside];
  }

  #nameIn(frame: FrameView, step: StepView): string {
    const title = this.#titles.get(step.nodeId) ?? step.nodeId;
    return frame.title === "" || frame.title === title ? title : `${frame.title} · ${title}`;
  }
}

/** From the first of its steps to the last, as one bracket. */
function frameRow(frame: FrameView, owner: StepView, steps: readonly StepView[], depth: number, clock: Clock): TimelineRow {
  const begun = steps.flatMap(({ startedAt }) => (startedAt === null ? [] : [startedAt]));
  const startedAt = begun.length === 0 ? (owner.startedAt ?? clock.startedAt) : Math.min(...begun);
  const isOpen = frame.status === "running";
  const endedAt = isOpen ? clock.until : Math.max(startedAt, ...steps.map(({ finishedAt }) => finishedAt ?? startedAt));
  const duration: LabelPart = { ms: endedAt - startedAt };
  return {
    key: frame.path,
    is: "frame",
    depth,
    path: owner.path,
    nodeId: owner.nodeId,
    title: frame.title,
    status: frame.status,
    segments: [{ kind: "group", startMs: startedAt - clock.startedAt, endMs: endedAt - clock.startedAt }],
    label: frame.error === null ? [duration] : [duration, { text: frame.error.message }],
    labelMs: endedAt - clock.startedAt,
    usage: null,
  };
}

function moreRow(owner: StepView, count: number, depth: number, clock: Clock): TimelineRow {
  return {
    key: `${owner.path}…`,
    is: "frame",
    depth,
    path: owner.path,
    nodeId: owner.nodeId,
    title: `${count} more`,
    status: "succeeded",
    segments: [],
    label: [],
    labelMs: (owner.startedAt ?? clock.startedAt) - clock.startedAt,
    usage: null,
  };
}

function pendingRow(node: TimelineNode, view: RunView, clock: Clock): TimelineRow {
  return {
    key: node.id,
    is: "step",
    depth: 0,
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

function stepRow(node: Pick<TimelineNode, "title">, step: StepView, clock: Clock): TimelineRow {
  const tried = step.attempts.flatMap((attempt, index) => attemptSegments(attempt, step, step.attempts[index + 1], clock));
  const segments = [...groupSegments(step, clock), ...tried, ...waitSegments(step, clock)];
  const uses = usesOfStep(step);
  return {
    key: step.path,
    is: "step",
    depth: 0,
    path: step.path,
    nodeId: step.nodeId,
    title: node.title,
    status: shownStatus(step),
    segments,
    label: stepLabel(step, clock),
    labelMs: labelMs(step, segments, clock),
    usage: uses.length === 0 ? null : totalUsage(uses),
  };
}

/** While its work went on in children, the step is a bracket around them. */
function groupSegments(step: StepView, clock: Clock): readonly Segment[] {
  if (step.children.length === 0 || step.startedAt === null) return [];
  return [{ kind: "group", startMs: step.startedAt - clock.startedAt, endMs: (step.finishedAt ?? clock.until) - clock.startedAt }];
}

/** Between two turns a step waited for time or a person. */
function waitSegments(step: StepView, clock: Clock): readonly Segment[] {
  if (step.children.length > 0) return [];
  return step.attempts.flatMap((attempt, index): readonly Segment[] => {
    const next = step.attempts[index + 1];
    const isWait =
      attempt.status === "succeeded" &&
      attempt.finishedAt !== null &&
      (next === undefined ? step.waiting !== null || step.status === "cancelled" : next.turn > attempt.turn);
    if (!isWait || attempt.finishedAt === null) return [];
    const until = next?.startedAt ?? step.finishedAt ?? clock.until;
    return [{ kind: "waiting", startMs: attempt.finishedAt - clock.startedAt, endMs: until - clock.startedAt }];
  });
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
  if (step.waiting !== null) return [{ text: waitWords[step.waiting.until.for] }];
  if (step.status === "running" && step.children.length > 0) return [{ text: doneOf(step) }];
  const retryAt = step.status === "waiting" ? step.attempts.at(-1)?.retryAt : null;
  if (typeof retryAt === "number") return [{ text: "next try in" }, { ms: Math.max(0, retryAt - clock.until) }];
  if (step.startedAt === null || step.finishedAt === null) return [];
  const duration: LabelPart = { ms: step.finishedAt - step.startedAt };
  return step.because === null ? [duration] : [duration, { text: step.because }];
}

const waitWords = { time: "until its time comes", decision: "for a person", run: "for another run" } as const;

/** `3 / 20 done`. */
export function doneOf({ children }: StepView): string {
  const ended = children.filter(({ status }) => status !== "pending" && status !== "running").length;
  return `${ended} / ${children.length} done`;
}

function labelMs(step: StepView, segments: readonly Segment[], clock: Clock): number {
  if (step.skipped !== null) return Math.max(0, (step.finishedAt ?? clock.startedAt) - clock.startedAt);
  const planned = segments.findLast(({ kind }) => kind === "planned");
  return planned === undefined ? (segments.at(-1)?.endMs ?? 0) : planned.startMs;
}

/** Attempts open into rows of their own once there is more than one, or a first one that will be tried again. */
function attemptRows(step: StepView, clock: Clock): readonly TimelineRow[] {
  const isTriedAgain = step.attempts.some(({ attempt }) => attempt > 1);
  if (!isTriedAgain && (step.attempts[0]?.retryAt ?? null) === null) return [];
  return step.attempts.map((attempt, index) => {
    const [tried] = attemptSegments(attempt, step, undefined, clock);
    return {
      key: `${step.path}#${index}`,
      is: "attempt",
      depth: 0,
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
      depth: 0,
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
