/**
 * State passed on in words: `STATE: {json}` and `RESULT: text`.
 */
import type { JsonObject, JsonValue } from "../../shared/json";
import { statisticsOf } from "./calculate";
import { numbersIn } from "./reading";
import { unnamedTopic } from "./topic";
import { shortened } from "./words";
import { filled, type Work } from "./work";

/** Undefined unless the instructions ask for it. */
export function passedOnState(work: Work): string | undefined {
  const { instructions } = work.prompt;
  if (!/^\s*STATE:/im.test(instructions)) return undefined;
  const before =
    stateIn(work.message) ??
    work.material.map(stateIn).findLast((state) => state !== undefined) ??
    stateSoFar(`${instructions}\n${work.message}`);
  const numbers = freshNumbers(work.message);
  const state = nextState(before ?? {}, numbers, work);
  const wanted = wantedKeys(instructions);
  const shown =
    wanted.length === 0 ? state : Object.fromEntries(wanted.map((key): [string, JsonValue] => [key, nextValue(key, state, work)]));
  return `STATE: ${JSON.stringify(shown)}\nRESULT: ${resultText(numbers, state, work)}`;
}

/** Numbers of a message that does not already carry them as state. */
function freshNumbers(message: string): readonly number[] {
  return /STATE\b|state so far/i.test(message) ? [] : numbersIn(message).slice(0, 50);
}

function nextState(before: JsonObject, numbers: readonly number[], { topic }: Work): JsonObject {
  const step = typeof before.step === "number" ? before.step + 1 : 1;
  const sum = numbers.reduce((total, number) => total + number, 0);
  return {
    ...before,
    ...((before.topic === undefined || before.topic === "") && topic !== unnamedTopic ? { topic } : {}),
    step,
    ...(numbers.length > 1
      ? { count: numbers.length, sum, mean: statisticsOf(numbers).mean, smallest: Math.min(...numbers), largest: Math.max(...numbers) }
      : {}),
  };
}

function resultText(numbers: readonly number[], state: JsonObject, work: Work): string {
  if (numbers.length > 1) return `The ${numbers.length} values add up to ${state.sum}; their mean is ${state.mean}.`;
  if (typeof state.sum === "number" && typeof state.count === "number") {
    return `Going on from the state: ${state.count} values with a sum of ${state.sum} and a mean of ${state.mean ?? state.sum / Math.max(state.count, 1)}. Nothing had to be counted again.`;
  }
  const [theme] = work.random.some(work.lens.themes, 1);
  return theme === undefined ? work.heading : filled(theme.text, work);
}

/** Keys of a shape such as `{"count": number, "topic": text}`; `{key: value}` names none. */
function wantedKeys(instructions: string): readonly string[] {
  const shape = /STATE:\s*\{([^}]*)\}/i.exec(instructions)?.[1] ?? "";
  const keys = [...shape.matchAll(/["']?([A-Za-z_]\w*)["']?\s*:/g)].map(([, key = ""]) => key);
  return keys.filter((key) => key !== "key" && key !== "__proto__");
}

/** What the instructions say it should become, else what it is, else a guess. */
function nextValue(key: string, state: JsonObject, work: Work): JsonValue {
  const told = new RegExp(`\\b${key}\\b[^.\\n]{0,20}\\bto ["“'](\\w+)`, "i").exec(work.prompt.instructions)?.[1];
  return told ?? state[key] ?? guessed(key, state, work);
}

/** Told by the name; the shape in the instructions says which kind it is. */
function guessed(key: string, state: JsonObject, work: Work): JsonValue {
  const kind = new RegExp(`["']?${key}["']?\\s*:\\s*["'<\\[]*(\\w+)`, "i").exec(work.prompt.instructions)?.[1]?.toLowerCase() ?? "";
  if (/^(?:number|int|integer|float)$/.test(kind)) return typeof state.step === "number" ? state.step : 1;
  if (/^(?:bool|boolean|true|false)$/.test(kind)) return true;
  if (/^(?:list|array)$/.test(kind)) return [shortened(work.topic, 60)];
  if (kind === "object") return {};
  if (/status|phase|stage/i.test(key)) return Number(state.step ?? 1) > 1 ? "analysed" : "collected";
  return shortened(work.heading, 80);
}

function stateIn(text: string): JsonObject | undefined {
  return parsed(/STATE:\s*(\{[\s\S]*?\})\s*(?:\n|$)/.exec(text)?.[1]);
}

function stateSoFar(text: string): JsonObject | undefined {
  return parsed(/state (?:so far|is|now):?\s*(\{[\s\S]*?\})\s*(?:\n|$)/i.exec(text)?.[1]);
}

function parsed(source: string | undefined): JsonObject | undefined {
  if (source === undefined) return undefined;
  try {
    return JSON.parse(source);
  } catch {
    return undefined;
  }
}
