"use client";

/** Makes a run readable to everything below it, and follows it while it goes on. */
import { type ReactNode, useEffect, useState } from "react";
import { followRun } from "./follow-run";
import { createRunStore, isOver, type NewRunStore, type RunStore } from "./store";
import { RunStoreContext } from "./use-run";

export type RunStoreProviderProps = {
  /** Null shows no run. Another run id begins anew; anything else that changes in it is ignored. */
  readonly run: NewRunStore | null;
  readonly children: ReactNode;
};

export function RunStoreProvider({ run, children }: RunStoreProviderProps) {
  const [store, setStore] = useState(() => storeOf(run));
  if ((store?.getState().runId ?? null) !== (run?.runId ?? null)) setStore(storeOf(run));

  useEffect(() => (store === null || isOver(store.getState().view) ? undefined : follow(store)), [store]);

  return <RunStoreContext value={store}>{children}</RunStoreContext>;
}

function storeOf(run: NewRunStore | null): RunStore | null {
  return run === null ? null : createRunStore(run);
}

function follow(store: RunStore): () => void {
  return followRun(store.getState().runId, {
    lastSeq: () => store.getState().view.seq,
    onMessages: (messages) => store.getState().take(messages),
    onConnection: (connection) => store.getState().setConnection(connection),
  });
}
