/**
 * Whether a task is split, into what, and with which share of the tree's tasks.
 *
 * Pure. Shares are handed out before a task starts and never exceed what is left, so the cap on the whole
 * tree holds without anybody counting it.
 */
import { isJsonObject, type JsonObject, type JsonValue, ownValue } from "../../shared/json";

/** Where a task stands in its tree. */
export type Place = {
  readonly task: string;
  /** 0 for the first one. */
  readonly depth: number;
  /** Tasks that may still come into being below this one. */
  readonly budget: number;
};

export type Caps = { readonly maxDepth: number; readonly maxBreadth: number; readonly maxTasks: number };

export type Assessment =
  | { readonly action: "execute"; readonly why: string }
  | { readonly action: "split"; readonly subtasks: readonly string[]; readonly why: string };

const fewestSubtasks = 2;

/** Where a step stands: the values say it for a subtask; without them it is the tree's first task. */
export function placeOf(scope: JsonObject, maxTasks: number): Place | undefined {
  const [task, depth, budget] = [ownValue(scope, "task"), ownValue(scope, "depth"), ownValue(scope, "budget")];
  if (typeof task !== "string" || typeof depth !== "number" || typeof budget !== "number") return undefined;
  return { task, depth, budget: Math.max(0, Math.min(budget, maxTasks)) };
}

/** Into how many a task may be split; 0 when it has to be done as it is. */
export function mostSubtasks({ depth, budget }: Place, { maxDepth, maxBreadth }: Caps): number {
  const most = Math.min(maxBreadth, budget);
  return depth >= maxDepth || most < fewestSubtasks ? 0 : most;
}

/** Why a task that may not be split is done as it is; reads as a whole sentence. */
export function capReached({ depth }: Place, { maxDepth, maxTasks }: Caps): string {
  if (depth >= maxDepth) return `done as it is: level ${maxDepth} is the last`;
  return `done as it is: its share of the ${maxTasks} tasks is used up`;
}

export function assessmentSchema(most: number): JsonObject {
  return {
    type: "object",
    properties: {
      action: { type: "string", enum: ["execute", "split"], description: "execute: do it in one go. split: cut it into subtasks." },
      subtasks: { type: "array", items: { type: "string" }, maxItems: most, description: "The subtasks when it is split; else empty." },
      why: { type: "string", description: "The reason in one sentence." },
    },
    required: ["action", "subtasks", "why"],
    additionalProperties: false,
  };
}

/** An assessment that splits into nothing, into one, or into the task itself means that the task can be done. */
export function readAssessment(json: JsonValue | undefined, task: string, most: number): Assessment {
  const assessment = isJsonObject(json) ? json : {};
  const why = textIn(ownValue(assessment, "why"));
  const listed = ownValue(assessment, "subtasks");
  const subtasks = [...new Set(Array.isArray(listed) ? listed.map((item) => textIn(item)) : [])].filter(
    (text) => text !== "" && text !== task,
  );
  if (ownValue(assessment, "action") !== "split" || subtasks.length < fewestSubtasks || subtasks.length > most) {
    return { action: "execute", why };
  }
  return { action: "split", subtasks, why };
}

/** What is left after the subtasks themselves, shared out evenly; the first ones get what does not divide. */
export function sharesOf(budget: number, count: number): readonly number[] {
  const left = Math.max(0, budget - count);
  return Array.from({ length: count }, (_, index) => Math.floor(left / count) + (index < left % count ? 1 : 0));
}

function textIn(value: JsonValue | undefined): string {
  return typeof value === "string" ? value.trim() : "";
}
