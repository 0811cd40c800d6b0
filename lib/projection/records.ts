/**
 * A value that holds lists of alike records, told apart into what is read best as a table and the rest.
 *
 * Pure.
 */
import { isJsonObject, type JsonValue } from "../shared/json";

type Scalar = string | number | boolean | null;

export type RecordTable = {
  readonly columns: readonly { readonly key: string; readonly isNumber: boolean }[];
  /** A cell is undefined where the record does not have it. */
  readonly rows: readonly (readonly (Scalar | undefined)[])[];
};

/** One member of the value, in its order. `name` is null where the value itself is the list. */
export type SheetPart = { readonly name: string | null } & (
  | { readonly is: "table"; readonly table: RecordTable }
  | { readonly is: "fact"; readonly value: Scalar }
  | { readonly is: "other"; readonly value: JsonValue }
);

/** More columns than these are not read side by side. */
const mostColumns = 10;

/** @returns null where nothing of the value is a table. */
export function sheetOf(value: JsonValue): readonly SheetPart[] | null {
  const parts = isJsonObject(value) ? Object.entries(value).map(([name, member]) => partOf(name, member)) : [partOf(null, value)];
  return parts.some(({ is }) => is === "table") ? parts : null;
}

function partOf(name: string | null, value: JsonValue): SheetPart {
  if (isScalar(value)) return { is: "fact", name, value };
  const table = Array.isArray(value) ? tableOf(value) : null;
  return table === null ? { is: "other", name, value } : { is: "table", name, table };
}

/** A table of records whose members are all plain values. */
function tableOf(list: readonly JsonValue[]): RecordTable | null {
  const records = list.filter(isJsonObject);
  const keys = [...new Set(records.flatMap(Object.keys))];
  if (records.length < list.length || keys.length < 2 || keys.length > mostColumns) return null;
  const rows: (readonly (Scalar | undefined)[])[] = [];
  for (const record of records) {
    const cells = keys.map((key) => record[key]);
    if (!cells.every(isCell)) return null;
    rows.push(cells);
  }
  const columns = keys.map((key, at) => ({ key, isNumber: rows.every((row) => row[at] == null || typeof row[at] === "number") }));
  return { columns, rows };
}

function isScalar(value: JsonValue): value is Scalar {
  return value === null || typeof value !== "object";
}

function isCell(value: JsonValue | undefined): value is Scalar | undefined {
  return value === undefined || isScalar(value);
}

/** A key as people write it: “way_back” is “Way back”. */
export function labelOfKey(key: string): string {
  const words = key
    .replace(/([\p{Ll}\p{N}])(\p{Lu})/gu, "$1 $2")
    .replace(/[_-]+/g, " ")
    .trim();
  return words === "" ? key : words.charAt(0).toUpperCase() + words.slice(1);
}
