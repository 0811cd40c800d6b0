/**
 * The journal a rerun begins with: what of an earlier run's record still holds.
 *
 * Pure. A rerun is a new run of the same version whose journal starts with these events, marked as
 * reused; everything that is missing from it is then decided and run as if a crash had cut it off.
 */

import { childHolding, placeOfStep, stepPath } from "../shared/step-path";
import type { RunEvent, RunEventBody, StoredValue } from "./events";
import { endsWhenIdle } from "./listeners";
import type { PlanIndex } from "./plan-index";
import { applyToState, emptyRunState, type RunState } from "./run-state";
import { orderOf, type Utterance, utterances } from "./shared-conversation";
import type { ChildState, StepState } from "./step-state";

/**
 * `resume`: everything that was completed. `from`: everything but that step and what depends on it.
 * `edited`: that step with another output, and everything but what depends on it.
 */
export type RerunScope =
  | { readonly is: "resume" }
  | { readonly is: "from"; readonly path: string }
  | { readonly is: "edited"; readonly path: string; readonly output: StoredValue };

/**
 * @param index of the plan that ran.
 * @param changed nodes of the graph itself of which nothing is kept, because the new run has another plan: with each, all
 * that follow it (`changedNodes`).
 * @returns events without numbers, all marked as reused, in the order of the earlier journal.
 */
export function reusedJournal(
  index: PlanIndex,
  journal: readonly RunEvent[],
  scope: RerunScope,
  changed: ReadonlySet<string> = new Set(),
): readonly RunEventBody[] {
  const state = emptyRunState();
  for (const event of journal) applyToState(index, state, event);
  const ends = new Map<string, number>();
  for (const event of journal) {
    // Another join may have use for what one cancelled.
    const isUndone = changed.size > 0 && event.type === "step_cancelled";
    const isLeft = isUndone || isHalfDone(state, event);
    if ("path" in event && event.path !== undefined && endsTurn(event) && !isLeft) ends.set(event.path, event.seq);
  }
  const record: Recorded = { index, journal, state, ends };
  const dependent = scope.is === "resume" ? nothingDropped : dependants(index, state, scope.path, scope.is === "from" ? 0 : null);
  const dropped = together([dependent, { steps: new Map([...changed].map((id) => [id, 0])), frames: [] }]);
  return eventsThatHold(record, together([dropped, ...reopened(record, dropped)])).map(({ seq: _seq, ...event }): RunEventBody => {
    const isEdited = scope.is === "edited" && event.type === "step_succeeded" && event.path === scope.path;
    return isEdited ? { ...event, output: scope.output, edited: true, reused: true } : { ...event, reused: true };
  });
}

/** What there is of the earlier run, and the number of the event with which each step's work ends. */
type Recorded = {
  readonly index: PlanIndex;
  readonly journal: readonly RunEvent[];
  readonly state: RunState;
  readonly ends: ReadonlyMap<string, number>;
};

/** Handlers are numbered by the events they got: when one of those is lost, or one of them is to listen anew, all begin anew. */
function eventsThatHold(record: Recorded, dropped: Dropped): readonly RunEvent[] {
  const { index, state } = record;
  const until = (path: string): number => lastKept(path, record, dropped);
  const kept = eventsKept(record, until);
  const listeners = [...state.steps.values()].filter((step) => step.children.some((child) => child.event !== null));
  const emitted = kept.filter((event) => event.type === "event_emitted").reduce((sum, event) => sum + event.to.length, 0);
  const handled = listeners.reduce((sum, step) => sum + step.children.length, 0);
  if (emitted === handled && listeners.every(({ path }) => until(path) > 0)) return kept;
  const anew = together([dropped, ...listeners.map(({ path }) => dependants(index, state, path, 0))]);
  return eventsKept(record, (path) => lastKept(path, record, anew)).filter(({ type }) => type !== "event_emitted");
}

