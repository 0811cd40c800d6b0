/**
 * The journal a rerun begins with: what of an earlier run's record still holds.
 *
 * Pure. A rerun is a new run of the same version whose journal starts with these events, marked as
 * reused; everything that is missing from it is then decided and run as if a crash had cut it off.
 */

import { placeOfStep, stepPath } from "../shared/step-path";
import type { RunEvent, RunEventBody, StoredValue } from "./events";
import type { PlanIndex } from "./plan-index";
import { applyToState, emptyRunState, type RunState } from "./run-state";

/**
 * `resume`: everything that was completed. `from`: everything but that step and what depends on it.
 * `edited`: that step with another output, and everything but what depends on it.
 */
export type RerunScope =
  | { readonly is: "resume" }
  | { readonly is: "from"; readonly path: string }
  | { readonly is: "edited"; readonly path: string; readonly output: StoredValue };

/** @returns events without numbers, all marked as reused, in the order of the earlier journal. */
export function reusedJournal(index: PlanIndex, journal: readonly RunEvent[], scope: RerunScope): readonly RunEventBody[] {
  const state = emptyRunState();
  for (const event of journal) applyToState(index, state, event);
  const ends = new Map<string, number>();
  for (const event of journal) if ("path" in event && event.path !== undefined && endsTurn(event)) ends.set(event.path, event.seq);
  const dropped = scope.is === "resume" ? new Map<string, number>() : dependants(index, state, scope.path, scope.is === "from");
  const until = (path: string): number => lastKept(path, journal, ends.get(path) ?? 0, dropped);
  const isDone = (path: string): boolean => {
    const step = state.steps.get(path);
    return step !== undefined && step.output !== null && until(path) === ends.get(path);
  };
  const kept = journal.filter((event) => isKept(event, state, until, isDone));
  return withoutLostEvents(kept, state).map(({ seq: _seq, ...event }): RunEventBody => {
    const isEdited = scope.is === "edited" && event.type === "step_succeeded" && event.path === scope.path;
    return isEdited ? { ...event, output: scope.output, edited: true, reused: true } : { ...event, reused: true };
  });
}

/** What a step has done and was paid for ends with one of these. */
function endsTurn(event: RunEventBody): boolean {
  switch (event.type) {
    case "step_succeeded":
    case "step_skipped":
    case "step_spawned":
    case "step_listening":
    case "step_waiting":
      return true;
    case "step_failed":
      return event.handled === true;
    case "step_cancelled":
      return event.cause === "join" || event.cause === "person";
    default:
      return false;
  }
}

/** Steps that a rerun from `path` begins anew, with the turn from which on: 0 for the whole step. */
function dependants(index: PlanIndex, state: RunState, path: string, isItself: boolean): ReadonlyMap<string, number> {
  const dropped = new Map<string, number>();
  for (let at: string | undefined = path, turn = 0; at !== undefined; ) {
    const { frame, nodeId } = placeOfStep(at);
    if (at !== path || isItself) dropped.set(at, turn);
    if (state.frames.get(frame)?.isCall !== true) for (const after of reachable(index, nodeId)) dropped.set(stepPath(frame, after), 0);
    const owner = state.frames.get(frame)?.owner;
    const child = owner == null ? undefined : state.steps.get(owner.path)?.children[owner.index];
    at = owner?.path;
    // The turn that spawned the child stands; what it resumed the step to does not.
    turn = (child?.turn ?? 0) + 1;
  }
  return dropped;
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

/** Number of the last event of a step that still holds; 0 for none. */
function lastKept(path: string, journal: readonly RunEvent[], lastEnd: number, dropped: ReadonlyMap<string, number>): number {
  for (const [from, turn] of dropped) {
    if (path === from && turn === 0) return 0;
    if (path === from) return Math.min(lastEnd, beforeTurn(path, journal, turn));
    if (turn === 0 && isInside(path, from)) return 0;
    if (turn > 0 && isInside(path, from) && spawnedIn(path, from, journal) >= turn) return 0;
  }
  return lastEnd;
}

function beforeTurn(path: string, journal: readonly RunEvent[], turn: number): number {
  const resumed = journal.find((event) => event.type === "step_resumed" && event.path === path && event.turn >= turn);
  return resumed === undefined ? Number.POSITIVE_INFINITY : resumed.seq - 1;
}

/** The turn of `owner` that spawned the child in which `path` lies. */
function spawnedIn(path: string, owner: string, journal: readonly RunEvent[]): number {
  const number = Number(/^(?:\.(?:call|hop|task))?\[(\d+)\]/.exec(path.slice(owner.length))?.[1] ?? 0);
  let turn = 0;
  let children = 0;
  for (const event of journal) {
    if (event.type === "step_resumed" && event.path === owner) turn = event.turn;
    if (event.type === "step_spawned" && event.path === owner) children += event.children.length;
    if (children > number) return turn;
  }
  return turn;
}

function isInside(path: string, owner: string): boolean {
  return path.length > owner.length && path.startsWith(owner) && /^(?:\[|\.(?:call|hop|task)\[)/.test(path.slice(owner.length));
}

function isKept(event: RunEvent, state: RunState, until: (path: string) => number, isDone: (path: string) => boolean): boolean {
  switch (event.type) {
    case "run_started":
    case "run_recovered":
    case "run_finished":
    case "cancel_requested":
    case "step_held":
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

/** Handlers are numbered by the events they got: when one of those is lost, they begin anew. */
function withoutLostEvents(kept: readonly RunEvent[], state: RunState): readonly RunEvent[] {
  const listeners = [...state.steps.values()].filter((step) => step.children.some((child) => child.event !== null));
  const emitted = kept.filter((event) => event.type === "event_emitted").reduce((sum, event) => sum + event.to.length, 0);
  const handled = listeners.reduce((sum, step) => sum + step.children.length, 0);
  if (emitted === handled) return kept;
  const lost = new Set(listeners.map(({ path }) => path));
  return kept.filter((event) => {
    if (event.type === "event_emitted") return false;
    const path = "frame" in event ? event.frame : "path" in event ? event.path : undefined;
    return path === undefined || ![...lost].some((listener) => path === listener || isInside(path, listener));
  });
}
