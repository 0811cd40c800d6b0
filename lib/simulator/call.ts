/**
 * One request on its way through the simulator.
 */
import type { ServerResponse } from "node:http";
import type { JsonValue } from "../shared/json";
import type { Answer, Prompt } from "./answer/prompt";
import type { Fault } from "./faults/fault";
import type { FaultPlan } from "./faults/fault-plan";
import type { Store } from "./state/store";
import { parseJson } from "./wire/http";

export type Settings = { pace: number; latencyMs: number };

/** Words put into the model's mouth: undefined leaves the answer to the model, and a promise holds it back. */
export type Script = (prompt: Prompt) => Answer | undefined | Promise<Answer | undefined>;

export type World = { readonly store: Store; readonly faults: FaultPlan; readonly settings: Settings; script: Script | null };

export type Call = {
  readonly world: World;
  readonly response: ServerResponse;
  /** Values of the route's placeholders, in order. */
  readonly params: readonly string[];
  readonly query: URLSearchParams;
  readonly contentType: string;
  readonly bytes: Buffer;
  readonly text: string;
  readonly fault: Fault | undefined;
};

export type Handler = (call: Call) => void | Promise<void>;

export function param(call: Call, index: number): string {
  return call.params[index] ?? "";
}

export function bodyOf(call: Call): JsonValue {
  return parseJson(call.text);
}

/** A page of a list: `page` counts from 0. */
export function pageOf<T>(items: readonly T[], query: URLSearchParams, defaultSize: number, mostSize: number): readonly T[] {
  const size = Math.min(Math.max(Number(query.get("page_size") ?? defaultSize) || defaultSize, 1), mostSize);
  const page = Math.max(Number(query.get("page") ?? 0) || 0, 0);
  return items.slice(page * size, (page + 1) * size);
}
