/**
 * Words for the simulated model, and answers that it holds back until enough of them are wanted.
 *
 * Only tests import it.
 */
import type { JsonValue } from "../../lib/shared/json";
import type { Answer, AnswerPart, Prompt } from "../../lib/simulator/answer/prompt";
import type { Script } from "../../lib/simulator/call";

/** An answer in words. */
export function says(text: string): Answer {
  return { parts: [{ kind: "text", text }], finish: "stop" };
}

/** An answer in JSON. */
export function saysJson(value: JsonValue): Answer {
  return says(JSON.stringify(value));
}

/** An answer that calls functions: a name and its arguments for each. */
export function callsFunctions(...calls: readonly (readonly [name: string, given: { readonly [key: string]: JsonValue }])[]): Answer {
  const parts = calls.map(([name, given]): AnswerPart => ({ kind: "function_call", name, arguments: given, isPending: false }));
  return { parts, finish: "tool_calls" };
}

/** What the model is asked now. */
export function lastMessage({ turns }: Prompt): string {
  return turns.findLast(({ role }) => role === "user")?.text ?? "";
}

/** The name of the schema that the answer has to have; empty where it may be any text. */
export function schemaName({ format }: Prompt): string {
  return format?.type === "json_schema" ? (format.json_schema?.name ?? "") : "";
}

export type Held = {
  readonly script: Script;
  /** Most answers that were held back at one moment. */
  readonly most: () => number;
};

/**
 * Holds answers back until so many are wanted at one moment, then gives each as the model means it.
 *
 * Where the requests come one after the other none is ever answered: a run that ends has had them in flight together.
 *
 * @param isHeld which prompts are held; every other is answered at once.
 */
export function heldUntil(count: number, isHeld: (prompt: Prompt) => boolean, otherwise: Script = () => undefined): Held {
  let [arrived, held, most] = [0, 0, 0];
  let open: () => void = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  const script: Script = async (prompt) => {
    if (!isHeld(prompt)) return otherwise(prompt);
    arrived += 1;
    held += 1;
    most = Math.max(most, held);
    if (arrived >= count) open();
    await opened;
    held -= 1;
    return otherwise(prompt);
  };
  return { script, most: () => most };
}

export type Later<T> = { readonly promise: Promise<T>; readonly resolve: (value: T) => void };

/** A value that is known later, for a script that waits for it. */
export function later<T>(): Later<T> {
  let resolve: (value: T) => void = () => {};
  const promise = new Promise<T>((known) => {
    resolve = known;
  });
  return { promise, resolve };
}
