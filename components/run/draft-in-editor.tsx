"use client";

/** The draft of the shown run's workflow, where it is being edited around the run. */
import { createContext } from "react";
import type { AppError } from "@/lib/shared/app-error";
import type { Result } from "@/lib/shared/result";

export type DraftInEditor = {
  /** Saves what was typed. */
  readonly flush: () => Promise<Result<unknown, AppError>>;
  /** Shows a run of the draft where it is edited. */
  readonly openRun: (runId: string) => void;
};

/** Null where a run has a page of its own. */
export const DraftInEditorContext = createContext<DraftInEditor | null>(null);
