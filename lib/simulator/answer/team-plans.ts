/**
 * Structured answers of those who lead: plans for workers, reviews of their results, assessments of tasks.
 *
 * Told by the schema alone, so any list of workers and any task is served.
 */
import type { JsonObject, JsonValue } from "../../shared/json";
import { isJsonObject, ownValue } from "../../shared/json";
import { scoreCategories } from "./classify";
import { complexity, subtasksOf } from "./decomposition";
import { fillSchema } from "./json-schema";
import { capitalised, listed, shortened, wordsOf } from "./words";
import type { Work } from "./work";

/** The whole answer, or undefined when the schema asks for nothing of the kind. `write` drafts a text for the same prompt. */
export function teamAnswer(schema: JsonValue, work: Work, write: () => string): JsonValue | undefined {
  const properties = propertiesOf(schema);
  if (properties === undefined) return undefined;
  return assessment(properties, work) ?? delegation(properties, work, write);
}

function propertiesOf(schema: JsonValue | undefined): JsonObject | undefined {
  const properties = isJsonObject(schema) ? ownValue(schema, "properties") : undefined;
  return isJsonObject(properties) ? properties : undefined;
}

function choicesOf(schema: JsonValue | undefined): readonly string[] {
  const choices = isJsonObject(schema) ? ownValue(schema, "enum") : undefined;
  return Array.isArray(choices) ? choices.filter((choice): choice is string => typeof choice === "string") : [];
}

function itemsOf(schema: JsonValue | undefined): JsonValue | undefined {
  return isJsonObject(schema) && ownValue(schema, "type") === "array" ? ownValue(schema, "items") : undefined;
}

function boundOf(schema: JsonValue | undefined, key: "minItems" | "maxItems", otherwise: number): number {
  const bound = isJsonObject(schema) ? ownValue(schema, key) : undefined;
  return typeof bound === "number" ? bound : otherwise;
}

/** Everything else the schema asks for, by its name. */
function others(properties: JsonObject, answered: JsonObject, work: Work): JsonObject {
  const rest = Object.entries(properties).filter(([key]) => !Object.hasOwn(answered, key));
  const filled = fillSchema({ type: "object", properties: Object.fromEntries(rest), required: rest.map(([key]) => key) }, work);
  const all = { ...(isJsonObject(filled) ? filled : {}), ...answered };
  return Object.fromEntries(Object.keys(properties).flatMap((key) => (Object.hasOwn(all, key) ? [[key, all[key] ?? null]] : [])));
}

const splitting = /^(?:split|decompose|divide|break_?down)$/i;

function assessment(properties: JsonObject, work: Work): JsonValue | undefined {
  const action = Object.entries(properties).find(([, schema]) => choicesOf(schema).some((choice) => splitting.test(choice)));
  const list = Object.entries(properties).find(([, schema]) => isJsonObject(itemsOf(schema)));
  if (action === undefined || list === undefined) return undefined;
  const choices = choicesOf(action[1]);
  const most = boundOf(list[1], "maxItems", 5);
  const isComplex = complexity(work.message) > 1 && most > 1;
  const parts = isComplex ? subtasksOf(work, work.message).slice(0, Math.min(most, 5)) : [];
  const choice = choices.find((candidate) => splitting.test(candidate) === isComplex) ?? choices[0] ?? "";
  const reason = isComplex ? `It holds ${parts.length} separate pieces of work.` : "It is one piece of work that fits into one answer.";
  const reasonKey = Object.keys(properties).find((key) => /why|reason|rationale|because/i.test(key));
  return others(properties, { [action[0]]: choice, [list[0]]: parts, ...(reasonKey !== undefined && { [reasonKey]: reason }) }, work);
}

type Worker = { readonly label: string; readonly description: string };
type Shape = {
  readonly list: string;
  readonly schema: JsonValue;
  readonly item: JsonObject;
  readonly worker: string;
  readonly task: string;
};

