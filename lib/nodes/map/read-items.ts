/** The list a Map goes over, or a sentence about what is there instead. Pure. */
import { isJsonObject, type JsonValue } from "../../shared/json";
import { err, ok, type Result } from "../../shared/result";
import type { StepError } from "../contract";

/** @param most items that are allowed. */
export function readItems(value: JsonValue | undefined, source: string, most: number): Result<readonly JsonValue[], StepError> {
  if (!Array.isArray(value)) return err({ code: "not_a_list", class: "permanent", message: notAList(value, source) });
  if (value.length <= most) return ok(value);
  const message = `There are ${value.length} items; a Map takes at most ${most}. Take a part of them, as in slice(${source}, 0, ${most}).`;
  return err({ code: "too_many_items", class: "limit", message });
}

function notAList(value: JsonValue | undefined, source: string): string {
  const got = `A Map needs a list, but \`${source}\` gave`;
  if (value === undefined) return `${got} nothing: what it reads is not there. Give a default, as in \`${source} ?? []\`.`;
  if (value === null) return `${got} null. Give a default, as in \`${source} || []\`.`;
  if (isJsonObject(value)) return `${got} ${objectInWords(value, source)}`;
  if (typeof value === "string") {
    return `${got} a text. Let the agent before it answer with JSON, or cut the text up, as in \`split(${source}, "\\n")\`.`;
  }
  return `${got} ${typeof value === "number" ? "the number" : "the value"} ${String(value)}. Name a list.`;
}

function objectInWords(value: { readonly [key: string]: JsonValue }, source: string): string {
  const keys = Object.keys(value);
  if (keys.length === 0) return "an object without keys. Name a list.";
  const list = keys.find((key) => Array.isArray(value[key]) && /^[A-Za-z_]\w*$/.test(key));
  const mend = list === undefined ? `Go over its values with \`values(${source})\`.` : `Did you mean \`${source}.${list}\`?`;
  return `an object with ${keys.length === 1 ? "the key" : "the keys"} ${keys.slice(0, 5).join(", ")}${keys.length > 5 ? ", …" : ""}. ${mend}`;
}