function eventsKept({ journal, state, ends }: Recorded, until: (path: string) => number): readonly RunEvent[] {
  const isDone = (path: string): boolean => {
    const step = state.steps.get(path);
    return step !== undefined && step.output !== null && until(path) === ends.get(path);
  };
  return journal.filter((event) => isKept(event, state, until, isDone));
}

/**
 * Whoever listened until nothing else was going on has something to wait for again when a step that does not follow
 * from its end runs: that step may emit what it listens for. What it handled before stands.
 */
function reopened({ index, journal, state }: Recorded, dropped: Dropped): readonly Dropped[] {
  return journal.flatMap((event) => {
    if (event.type !== "step_listening" || !endsWhenIdle({ until: event.until, untilEvent: event.untilEvent ?? null })) return [];
    const behind = dependants(index, state, event.path, 1);
    return [...dropped.steps.keys()].every((other) => isBegunAnew(other, behind)) ? [] : [behind];
  });
}

function isBegunAnew(path: string, { steps }: Dropped): boolean {
  return [...steps].some(([from, turn]) => path === from || (turn === 0 && isInside(path, from)));
}

/** What a step has done and was paid for ends with one of these. */
function endsTurn(event: RunEventBody): boolean {
  switch (event.type) {
    case "step_succeeded":
    case "step_skipped":
    case "step_spawned":
    case "step_listening":
      return true;
    case "step_waiting":
      // Another run tells only the one that started it of its end.
      return event.until.for !== "run";
    case "step_failed":
      return event.handled === true;
    case "step_cancelled":
      return event.cause === "join" || event.cause === "person";
    default:
      return false;
  }
}

/** A batch some of whose parts failed is done once what it belongs to went on without them. */
function isHalfDone(state: RunState, event: RunEventBody): boolean {
  if (event.type !== "step_succeeded" || event.lost === undefined) return false;
  const owner = state.frames.get(placeOfStep(event.path).frame)?.owner;
  return owner != null && state.steps.get(owner.path)?.phase !== "succeeded";
}

/** What a rerun begins anew. */
type Dropped = {
  /** Steps, with the turn from which on: 0 for the whole step. */
  readonly steps: ReadonlyMap<string, number>;
  /** Children of which nothing is kept. */
  readonly frames: readonly string[];
};

const nothingDropped: Dropped = { steps: new Map(), frames: [] };

/** All of them at once: of a step that several name, from the earliest turn on. */
function together(all: readonly Dropped[]): Dropped {
  const steps = new Map<string, number>();
  for (const [path, turn] of all.flatMap((dropped) => [...dropped.steps])) steps.set(path, Math.min(turn, steps.get(path) ?? turn));
  return { steps, frames: all.flatMap(({ frames }) => frames) };
}

/**
 * What depends on the step at `path`: outwards, frame by frame.
 *
 * @param own the turn from which on the step itself is among it; null leaves it out.
 */
function dependants(index: PlanIndex, state: RunState, path: string, own: number | null): Dropped {
  const steps = new Map<string, number>();
  const frames: string[] = [];
  for (let at: string | undefined = path, turn = own; at !== undefined; ) {
    const { frame, nodeId } = placeOfStep(at);
    if (turn !== null) steps.set(at, turn);
    if (state.frames.get(frame)?.isCall !== true) for (const after of reachable(index, nodeId)) steps.set(stepPath(frame, after), 0);
    const place = state.frames.get(frame)?.owner;
    const owner = state.steps.get(place?.path ?? "");
    const child = owner?.children[place?.index ?? 0];
    if (owner !== undefined && child !== undefined) {
      frames.push(...childrenAfter(owner, child));
      for (const later of laterUtterances(state, owner, child)) {
        frames.push(later.child.frame);
        // It listens as before, to what it goes on from there.
        steps.set(later.owner.path, later.child.turn + 1);
        for (const after of reachable(index, later.owner.nodeId)) steps.set(stepPath(later.owner.frame, after), 0);
      }
    }
    at = place?.path;
    // The turn that spawned the child stands; what it resumed the step to does not.
    turn = (child?.turn ?? 0) + 1;
  }
  return { steps, frames };
}

