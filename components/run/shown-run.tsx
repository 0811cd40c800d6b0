"use client";

/**
 * The run that is shown, for everything that shows a part of it: the version that ran, its steps in order,
 * what it is called and the prices in force. What happens in it comes from the run store.
 */
import { createContext, type ReactNode, use, useEffect, useMemo, useState } from "react";
import { type OutlineNode, runOutline } from "@/lib/client/run-store/run-outline";
import { type RunInfo, readRunInfo } from "@/lib/client/run-store/run-requests";
import type { RunStore } from "@/lib/client/run-store/store";
import { RunStoreContext, useRunState } from "@/lib/client/run-store/use-run";
import type { WorkflowDocument } from "@/lib/document/schema";
import { shippedPrices } from "@/lib/projection/prices";
import type { RunSummary, StartedRuns } from "@/lib/projection/summaries";
import { type PriceTable, priceTableOf } from "@/lib/projection/usage";

export type ShownRun = {
  readonly workflowId: string;
  readonly runId: string;
  readonly document: WorkflowDocument;
  readonly outline: readonly OutlineNode[];
  readonly nodesById: ReadonlyMap<string, OutlineNode>;
  /** Null until the server said; the run is shown meanwhile. */
  readonly summary: RunSummary | null;
  readonly prices: PriceTable;
  /** Null where there are none, and until the server said once the run was over: before that they still grow. */
  readonly started: StartedRuns | null;
};

const ShownRunContext = createContext<ShownRun | null>(null);

/** The run that is shown; only under `ShownRunProvider`. */
export function useShownRun(): ShownRun {
  const shown = use(ShownRunContext);
  if (shown === null) throw new Error("useShownRun must be called under <ShownRunProvider>");
  return shown;
}

export type ShownRunProviderProps = {
  readonly workflowId: string;
  readonly runId: string;
  /** The version that ran. */
  readonly document: WorkflowDocument;
  /** What the server knew; asked for when absent. */
  readonly info?: RunInfo;
  readonly children: ReactNode;
};

export function ShownRunProvider({ workflowId, runId, document, info, children }: ShownRunProviderProps) {
  const known = useRunInfo(runId, info ?? null);
  const outline = useMemo(() => runOutline(document), [document]);
  const shown = useMemo<ShownRun>(
    () => ({
      workflowId,
      runId,
      document,
      outline,
      nodesById: new Map(outline.map((node) => [node.id, node])),
      summary: known?.run ?? null,
      prices: priceTableOf(shippedPrices, known?.prices ?? []),
      started: known === null || known.run.finishedAt === null || known.started.runs === 0 ? null : known.started,
    }),
    [workflowId, runId, document, outline, known],
  );
  return <ShownRunContext value={shown}>{children}</ShownRunContext>;
}

/** Asked for again when the run ends, because its totals are settled then. */
function useRunInfo(runId: string, fromServer: RunInfo | null): RunInfo | null {
  const store = use(RunStoreContext);
  const isOver = useRunState(({ view }) => view.finishedAt !== null) ?? false;
  const [asked, setAsked] = useState<RunInfo | null>(null);
  const isSettled = fromServer !== null && (!isOver || fromServer.run.finishedAt !== null);

  useEffect(() => {
    if (isSettled || store === null) return;
    let isWanted = true;
    void infoOf(store, runId, isOver).then((info) => {
      if (isWanted && info.ok) setAsked(info.value);
    });
    return () => {
      isWanted = false;
    };
  }, [store, runId, isOver, isSettled]);

  return asked?.run.id === runId ? asked : fromServer;
}

const asking = new WeakMap<RunStore, Map<boolean, ReturnType<typeof readRunInfo>>>();

/** One question for all who show the same run: a drawer and a panel, and every step that is looked at. */
function infoOf(store: RunStore, runId: string, isOver: boolean): ReturnType<typeof readRunInfo> {
  const answers = asking.get(store) ?? new Map<boolean, ReturnType<typeof readRunInfo>>();
  asking.set(store, answers);
  const before = answers.get(isOver);
  if (before !== undefined) return before;
  const answer = readRunInfo(runId).then((info) => {
    // A question that failed may be asked again.
    if (!info.ok) answers.delete(isOver);
    return info;
  });
  answers.set(isOver, answer);
  return answer;
}
