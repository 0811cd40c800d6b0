"use client";

/** Starting and cancelling a run of what is on the canvas. */
import { createContext, type ReactNode, use, useCallback, useMemo, useState } from "react";
import { z } from "zod";
import { useEditor, useEditorStore } from "@/lib/client/editor-store/use-editor";
import { inputFieldsOf } from "@/lib/client/node-facts";
import { post, type RequestError, request } from "@/lib/client/request";
import { cancelRun } from "@/lib/client/run-store/run-requests";
import { useRunView } from "@/lib/client/run-store/use-run";
import type { AppError } from "@/lib/shared/app-error";
import type { JsonObject } from "@/lib/shared/json";
import { useEditorSession } from "./editor-context";

export type RunProblem = AppError & {
  /** What is wrong with single fields, by key. */
  readonly fields: { readonly [key: string]: string };
};

export type RunControl = {
  readonly phase: "idle" | "saving" | "starting";
  readonly isRunning: boolean;
  readonly isCancelling: boolean;
  readonly problem: RunProblem | null;
  /** Asks for the input first, where the workflow takes any or has a problem. */
  readonly askOrStart: () => void;
  /** @param ignoresPins pinned nodes work all the same. */
  readonly start: (input: JsonObject, ignoresPins?: boolean) => Promise<void>;
  readonly cancel: () => Promise<void>;
  readonly forgetProblem: () => void;
};

const RunControlContext = createContext<RunControl | null>(null);

const Started = z.object({ runId: z.string(), number: z.number() });
const Fields = z.record(z.string(), z.string());

/** Must stand under the provider of the run that is shown. */
export function RunControlProvider({ children }: { readonly children: ReactNode }) {
  const store = useEditorStore();
  const session = useEditorSession();
  const runId = useEditor((state) => state.run?.runId ?? null);
  const view = useRunView();
  const [phase, setPhase] = useState<RunControl["phase"]>("idle");
  const [problem, setProblem] = useState<RunProblem | null>(null);
  const [cancelledId, setCancelledId] = useState<string | null>(null);
  const isRunning = runId !== null && (view === null || view.finishedAt === null);

  const start = useCallback(
    async (input: JsonObject, ignoresPins = false) => {
      setProblem(null);
      setPhase("saving");
      const saved = await session.flush();
      if (!saved.ok) return fail({ ...saved.error, message: `The workflow could not be saved first. ${saved.error.message}`, fields: {} });
      setPhase("starting");
      const { workflowId } = store.getState();
      const started = await request(
        `/api/workflows/${encodeURIComponent(workflowId)}/runs`,
        Started,
        post({ input, ...(ignoresPins && { ignoresPins }) }),
      );
      if (!started.ok) return fail(problemIn(started.error));
      setPhase("idle");
      store.getState().openRun(started.value.runId);
      store.getState().announce(`Run ${started.value.number} started`);

      function fail(found: RunProblem): void {
        setPhase("idle");
        setProblem(found);
        store.getState().openDialog("run");
      }
    },
    [session, store],
  );

  const askOrStart = useCallback(() => {
    const { document, diagnostics, openDialog } = store.getState();
    if (isRunning || phase !== "idle") return;
    const hasErrors = diagnostics.some((diagnostic) => diagnostic.severity === "error");
    setProblem(null);
    if (!hasErrors && document.nodes.length > 0 && inputFieldsOf(document).length === 0) void start({});
    else openDialog("run");
  }, [store, start, isRunning, phase]);

  const cancel = useCallback(async () => {
    if (runId === null) return;
    setCancelledId(runId);
    const asked = await cancelRun(runId);
    if (asked.ok) return;
    setCancelledId(null);
    store.getState().announce(asked.error.message);
  }, [runId, store]);

  const isCancelling = isRunning && (cancelledId === runId || view?.isCancelling === true);
  const forgetProblem = useCallback(() => setProblem(null), []);
  const control = useMemo(
    () => ({ phase, isRunning, isCancelling, problem, askOrStart, start, cancel, forgetProblem }),
    [phase, isRunning, isCancelling, problem, askOrStart, start, cancel, forgetProblem],
  );
  return <RunControlContext value={control}>{children}</RunControlContext>;
}

export function useRunControl(): RunControl {
  const control = use(RunControlContext);
  if (control === null) throw new Error("useRunControl must be called under <RunControlProvider>");
  return control;
}

function problemIn({ rest, ...error }: RequestError): RunProblem {
  const fields = Fields.safeParse(rest.fields);
  return { ...error, fields: fields.success ? fields.data : {} };
}
