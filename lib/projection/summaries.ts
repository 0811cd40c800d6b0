/**
 * What lists and pages show of workflows and runs: plain data that crosses from server to browser.
 */

import type { Diagnostic } from "../compile/diagnostic";
import type { WorkflowDocument } from "../document/schema";
import type { Exchange } from "../providers/exchange";
import type { Usage } from "../shared/conversation";
import type { JsonObject, JsonValue } from "../shared/json";
import type { RunStatus } from "./run-view";

export type RunSummary = {
  readonly id: string;
  /** Counts up per workflow. */
  readonly number: number;
  readonly workflowId: string;
  readonly workflowName: string;
  /** The name under which its workflow is published now; null where it is not. */
  readonly publishedAs: string | null;
  readonly versionNumber: number;
  readonly status: RunStatus;
  readonly trigger: "manual" | "cli" | "api" | "workflow" | "resume";
  /** The run that started it, or whose record it goes on from. */
  readonly parentRunId: string | null;
  readonly isSimulated: boolean;
  /** ISO 8601. */
  readonly createdAt: string;
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
  readonly totalTokens: number;
  /** Null when a price is unknown. US dollars. */
  readonly costUsd: number | null;
  readonly stepsDone: number;
  readonly stepsTotal: number;
  /** Why it failed or waits, in a sentence. */
  readonly note: string | null;
};

/** Runs that steps of a run started, and those that these started in turn. */
export type StartedRuns = {
  readonly runs: number;
  readonly totalTokens: number;
  /** US dollars; null when a price is unknown. */
  readonly costUsd: number | null;
};

export type WorkflowSummary = {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly updatedAt: string;
  /** The name it is published under; null where it is not. */
  readonly publishedAs: string | null;
  readonly runCount: number;
  readonly lastRun: RunSummary | null;
  /** For the miniature. */
  readonly graph: Miniature;
};

/** Just enough of a document to draw it small. */
export type Miniature = {
  readonly nodes: readonly {
    readonly id: string;
    readonly type: string;
    readonly x: number;
    readonly y: number;
    readonly isNote: boolean;
    /** Of a container; absent for a card. */
    readonly size?: { readonly width: number; readonly height: number };
  }[];
  readonly edges: readonly { readonly source: string; readonly target: string }[];
};

export type EditorWorkflow = {
  readonly id: string;
  readonly revision: number;
  readonly document: WorkflowDocument;
  readonly diagnostics: readonly Diagnostic[];
  readonly updatedAt: string;
};

export type RunDetail = {
  readonly run: RunSummary;
  /** The version that ran. */
  readonly document: WorkflowDocument;
  readonly input: JsonObject;
};

/**
 * One try of a step with everything that crossed the wire. The same attempt stands twice, with
 * different epochs, when a crash interrupted it after it was recorded.
 */
export type AttemptRecord = {
  readonly path: string;
  readonly attempt: number;
  /** The turn of the step that was tried. */
  readonly turn: number;
  readonly epoch: number;
  readonly status: "succeeded" | "failed" | "cancelled";
  /** ISO 8601. */
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly model: string | null;
  readonly exchanges: readonly Exchange[];
  /** Instructions, message and context as rendered, before a provider saw them. */
  readonly rendered: JsonValue | null;
  readonly usage: Usage;
};

/** Prices in US dollars per million tokens; null means unknown. */
export type ModelPrice = {
  readonly model: string;
  readonly input: number | null;
  readonly output: number | null;
  readonly asOf: string;
  readonly isEdited: boolean;
};

export type ProviderStatus = {
  readonly label: string;
  readonly isSimulated: boolean;
  readonly serverUrl: string;
  readonly hasKey: boolean;
  readonly openAiCompatibleUrl: string | null;
};

/** An event that came for a run after its end. `at` is ISO 8601. */
export type LateEvent = { readonly id: string; readonly at: string; readonly name: string; readonly data: JsonValue };
