"use client";

/** The step that is looked at, by its path or its node: from the address, else the one worth a look; kept in the address from then on. */
import { useCallback, useEffect, useState } from "react";
import type { OutlineNode } from "@/lib/client/run-store/run-outline";
import { useInstancePath, useRunState, useRunView } from "@/lib/client/run-store/use-run";
import type { RunView } from "@/lib/projection/run-view";
import { nodeIdOf } from "@/lib/shared/step-path";
import { useShownRun } from "./shown-run";

export type ChosenStep = { readonly chosen: string | null; readonly choose: (path: string | null) => void };

export function useChosenStep(fromAddress: string | null): ChosenStep {
  const { outline, nodesById } = useShownRun();
  const view = useRunView();
  const [chosen, setChosen] = useState(() =>
    fromAddress !== null && nodesById.has(nodeIdOf(fromAddress)) ? fromAddress : view === null ? null : worthALook(view, outline),
  );
  const look = useRunState((state) => state.look);
  const shown = useInstancePath(chosen);

  // Once: later the instances are the person's to choose.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the step that was chosen first
  useEffect(() => {
    if (chosen !== null) look?.(chosen);
  }, [look]);

  useEffect(() => {
    if (shown !== chosen) keepInAddress(shown);
  }, [shown, chosen]);

  const choose = useCallback(
    (path: string | null) => {
      setChosen(path);
      keepInAddress(path);
      if (path !== null) look?.(path);
    },
    [look],
  );
  return { chosen: shown, choose };
}

function keepInAddress(path: string | null): void {
  const address = new URL(window.location.href);
  if (path === null) address.searchParams.delete("step");
  else address.searchParams.set("step", path);
  // Looking at a step is no place to come back to with the browser's button.
  window.history.replaceState(window.history.state, "", address);
}

/** What failed, what runs, or what came out. */
function worthALook(view: RunView, outline: readonly OutlineNode[]): string | null {
  const failed = view.error?.path;
  if (failed !== undefined && view.steps.has(failed)) return failed;
  const waiting = [...view.steps.values()].find((step) => step.waiting?.until.for === "decision");
  if (waiting !== undefined) return waiting.path;
  const running = outline.find(({ id }) => view.steps.get(id)?.status === "running");
  const output = outline.findLast(({ id }) => view.steps.get(id)?.status === "succeeded");
  return (view.finishedAt === null ? running : output)?.id ?? null;
}
