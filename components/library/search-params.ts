/** Reads what stands in a URL, where anything may stand. */

export type SearchParams = Promise<Readonly<Record<string, string | string[] | undefined>>>;

type Param = string | string[] | undefined;

/** The first value, trimmed; an empty text when there is none. */
export function textOf(param: Param): string {
  return (Array.isArray(param) ? param[0] : param)?.trim().slice(0, 200) ?? "";
}

/** The value when it is one of those allowed. */
export function oneOf<Value extends string>(allowed: readonly Value[], param: Param): Value | undefined {
  const text = textOf(param);
  return allowed.find((value) => value === text);
}

/** A query with `changes` applied to the given values; empty values leave no trace. Starts with `?`, or is empty. */
export function queryOf(values: Readonly<Record<string, string | undefined>>, changes: Readonly<Record<string, string>> = {}): string {
  const entries = Object.entries({ ...values, ...changes }).filter((entry): entry is [string, string] => (entry[1] ?? "") !== "");
  const query = new URLSearchParams(entries).toString();
  return query === "" ? "" : `?${query}`;
}
