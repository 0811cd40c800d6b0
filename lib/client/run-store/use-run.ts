"use client";

/**
 * What components read of the run that is shown. Without a provider above them the hooks return null
 * (or an empty list), so that a card looks the same in an editor that shows no run.
 */
import { createContext, use, useMemo } from "react";
import { useStore } from "zustand";
import { createStore } from "zustand/vanilla";
import type { RunEvent } from "../../engine/events";
import type { EdgeState } from "../../projection/edge-state";
import { type Instances, instanceOf, instancesIn, isLookedAt } from "../../projection/instances";
import type { RunView, StepView } from "../../projection/run-view";
import type { ToolCallView } from "../../projection/tool-calls";
import { nodeIdOf } from "../../shared/step-path";
import { lastLineOf } from "./live-text";
import type { RunConnection, RunState, RunStore } from "./store";

export const RunStoreContext = createContext<RunStore | null>(null);

/** Stands in for a store where none is, because a hook may not be left out. */
const noRun = createStore<RunState | null>()(() => null);

/** Subscribes to one value of the run. Select the smallest thing you render. */
export function useRunState<T>(selector: (state: RunState) => T): T | null {
  const store = use(RunStoreContext);
  return useStore<typeof noRun, T | null>(store ?? noRun, (state) => (state === null ? null : selector(state)));
}

export function useRunId(): string | null {
  return useRunState(({ runId }) => runId);
}

export function useRunView(): RunView | null {
  return useRunState(({ view }) => view);
}

const noEvents: readonly RunEvent[] = [];

export function useRunEvents(): readonly RunEvent[] {
  return useRunState(({ events }) => events) ?? noEvents;
}

export function useRunConnection(): RunConnection | null {
  return useRunState(({ connection }) => connection);
}

/** Of a step by its path, or of a node: then of the instance that is looked at. Null also for one that has not begun. */
export function useStepView(key: string): StepView | null {
  return useRunState(({ view, looked }) => instanceOf(view, looked, key));
}

/** A step that was chosen, by its path; another instance of its node when that is looked at since. */
export function useInstancePath(path: string | null): string | null {
  const moved = useRunState(({ view, looked }) =>
    path === null || isLookedAt(view, looked, path) ? null : (instanceOf(view, looked, nodeIdOf(path))?.path ?? null),
  );
  return moved ?? path;
}

export type ChosenInstance = Instances & { readonly look: (path: string) => void };

/** The instances of a container to step through; null where there is no choice. */
export function useInstances(step: StepView | null): ChosenInstance | null {
  const looked = useRunState((state) => state.looked);
  const look = useRunState((state) => state.look);
  const instances = useMemo(() => (step === null || looked === null ? null : instancesIn(step, looked)), [step, looked]);
  return instances === null || look === null ? null : { ...instances, look };
}

/** Null also for an edge that the version which ran does not have. */
export function useEdgeState(edgeId: string): EdgeState | null {
  return useRunState(({ edges }) => edges.get(edgeId) ?? null);
}

/** The end of what a step writes right now, or what its call waits for, for one line on its card; null when there is neither. */
export function useLiveLine(nodeId: string): string | null {
  return useRunState(({ view, looked, live, held }) => {
    const path = instanceOf(view, looked, nodeId)?.path ?? nodeId;
    const hold = held.get(path);
    if (hold !== undefined) return `waits: ${hold.because}`;
    const text = live.get(path);
    return text === undefined ? null : lastLineOf(text.text) || null;
  });
}

/** Everything a step has written in its attempt in flight; null when nothing streams. */
export function useLiveText(path: string): string | null {
  return useRunState(({ live }) => live.get(path)?.text ?? null);
}

const noCalls: readonly ToolCallView[] = [];

export function useToolCalls(path: string): readonly ToolCallView[] {
  return useRunState(({ toolCalls }) => toolCalls.get(path)) ?? noCalls;
}

const noToolCalls: ReadonlyMap<string, readonly ToolCallView[]> = new Map();

export function useAllToolCalls(): ReadonlyMap<string, readonly ToolCallView[]> {
  return useRunState(({ toolCalls }) => toolCalls) ?? noToolCalls;
}