/** A list whose items each name one of several workers and say what to do. */
function shapeOf(properties: JsonObject): Shape | undefined {
  for (const [list, schema] of Object.entries(properties)) {
    const item = propertiesOf(itemsOf(schema));
    if (item === undefined || !/task|plan|step|assign|delegat|work/i.test(list)) continue;
    const worker = Object.keys(item).find((key) => choicesOf(item[key]).length > 0);
    const task = Object.keys(item).find((key) => /task|instruction|input|description|what|goal/i.test(key));
    if (worker !== undefined && task !== undefined) return { list, schema, item, worker, task };
  }
  return undefined;
}

function delegation(properties: JsonObject, work: Work, write: () => string): JsonValue | undefined {
  const shape = shapeOf(properties);
  if (shape === undefined) return undefined;
  const done = Object.keys(properties).find((key) => /^(?:is_?)?(?:done|complete|finished|enough)/i.test(key));
  const text = Object.keys(properties).find((key) => /answer|result|report|response/i.test(key));
  if (done !== undefined && text !== undefined) return others(properties, { [done]: true, [text]: write(), [shape.list]: [] }, work);
  const steps = stepsFor(work, shape);
  const note = Object.keys(properties).find((key) => /note|summary|plan|why|reason/i.test(key) && key !== shape.list);
  const planned = steps.map((step, index) => others(shape.item, itemOf(step, index, shape), work));
  return others(properties, { [shape.list]: planned, ...(note !== undefined && { [note]: noteOn(steps) }) }, work);
}

type Kind = "find" | "compute" | "write";
type Step = { readonly worker: string; readonly task: string; readonly after: readonly number[] };

/** What workers are for, and which words of a goal call for them. */
const kinds: readonly { readonly kind: Kind; readonly workers: RegExp; readonly parts: RegExp; readonly otherwise: string }[] = [
  {
    kind: "find",
    workers: /search|research|\bweb\b|look(?:s)? up|\bfinds?\b|sources?|librar|retriev|document/i,
    parts: /\b(?:search|find|look up|look for|research|retrieve|collect|gather|check|which|latest|benchmarks?|prices?)\b/i,
    otherwise: "Find out what is known about",
  },
  {
    kind: "compute",
    workers: /\bcod(?:e|er|es|ing)\b|calculat|comput|python|numbers|figures|statistic/i,
    parts: /\b(?:calculate|compute|work out|estimate|metrics?|averages?|sum|percent\w*|how much|chart|ratio|savings?|costs?|pays? back)\b/i,
    otherwise: "Work out the figures for",
  },
  {
    kind: "write",
    workers: /\bwrit|draft|\btexts?\b|\bedit|wording|report/i,
    parts: /\b(?:write|draft|summari[sz]e|recommend|report|letter|explain|compare|present|prepare)\b/i,
    otherwise: "Write the final text on",
  },
];

/** The goal's own parts where it names several, else one step for each kind of worker there is. */
function stepsFor(work: Work, { item, worker, schema }: Shape): readonly Step[] {
  const workers = choicesOf(item[worker]).map((label) => ({ label, description: describedAs(label, work.prompt.instructions) }));
  const most = Math.min(boundOf(schema, "maxItems", 8), 8);
  const goal = work.message;
  const parts = partsOf(goal);
  const steps = parts.length > 1 ? stepsOfParts(parts, workers, work) : stepsOfWorkers(workers, work);
  return steps.slice(0, Math.max(most, 1));
}

function describedAs(label: string, instructions: string): string {
  const line = instructions
    .split("\n")
    .find((text) => new RegExp(`^\\s*[-*•]\\s*${label.replace(/\W/g, "\\$&")}\\s*[:–-]`, "i").test(text));
  return line?.replace(/^[^:–]*[:–]\s*/, "") ?? "";
}

const orders =
  "analy[sz]e|build|calculate|chart|check|collect|compare|compute|create|design|draft|estimate|explain|find|gather|list|look (?:up|for)|plan|prepare|recommend|research|retrieve|review|search|summari[sz]e|translate|work out|write";
