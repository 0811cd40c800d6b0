/**
 * Inputs that somebody gives on purpose: a key that is not asked for is a mistake of theirs.
 *
 * Pure. Whoever misspells an optional input would otherwise never learn of it.
 */

import type { JsonObject } from "../../shared/json";
import { err, type Result } from "../../shared/result";
import type { InputField } from "../contract";
import type { FieldProblems } from "../form-values";
import { type RunInputError, readRunInput } from "./input-values";

/** Fails with a sentence that names every input that is missing, unknown or wrong, and `fields` with a sentence for each. */
export function readGivenInput(fields: readonly InputField[], inputs: JsonObject): Result<JsonObject, RunInputError> {
  const unknown = unknownInputs(fields, inputs);
  const read = readRunInput(fields, inputs);
  if (read.ok && unknown.length === 0) return read;
  const saysItAll = !read.ok && (read.error.code === "too_large" || Object.keys(read.error.fields).length === 0);
  if (saysItAll && unknown.length === 0) return read;

  const ofFields = read.ok ? {} : read.error.fields;
  const problems: FieldProblems = {
    ...ofFields,
    ...Object.fromEntries(
      unknown.slice(0, mostNamed).map((key) => [key.slice(0, longestName), `There is no such input. ${offered(fields)}`]),
    ),
  };
  return err({ code: "invalid_run_input", message: inOneSentence(Object.keys(ofFields), inputs, unknown), fields: problems });
}

/** Keys that no field asks for. */
export function unknownInputs(fields: readonly InputField[], inputs: JsonObject): readonly string[] {
  const known = new Set(fields.map(({ key }) => key));
  return Object.keys(inputs).filter((key) => !known.has(key));
}

/** @param keys of fields whose values are missing or wrong. */
function inOneSentence(keys: readonly string[], inputs: JsonObject, unknown: readonly string[]): string {
  const isAbsent = (key: string): boolean => !Object.hasOwn(inputs, key);
  const parts = [
    part("missing", keys.filter(isAbsent)),
    part(
      "not acceptable",
      keys.filter((key) => !isAbsent(key)),
    ),
    part("unknown", unknown),
  ];
  return `The run can't start with these inputs. ${parts.filter((text) => text !== "").join(" ")}`;
}

const mostNamed = 20;
const longestName = 80;

function part(what: string, keys: readonly string[]): string {
  if (keys.length === 0) return "";
  const more = keys.length > mostNamed ? ` and ${keys.length - mostNamed} more` : "";
  const named = keys.slice(0, mostNamed).map((key) => key.slice(0, longestName));
  return `${what.charAt(0).toUpperCase()}${what.slice(1)}: ${named.join(", ")}${more}.`;
}

function offered(fields: readonly InputField[]): string {
  return fields.length === 0 ? "This workflow takes none." : `It takes: ${fields.map(({ key }) => key).join(", ")}.`;
}
