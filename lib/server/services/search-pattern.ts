import "server-only";

const maxSearchLength = 200;

/** What a person typed as a LIKE pattern that matches it literally anywhere in a text; null for an empty search. */
export function searchPattern(search: string | undefined): string | null {
  const text = (search ?? "").replaceAll("\u0000", "").trim().slice(0, maxSearchLength);
  return text === "" ? null : `%${text.replace(/[\\%_]/g, "\\$&")}%`;
}
