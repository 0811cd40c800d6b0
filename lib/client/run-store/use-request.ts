"use client";

/** One answer of the server, as a component shows it: on its way, there, or not to be had. */
import { use, useEffect, useState } from "react";
import type { StoredValue } from "../../engine/events";
import type { HistorySource, RunHistory } from "../../projection/history";
import type { AttemptRecord } from "../../projection/summaries";
import type { AppError } from "../../shared/app-error";
import type { JsonValue } from "../../shared/json";
import type { Result } from "../../shared/result";
import { type RunInfo, readAttempts, readHistory, readRunInfo, readStoredValue } from "./run-requests";
import type { RunStore } from "./store";
import { RunStoreContext, useStepView } from "./use-run";

export type Loaded<T> =
  | { readonly is: "loading" }
  | { readonly is: "ready"; readonly value: T }
  | { readonly is: "failed"; readonly message: string; readonly retry: () => void };

const loading = { is: "loading" } as const;

/**
 * Attempts of a step with everything that crossed the wire, read again whenever one more of them ends.
 * Empty for a step that has made none.
 */
export function useAttempts(path: string): Loaded<readonly AttemptRecord[]> {
  const store = use(RunStoreContext);
  const step = useStepView(path);
  const ended = step?.attempts.filter(({ finishedAt }) => finishedAt !== null).length ?? 0;
  const loaded = useRequest(store, `attempts ${path} ${ended}`, async (runId, signal) => {
    return ended === 0 ? { ok: true, value: noAttempts } : readAttempts(runId, path, signal);
  });
  return loaded;
}

const noAttempts: readonly AttemptRecord[] = [];

/** A value of a step, from its event or from beside the journal. */
export function useStoredValue(stored: StoredValue): Loaded<JsonValue> {
  const store = use(RunStoreContext);
  const blobId = "blob" in stored ? stored.blob.blobId : null;
  const fetched = useRequest<JsonValue>(store, `value ${blobId ?? ""}`, async (runId, signal) => {
    return blobId === null ? { ok: true, value: null } : readStoredValue(runId, blobId, signal);
  });
  return "inline" in stored ? { is: "ready", value: stored.inline } : fetched;
}

/** What lists say of another run than the one that is shown; read again when `isOver` turns true. */
export function useOtherRun(runId: string, isOver: boolean): Loaded<RunInfo> {
  const store = use(RunStoreContext);
  return useRequest(store, `run ${runId} ${isOver}`, (_shown, signal) => readRunInfo(runId, signal));
}

type Answer<T> = { readonly key: string; readonly result: Result<T, AppError> };

/** Every entry of a step's conversation, read again whenever one more of its attempts ends. */
export function useHistory(path: string, source: HistorySource): Loaded<RunHistory> {
  const store = use(RunStoreContext);
  const step = useStepView(path);
  const ended = step?.attempts.filter(({ finishedAt }) => finishedAt !== null).length ?? 0;
  return useRequest(store, `history ${source} ${path} ${ended}`, (runId, signal) => readHistory(runId, path, source, signal));
}

/** What was answered stays until the answer to a newer question is there. `key` names the question. */
function useRequest<T>(
  store: RunStore | null,
  key: string,
  load: (runId: string, signal: AbortSignal) => Promise<Result<T, AppError>>,
): Loaded<T> {
  const [tries, setTries] = useState(0);
  const [answer, setAnswer] = useState<Answer<T> | null>(null);
  const subject = subjectOf(key);

  // biome-ignore lint/correctness/useExhaustiveDependencies: `key` names what `load` asks; a new function is no new question
  useEffect(() => {
    if (store === null) return;
    const abort = new AbortController();
    void load(store.getState().runId, abort.signal).then((result) => {
      if (!abort.signal.aborted) setAnswer({ key, result });
    });
    return () => abort.abort();
  }, [store, key, tries]);

  if (answer === null || subjectOf(answer.key) !== subject) return loading;
  if (answer.result.ok) return { is: "ready", value: answer.result.value };
  return answer.key === key ? { is: "failed", message: answer.result.error.message, retry: () => setTries(tries + 1) } : loading;
}

/** What a step's attempts made is one subject however many there are, and a run is one before and after its end. */
function subjectOf(key: string): string {
  return /^(attempts|history|run) /.test(key) ? key.slice(0, key.lastIndexOf(" ")) : key;
}
