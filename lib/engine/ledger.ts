/** The events of one decision as they are made, each folded into the state at once. Pure but for that. */
import type { RunEventBody } from "./events";
import type { PlanIndex } from "./plan-index";
import { applyToState, type RunState } from "./run-state";
import type { StepState } from "./step-state";

export class Ledger {
  readonly index: PlanIndex;
  readonly state: RunState;
  /** Epoch milliseconds: when all of it was decided. */
  readonly now: number;
  readonly events: RunEventBody[] = [];
  /** Steps in flight, those that were just started among them. */
  running: number;

  constructor(index: PlanIndex, state: RunState, now: number) {
    this.index = index;
    this.state = state;
    this.now = now;
    this.running = runningPaths(state).length;
  }

  record(event: RunEventBody): void {
    applyToState(this.index, this.state, event);
    this.events.push(event);
  }
}

export function runningPaths(state: RunState): readonly string[] {
  return [...state.steps.values()].filter((step) => step.phase === "running").map((step) => step.path);
}

/** What frames that begin add to the steps of the run. */
export function stepsAddedBy(events: readonly RunEventBody[], state: RunState): number {
  const begun = events.flatMap((event) => (event.type === "frame_started" ? [state.frames.get(event.frame)] : []));
  return begun.reduce((sum, frame) => sum + (frame?.nodes.length ?? 0), 0);
}

/** Begun and not ended. */
export function isOpen({ phase }: StepState): boolean {
  return openPhases.has(phase);
}

const openPhases: ReadonlySet<StepState["phase"]> = new Set([
  "running",
  "retrying",
  "interrupted",
  "spawned",
  "waiting",
  "unfunded",
  "funded",
]);
