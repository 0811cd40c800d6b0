import "server-only";

/**
 * Makes JSON fit for the database, which takes no NUL characters and no lone surrogates in texts.
 */
import type { JsonValue } from "../shared/json";

/** JSON.stringify writes exactly these characters as escapes; a text that merely shows such an escape also matches, harmlessly. */
const suspicious = /\\u0000|\\ud[89a-f]/i;

const loneSurrogate = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** The same value, without NUL characters and with lone surrogates replaced by U+FFFD, in keys too. */
export function storableJson<T extends JsonValue>(value: T): T {
  if (!suspicious.test(JSON.stringify(value))) return value;
  return cleaned(value) as T; // the same shape: only characters inside texts differ
}

function cleaned(value: JsonValue): JsonValue {
  if (typeof value === "string") return cleanText(value);
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(cleaned);
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [cleanText(key), cleaned(member)]));
}

function cleanText(text: string): string {
  return text.replaceAll("\u0000", "").replace(loneSurrogate, "\ufffd");
}
