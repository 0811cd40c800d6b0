"use client";

/** Reads when tools ran in steps that are over: the journal says that they ran, the attempts say when. */
import { use, useEffect } from "react";
import type { RunView, StepView } from "../../projection/run-view";
import { recordedToolCalls } from "../../projection/tool-calls";
import { readAttempts } from "./run-requests";
import type { RunState, RunStore } from "./store";
import { RunStoreContext, useRunView } from "./use-run";

/** Attempts hold whole conversations, so a long run shows times of its first steps only. */
const maxSteps = 60;

const askedOf = new WeakMap<RunStore, Set<string>>();

export function useRecordedToolCalls(): void {
  const store = use(RunStoreContext);
  const view = useRunView();
  useEffect(() => {
    if (store !== null && view !== null) void readMissing(store, view);
  }, [store, view]);
}

/** One after another: nothing waits for them. */
async function readMissing(store: RunStore, view: RunView): Promise<void> {
  const asked = askedOf.get(store) ?? new Set<string>();
  askedOf.set(store, asked);
  const paths = [...view.steps.values()]
    .filter((step) => !asked.has(step.path) && usedTools(step) && !isKnown(store.getState(), step.path))
    .map(({ path }) => path)
    .slice(0, Math.max(0, maxSteps - asked.size));
  for (const path of paths) asked.add(path);
  for (const path of paths) {
    const attempts = await readAttempts(store.getState().runId, path);
    if (attempts.ok) store.getState().setToolCalls(path, recordedToolCalls(attempts.value));
  }
}

function usedTools({ status, model }: StepView): boolean {
  if (model === null || (status !== "succeeded" && status !== "failed")) return false;
  if (Object.keys(model.usage.connectors).length > 0) return true;
  return "blob" in model.entries || model.entries.inline.some(({ type }) => type === "tool.execution");
}

function isKnown({ toolCalls }: RunState, path: string): boolean {
  return toolCalls.get(path)?.every(({ finishedAt }) => finishedAt !== null) === true;
}
