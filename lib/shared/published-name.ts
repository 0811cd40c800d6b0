/**
 * The name a published workflow answers under: part of an address, so plain and short.
 *
 * Pure: the dialog, the server and the command line refuse the same names in the same words.
 */
import { limits } from "./limits";

/** Why this can't be a name, in a sentence; null when it can. Whether it is taken is not known here. */
export function publishedNameProblem(name: string): string | null {
  const most = limits.publishedNameLength.value;
  if (name === "") return "Give it a name, for example research-team.";
  if (name.length > most) return `The name has ${name.length} characters; the limit is ${most}. Shorten it.`;
  if (/[A-Z]/.test(name)) return `Use small letters: ${name.toLowerCase()}.`;
  const [odd] = /[^a-z0-9-]/u.exec(name) ?? [];
  if (odd !== undefined) return `Use letters a to z, digits and hyphens; ${odd === " " ? "a space" : `“${odd}”`} can't stand in a name.`;
  if (name.startsWith("-") || name.endsWith("-")) return "Begin and end the name with a letter or a digit, not with a hyphen.";
  if (name.includes("--")) return "Put a letter or a digit between two hyphens.";
  return null;
}

/** A name made from a title; empty when no letter of it can stand in one. */
export function suggestedPublishedName(title: string): string {
  const plain = title
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-");
  return plain.replace(/^-+/, "").slice(0, limits.publishedNameLength.value).replace(/-+$/, "");
}
