/**
 * Why a schema refused a value, for people.
 *
 * Pure. Schemas that say it themselves are quoted; their library's own words are put differently.
 */
import type { z } from "zod";

/** Whether nothing stood there at all. */
export function isMissing(issue: z.core.$ZodIssue): boolean {
  return issue.code === "invalid_type" && issue.message.endsWith("received undefined");
}

/** Without a full stop at the end. */
export function schemaReason(issue: z.core.$ZodIssue): string {
  if (!isLibraryWording(issue.message)) return issue.message.replace(/\.$/, "");
  switch (issue.code) {
    case "unrecognized_keys":
      return `unknown ${issue.keys.length === 1 ? "field" : "fields"} ${issue.keys.slice(0, mostNamed).map(quoted).join(", ")}`;
    case "too_big":
      return `${issue.inclusive === false ? "has to be below" : (limitWords[issue.origin]?.most ?? "has to be at most")} ${issue.maximum}`;
    case "too_small":
      return `${issue.inclusive === false ? "has to be above" : (limitWords[issue.origin]?.least ?? "has to be at least")} ${issue.minimum}`;
    case "invalid_type":
      return isMissing(issue) ? "this is missing" : `this should be ${typeWords[issue.expected] ?? issue.expected}`;
    case "invalid_value":
      return `this should be ${issue.values
        .map((value) => JSON.stringify(value))
        .join(", ")
        .replace(/, ([^,]*)$/, " or $1")}`;
    case "invalid_union":
      return "this is none of the values that are possible here";
    default:
      return "this value can't be read";
  }
}

const mostNamed = 10;
const quoted = (key: string): string => `\`${key.slice(0, 80)}\``;

function isLibraryWording(message: string): boolean {
  return /^(Too big|Too small|Invalid|Unrecognized)/.test(message);
}

const limitWords: { readonly [origin: string]: { readonly most: string; readonly least: string } } = {
  string: { most: "is too long; its letters may number at most", least: "is too short; its letters have to number at least" },
  array: { most: "has too many entries; there may be at most", least: "has too few entries; there have to be at least" },
};

const typeWords: { readonly [type: string]: string } = {
  string: "text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "an object",
  record: "an object",
};
