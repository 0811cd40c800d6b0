/**
 * A run as a program wants it: did it succeed, what came of it, and each step by its path.
 *
 * Pure. Values that lie beside the journal are the caller's to read: `read` does.
 */
import type { StoredValue } from "../engine/events";
import type { JsonValue } from "../shared/json";
import type { RunStatus, RunView, StepStatus, ViewError } from "./run-view";
import type { StartedRuns } from "./summaries";
import { totalUsage, usesOfRun } from "./usage";

export type ReportError = { readonly code: string; readonly message: string; readonly path?: string };

export type StepReport = {
  readonly path: string;
  readonly node: string;
  readonly title: string;
  readonly status: StepStatus;
  /** Null for a step that has none, and for one that was left out. */
  readonly output: JsonValue;
  /** Size of an output that had no room in the answer. */
  readonly leftOutBytes?: number;
  readonly error: ReportError | null;
};

export type RunReport = {
  /** Null while it goes on. */
  readonly success: boolean | null;
  readonly runId: string;
  /** Where to ask again. */
  readonly address: string;
  readonly status: RunStatus;
  /** A made-up model answered. */
  readonly simulated: boolean;
  /** Of the one output node; with several, or none, an object by node. */
  readonly output: JsonValue;
  /** In the order the steps came up. */
  readonly results: readonly StepReport[];
  readonly error: ReportError | null;
  readonly usage: {
    readonly promptTokens: number;
    readonly completionTokens: number;
    /** What the provider's tools used; their price is unknown, so `costUsd` is without them. */
    readonly connectorTokens: number;
    readonly totalTokens: number;
    /** Calls of the provider's tools, by name. */
    readonly toolCalls: { readonly [tool: string]: number };
    /** US dollars; null when a price is not known. */
    readonly costUsd: number | null;
    /** In none of the numbers above. */
    readonly startedRuns: StartedRuns;
  };
};

export type ReportedRun = {
  readonly runId: string;
  readonly view: RunView;
  readonly titles: ReadonlyMap<string, string>;
  /** Nodes whose outputs are the run's. */
  readonly outputNodes: readonly string[];
  readonly costUsd: number | null;
  readonly startedRuns: StartedRuns;
};

/** What a stored value is, or how large when it has no room. */
export type GivenValue = { readonly value: JsonValue } | { readonly leftOutBytes: number };

export function runReport(run: ReportedRun, read: (stored: StoredValue) => GivenValue): RunReport {
  const { runId, view, titles, costUsd, startedRuns } = run;
  const { promptTokens, completionTokens, connectorTokens, totalTokens, connectors } = totalUsage(usesOfRun(view));
  const isOver = view.finishedAt !== null;
  return {
    success: isOver ? view.status === "succeeded" : null,
    runId,
    address: `/api/v1/runs/${runId}`,
    status: view.status,
    simulated: view.isSimulated,
    output: isOver ? outputOf(run, read) : null,
    results: [...view.steps.values()].map((step) => ({
      path: step.path,
      node: step.nodeId,
      title: titles.get(step.nodeId) ?? step.nodeId,
      status: step.status,
      ...shownOutput(step.output, read),
      error: step.error === null ? null : errorOf(step.error),
    })),
    error: view.error === null ? null : errorOf(view.error),
    usage: { promptTokens, completionTokens, connectorTokens, totalTokens, toolCalls: connectors, costUsd, startedRuns },
  };
}

function outputOf({ view, outputNodes }: ReportedRun, read: (stored: StoredValue) => GivenValue): JsonValue {
  const valueAt = (node: string): JsonValue => {
    const stored = Object.hasOwn(view.outputs, node) ? view.outputs[node] : undefined;
    return stored === undefined ? null : shownOutput(stored, read).output;
  };
  const [only, another] = outputNodes;
  if (only !== undefined && another === undefined) return valueAt(only);
  return Object.fromEntries(Object.keys(view.outputs).map((node) => [node, valueAt(node)]));
}

function shownOutput(stored: StoredValue | null, read: (stored: StoredValue) => GivenValue): Pick<StepReport, "output" | "leftOutBytes"> {
  if (stored === null) return { output: null };
  const given = read(stored);
  return "value" in given ? { output: given.value } : { output: null, leftOutBytes: given.leftOutBytes };
}

function errorOf({ code, message, path }: ViewError & { readonly path?: string }): ReportError {
  return path === undefined ? { code, message } : { code, message, path };
}
