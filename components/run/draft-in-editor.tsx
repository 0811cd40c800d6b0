"use client";

/** The draft of the shown run's workflow, where it is being edited around the run. */
import { createContext } from "react";
import type { AppError } from "@/lib/shared/app-error";
import type { JsonValue } from "@/lib/shared/json";
import type { Result } from "@/lib/shared/result";

export type DraftInEditor = {
  /** Saves what was typed. */
  readonly flush: () => Promise<Result<unknown, AppError>>;
  /** Shows a run of the draft where it is edited. */
  readonly openRun: (runId: string) => void;
  /** From then on the node gives this out in runs that are started by hand. */
  readonly pin: (nodeId: string, output: JsonValue) => void;
  /** A sentence where the draft has no such node any more, or one of a kind that gives out only what it worked out; else null. */
  readonly whyNotPinned: (nodeId: string) => string | null;
};

/** Null where a run has a page of its own. */
export const DraftInEditorContext = createContext<DraftInEditor | null>(null);
