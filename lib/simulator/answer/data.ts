/**
 * Made-up series and the mending of tables: what collectors, cleaners and analysts exchange.
 */
import { changePercent, rounded, shown, statisticsOf } from "./calculate";
import type { Random } from "./random";
import { numericColumns, type Table, toNumber } from "./reading";

const rowsInSeries = 6;

/** A yearly series up to the year the topic names. `blemished` leaves what raw data has: a gap, a repeat, odd formats. */
export function seriesFor(topic: string, random: Random, blemished: boolean): Table {
  const lastYear = Number(/\b(20[0-4]\d|19\d\d)\b/.exec(topic)?.[1] ?? 2025);
  const isRate = /rate|share|adoption|percent|usage|coverage|penetration/i.test(topic);
  const growth = 1 + random.int(8, 34) / 100;
  let level = random.int(40, 120);
  let share = random.int(4, 14) + random.next();
  const rows: string[][] = [];
  for (let year = lastYear - rowsInSeries + 1; year <= lastYear; year += 1) {
    rows.push([String(year), String(Math.round(level)), share.toFixed(1)]);
    level *= growth * (0.94 + random.next() * 0.12);
    share *= 1 + (growth - 1) * 0.7;
  }
  const columns = ["Year", isRate ? "Volume (thousands)" : "Index", "Share (%)"];
  return blemished ? { columns, rows: withBlemishes(rows, random) } : { columns, rows };
}

function withBlemishes(rows: readonly string[][], random: Random): string[][] {
  const gap = random.int(1, rows.length - 2);
  const odd = random.int(0, rows.length - 1);
  const spoiled = rows.map((row, index) =>
    row.map((cell, column) => {
      if (index === gap && column === 1) return "n/a";
      return index === odd && column === 2 ? `${cell.replace(".", ",")} %` : cell;
    }),
  );
  const repeated = spoiled[rows.length - 2];
  return repeated === undefined ? spoiled : [...spoiled.slice(0, -1), repeated, ...spoiled.slice(-1)];
}

export type Cleaning = { readonly table: Table; readonly changes: readonly string[] };

/** Removes repeated rows, writes numbers one way and fills single gaps from their neighbours. */
export function cleanTable(table: Table): Cleaning {
  const changes: string[] = [];
  const unique = withoutRepeats(table.rows);
  const removed = table.rows.length - unique.length;
  if (removed > 0) changes.push(`${removed} repeated row${removed === 1 ? "" : "s"} removed`);
  const numeric = new Set(numericColumns({ ...table, rows: unique }).map((column) => column.index));
  let reformatted = 0;
  const rows = unique.map((row) =>
    row.map((cell, index) => {
      const value = numeric.has(index) ? toNumber(cell) : undefined;
      if (value === undefined) return cell;
      const text = String(value);
      if (text !== cell && Number(cell) !== value) reformatted += 1;
      return Number(cell) === value ? cell : text;
    }),
  );
  if (reformatted > 0) changes.push(`${reformatted} number${reformatted === 1 ? "" : "s"} brought to one format`);
  let filledGaps = 0;
  for (const [rowIndex, row] of rows.entries()) {
    for (const column of numeric) {
      if (toNumber(row[column] ?? "") !== undefined) continue;
      const before = toNumber(rows[rowIndex - 1]?.[column] ?? "");
      const after = toNumber(rows[rowIndex + 1]?.[column] ?? "");
      const known = [before, after].filter((value) => value !== undefined);
      if (known.length === 0) continue;
      row[column] = String(Math.round(known.reduce((total, value) => total + value, 0) / known.length));
      filledGaps += 1;
    }
  }
  if (filledGaps > 0) changes.push(`${filledGaps} missing value${filledGaps === 1 ? "" : "s"} filled from the neighbouring rows`);
  return { table: { columns: table.columns, rows }, changes };
}

function withoutRepeats(rows: Table["rows"]): (readonly string[])[] {
  const seen = new Set<string>();
  return rows.filter((row) => {
    const key = row.join("\u0000");
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** One line of statistics per numeric column. */
export function statisticsTable(table: Table): Table {
  const rows = numericColumns(table).map(({ name, values }) => {
    const { mean, median, least, most } = statisticsOf(values);
    const change = changePercent(values);
    return [name, shown(mean), shown(median), shown(least), shown(most), `${change > 0 ? "+" : ""}${change}%`];
  });
  return { columns: ["Measure", "Mean", "Median", "Lowest", "Highest", "Change"], rows };
}

/** What the columns say, in sentences with their numbers. */
export function findingsOf(table: Table): { readonly title: string; readonly text: string }[] {
  return numericColumns(table).map(({ name, values, index }) => {
    const change = changePercent(values);
    const steps = values.slice(1).map((value, at) => value - (values[at] ?? 0));
    const steepest = steps.map(Math.abs).indexOf(Math.max(0, ...steps.map(Math.abs)));
    const at = steepest >= 0 ? (table.rows[steepest + 1]?.[0] ?? "") : "";
    const { mean, least, most } = statisticsOf(values);
    const direction = change > 5 ? "Rose" : change < -5 ? "Fell" : "Stayed about level";
    const when = at === "" || index === 0 ? "" : `, with the largest step at ${at}`;
    const size = Math.abs(change) > 5 ? ` by ${Math.abs(change)}%` : "";
    return {
      title: name,
      text: `${direction}${size} from ${shown(values[0] ?? 0)} to ${shown(values.at(-1) ?? 0)}${when}; the mean is ${shown(rounded(mean))}, the range ${shown(least)} to ${shown(most)}.`,
    };
  });
}
