/** Who handles an event, and when it may be handed to them. Pure. */
import type { PlanIndex } from "./plan-index";
import type { RunState } from "./run-state";
import type { Listening, StepState } from "./step-state";

/** Listens for every event. */
const anyEvent = "*";

/** Steps that would handle an event of that name at `now`; one that listens no longer takes no more. */
export function listenersFor(state: RunState, name: string, now: number): readonly string[] {
  return handlersOf(state, name).flatMap(({ path, listening }) => (listening !== null && isListening(listening, now) ? [path] : []));
}

/** Whether it may still take events at `now`, if only because nothing has told it to stop. */
export function isListening({ until, isOver }: Listening, now: number): boolean {
  return !isOver && (until === null || until > now);
}

/** Whether it listens only for as long as something else is going on. */
export function endsWhenIdle({ until, untilEvent }: Pick<Listening, "until" | "untilEvent">): boolean {
  return until === null && untilEvent === null;
}

/** Steps that handle events of that name, those that only finish what they took among them. */
export function handlersOf(state: RunState, name: string): readonly StepState[] {
  return [...state.steps.values()].filter(
    ({ phase, listening }) => phase === "spawned" && (listening?.event === name || listening?.event === anyEvent),
  );
}

/** False while a step that is about to listen has not begun to: what is emitted meanwhile is for it too. */
export function mayDeliver(index: PlanIndex, state: RunState): boolean {
  return ![...state.steps.values()].some((step) => {
    const shape = index.nodes.get(step.nodeId)?.shape;
    const isOpening = step.phase === "running" || step.phase === "interrupted" || step.phase === "retrying";
    return isOpening && step.turn === 0 && shape?.is === "scope" && shape.by === "events";
  });
}
