/** Builders for tests of what is shown: a journal in a few words. */
import type { RunEvent, RunEventBody, StepModel } from "../engine/events";
import { noUsage, type Usage } from "../shared/conversation";
import type { JsonValue } from "../shared/json";
import { nodeIdOf } from "../shared/step-path";
import { foldRunView, type RunView } from "./run-view";

/** The start of every test run, in epoch milliseconds. */
export const runStart = 1_000_000;

export type Fact = RunEventBody extends infer Body ? (Body extends RunEventBody ? Omit<Body, "at"> : never) : never;

type FactOf<Type extends Fact["type"]> = Extract<Fact, { type: Type }>;

/** A journal of facts, each with the milliseconds since the run's start. */
export function journal(...facts: readonly (readonly [number, Fact])[]): readonly RunEvent[] {
  const started: readonly [number, Fact] = [0, { type: "run_started", planHash: "h", input: { topic: "tides" }, simulated: true }];
  // A fact with a time is an event body; the spread only loses which variant it is.
  return [started, ...facts].map(([ms, fact], index) => ({ ...fact, at: runStart + ms, seq: index + 1 }) as RunEvent);
}

export function viewOf(...facts: readonly (readonly [number, Fact])[]): RunView {
  return foldRunView(journal(...facts));
}

export function started(path: string, attempt = 1): FactOf<"step_started"> {
  return { type: "step_started", path, nodeId: nodeIdOf(path), attempt, from: [] };
}

export function succeeded(
  path: string,
  more: { attempt?: number; ports?: string[]; output?: JsonValue; because?: string; model?: StepModel } = {},
): FactOf<"step_succeeded"> {
  const { attempt = 1, ports = ["out"], output = "done", ...rest } = more;
  return { type: "step_succeeded", path, attempt, ports, output: { inline: output }, ...rest };
}

export function skipped(path: string, text: string): FactOf<"step_skipped"> {
  return { type: "step_skipped", path, nodeId: path, because: { text } };
}

export function retry(path: string, attempt: number, retryAtMs: number): FactOf<"step_retry_scheduled"> {
  const error = { code: "rate_limited", class: "transient", message: "Too many requests." } as const;
  return { type: "step_retry_scheduled", path, attempt, error, retryAt: runStart + retryAtMs };
}

export function failed(path: string, attempt = 1): FactOf<"step_failed"> {
  const error = { code: "unauthorized", class: "permanent", message: "The key was refused. Check it in Settings." } as const;
  return { type: "step_failed", path, attempt, error };
}

export function finished(status: "succeeded" | "failed" | "cancelled" = "succeeded"): FactOf<"run_finished"> {
  return { type: "run_finished", status, outputs: {} };
}

export function model(more: Partial<StepModel> = {}): StepModel {
  return {
    provider: "mistral",
    model: "mistral-small-latest",
    conversationId: null,
    usage: noUsage,
    entries: { inline: [] },
    files: [],
    leftOut: [],
    ...more,
  };
}

export function usage(promptTokens: number, completionTokens: number, more: Partial<Usage> = {}): Usage {
  return { ...noUsage, promptTokens, completionTokens, totalTokens: promptTokens + completionTokens, ...more };
}