const nextOrder = new RegExp(`(?:[.;]\\s+|,\\s*(?:and\\s+)?(?:then\\s+)?|\\s+(?:and|then)\\s+(?:then\\s+)?)(?=(?:${orders})\\b)`, "i");

/** Numbered lines, else what several verbs ask for. */
function partsOf(goal: string): readonly string[] {
  const lines = goal.split("\n").flatMap((line) => /^\s*(?:\d+[.)]|[-*•])\s+(\S.*)$/.exec(line)?.[1] ?? []);
  if (lines.length > 1) return lines.slice(0, 8);
  return goal
    .split(nextOrder)
    .map((part) => part.trim().replace(/[.]$/, ""))
    .filter((part) => wordsOf(part).length > 1)
    .slice(0, 8);
}

function stepsOfParts(parts: readonly string[], workers: readonly Worker[], work: Work): readonly Step[] {
  const purpose = shortened(work.message.split("\n")[0] ?? work.topic, 140).replace(/[.:]$/, "");
  return parts.map((part, index): Step => {
    const kind = kindAsked(part);
    const isLast = kind === "write" || /\b(?:them|these|those|it|results?|everything)\b/i.test(part);
    const task = purpose.includes(part) && parts.length === 1 ? part : `${capitalised(part)}. It is part of this: ${purpose}.`;
    return { worker: bestWorker(part, kind, workers), task, after: isLast ? parts.slice(0, index).map((_, place) => place) : [] };
  });
}

/** The verb an order begins with decides, else the last word that calls for somebody. */
function kindAsked(part: string): Kind | undefined {
  const order = part.split(/\s+/).slice(0, 2).join(" ");
  return (kinds.find(({ parts }) => parts.test(order)) ?? kinds.findLast(({ parts }) => parts.test(part)))?.kind;
}

function stepsOfWorkers(workers: readonly Worker[], work: Work): readonly Step[] {
  const steps: Step[] = [];
  for (const { kind, otherwise } of kinds) {
    const worker = workers.find((candidate) => kindOf(candidate) === kind);
    if (worker === undefined) continue;
    const after = kind === "write" ? steps.map((_, place) => place) : [];
    steps.push({ worker: worker.label, task: `${otherwise} ${work.topic}.`, after });
  }
  if (steps.length > 0) return steps;
  return workers.slice(0, 3).map(({ label, description }) => ({
    worker: label,
    task: `Work on ${work.topic} as the one for: ${shortened(description || label, 100)}`,
    after: [],
  }));
}

function kindOf({ label, description }: Worker): Kind | undefined {
  return (
    kinds.find(({ workers }) => workers.test(label.replaceAll("_", " ")))?.kind ??
    kinds.find(({ workers }) => workers.test(description))?.kind
  );
}

function bestWorker(part: string, kind: Kind | undefined, workers: readonly Worker[]): string {
  const scores = scoreCategories(part, workers);
  const weighted = workers.map((worker, index) => (scores[index] ?? 0) + (kind !== undefined && kindOf(worker) === kind ? 3 : 0));
  return workers[weighted.indexOf(Math.max(...weighted))]?.label ?? "";
}

function itemOf({ worker, task, after }: Step, index: number, shape: Shape): JsonObject {
  const keys = Object.keys(shape.item);
  const id = keys.find((key) => /^(?:id|key|name|number)$/i.test(key));
  const waits = keys.find((key) => /after|depend|needs|requires|waits/i.test(key));
  return {
    ...(id !== undefined && { [id]: `t${index + 1}` }),
    [shape.worker]: worker,
    [shape.task]: task,
    ...(waits !== undefined && { [waits]: after.map((place) => `t${place + 1}`) }),
  };
}

function noteOn(steps: readonly Step[]): string {
  const names = [...new Set(steps.map(({ worker }) => worker.replaceAll("_", " ")))];
  const last = steps.some(({ after }) => after.length > 0) ? "; the last step waits for what it needs" : ", side by side";
  return `${steps.length} ${steps.length === 1 ? "subtask" : "subtasks"} for ${listed(names)}${last}.`;
}