/** Frames of the children that were given what this one came to: those that need it, and those that carry what was said so far. */
function childrenAfter(owner: StepState, first: ChildState): readonly string[] {
  const found = new Set([first.index]);
  for (const { index, record } of owner.children) {
    const isFed = record.after?.some((needed) => found.has(needed)) === true || (record.carry === "so_far" && index > first.index);
    if (isFed) found.add(index);
  }
  found.delete(first.index);
  return owner.children.filter(({ index }) => found.has(index)).map(({ frame }) => frame);
}

/** What other handlers said in the same conversation after this child. */
function laterUtterances(state: RunState, owner: StepState, child: ChildState): readonly Utterance[] {
  if (owner.conversation === null) return [];
  return utterances(state, owner).filter((other) => other.owner !== owner && orderOf(other.child) > orderOf(child));
}

function reachable(index: PlanIndex, nodeId: string): ReadonlySet<string> {
  const found = new Set<string>();
  const open = [nodeId];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    for (const edgeId of index.nodes.get(at)?.outEdges ?? []) {
      const target = index.edges.get(edgeId)?.target;
      if (target === undefined || found.has(target)) continue;
      found.add(target);
      open.push(target);
    }
  }
  return found;
}

/** Number of the last event of a step that still holds; 0 for none. Several of what is dropped may enclose it. */
function lastKept(path: string, { state, journal, ends }: Recorded, dropped: Dropped): number {
  if (dropped.frames.some((frame) => path.startsWith(`${frame}.`))) return 0;
  let last = ends.get(path) ?? 0;
  for (const [from, turn] of dropped.steps) {
    if (path === from) last = Math.min(last, turn === 0 ? 0 : beforeTurn(path, journal, turn));
    else if (isInside(path, from) && (turn === 0 || spawnedIn(path, from, state) >= turn)) return 0;
    if (last === 0) return 0;
  }
  return last;
}

function beforeTurn(path: string, journal: readonly RunEvent[], turn: number): number {
  const resumed = journal.find((event) => event.type === "step_resumed" && event.path === path && event.turn >= turn);
  return resumed === undefined ? Number.POSITIVE_INFINITY : resumed.seq - 1;
}

/** The turn of `owner` that spawned the child in which `path` lies. */
function spawnedIn(path: string, owner: string, state: RunState): number {
  return state.steps.get(owner)?.children[childHolding(path, owner) ?? 0]?.turn ?? 0;
}

function isInside(path: string, owner: string): boolean {
  return childHolding(path, owner) !== null;
}

function isKept(event: RunEvent, state: RunState, until: (path: string) => number, isDone: (path: string) => boolean): boolean {
  switch (event.type) {
    case "run_started":
    case "run_recovered":
    case "run_finished":
    case "cancel_requested":
    case "step_held":
    case "budget_nearly_spent":
    case "budget_raised":
      return false;
    case "event_emitted":
      return event.from === null || until(event.from) > 0;
    case "frame_started":
    case "frame_finished": {
      const owner = state.frames.get(event.frame)?.owner;
      if (owner == null || until(owner.path) === 0) return false;
      if (isDone(owner.path)) return true;
      const begun = framePaths(event.frame, state).filter((path) => state.steps.has(path));
      if (event.type === "frame_started") return begun.some((path) => until(path) > 0);
      return event.status === "succeeded" && begun.every((path) => until(path) > 0);
    }
    default:
      return event.seq <= until(event.path);
  }
}

function framePaths(frame: string, state: RunState): readonly string[] {
  return (state.frames.get(frame)?.nodes ?? []).map((nodeId) => stepPath(frame, nodeId));
}
