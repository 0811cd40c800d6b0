/**
 * Made-up series and the mending of tables: what collectors, cleaners and analysts exchange.
 */
import { changePercent, rounded, shown, statisticsOf } from "./calculate";
import type { Reference } from "./prompt";
import type { Random } from "./random";
import { numericColumns, type Table, toNumber } from "./reading";

export type SeriesRequest = {
  readonly topic: string;
  readonly random: Random;
  /** As raw data is: a gap, a repeated row, a number in another format. */
  readonly isRaw: boolean;
  /** The columns that were asked for; empty leaves the choice. */
  readonly columns: readonly string[];
  readonly sources: readonly Reference[];
};

const regions = ["Europe", "North America", "Asia"] as const;

/** Figures up to the year the topic names, rising or falling by a steady pace. */
export function seriesFor(request: SeriesRequest): Table {
  const table = request.columns.length > 1 ? recordsFor(request) : yearsFor(request);
  return request.isRaw ? { ...table, rows: withBlemishes(table, request.random) } : table;
}

/** "with the columns measure, region and value" → those names. */
export function askedColumns(text: string): string[] {
  const list = /\bcolumns?:?\s+((?:["“`]?\w[\w ()%-]{0,24}["”`]?\s*(?:,|;|\band\b)\s*)+["“`]?\w[\w()%-]*)/i.exec(text)?.[1] ?? "";
  const names = list.split(/\s*(?:,|;|\band\b)\s*/i).map((name) => name.replace(/["“”`]/g, "").trim());
  return names.filter((name) => name !== "").slice(0, 8);
}

const lastYearOf = (topic: string) => Number(/\b(20[0-4]\d|19\d\d)\b/.exec(topic)?.[1] ?? 2025);
const isShare = (topic: string) => /rate|share|adopt|percent|usage|coverage|penetration|switch|how (?:fast|many)/i.test(topic);

function yearsFor({ topic, random }: SeriesRequest): Table {
  const last = lastYearOf(topic);
  const growth = 1 + random.int(8, 34) / 100;
  let level = random.int(40, 120);
  let share = random.int(4, 14) + random.next();
  const rows: string[][] = [];
  for (let year = last - 5; year <= last; year += 1) {
    rows.push([String(year), String(Math.round(level)), share.toFixed(1)]);
    level *= growth * (0.94 + random.next() * 0.12);
    share *= 1 + (growth - 1) * 0.7;
  }
  return { columns: ["Year", isShare(topic) ? "Volume (thousands)" : "Index", "Share (%)"], rows };
}

/** One row for each figure, in the columns that were asked for. */
function recordsFor({ topic, random, columns, sources }: SeriesRequest): Table {
  const last = lastYearOf(topic);
  const rows = regions.flatMap((region) => {
    let value = random.int(8, 30) + random.next();
    const growth = 1 + random.int(6, 40) / 100;
    return [last - 2, last - 1, last].map((year, index) => {
      const figure = { region, year, value: value.toFixed(1), source: hostOf(sources[index % Math.max(sources.length, 1)]) };
      value *= growth * (0.95 + random.next() * 0.1);
      return columns.map((column) => cellFor(column, figure, topic));
    });
  });
  return { columns, rows };
}

function cellFor(column: string, figure: { region: string; year: number; value: string; source: string }, topic: string): string {
  if (/region|country|area|place|market|where/i.test(column)) return figure.region;
  if (/year|period|date|time|quarter|month|when/i.test(column)) return String(figure.year);
  if (/unit/i.test(column)) return isShare(topic) ? "%" : "index points";
  if (/source|origin|reference|link/i.test(column)) return figure.source;
  if (/measure|indicator|metric|variable|what|name|title/i.test(column)) return isShare(topic) ? "Share reached" : "Index";
  if (/note|comment|remark|flag/i.test(column)) return "–";
  return figure.value;
}

function hostOf(source: Reference | undefined): string {
  return source === undefined ? "own estimate" : new URL(source.url).hostname;
}

function withBlemishes(table: Table, random: Random): string[][] {
  const numeric = numericColumns(table).map((column) => column.index);
  const gap = random.int(1, table.rows.length - 3);
  const odd = gap + 1;
  const spoiled = table.rows.map((row, index) =>
    row.map((cell, column) => {
      if (index === gap && column === numeric[0]) return "n/a";
      return index === odd && column === numeric.at(-1) ? `${cell.replace(".", ",")} %` : cell;
    }),
  );
  const repeated = spoiled[table.rows.length - 2];
  return repeated === undefined ? spoiled : [...spoiled.slice(0, -1), repeated, ...spoiled.slice(-1)];
}

export type Cleaning = { readonly table: Table; readonly changes: readonly string[] };

/** Removes repeated rows, writes numbers one way, and fills gaps from their neighbours or marks them. */
export function cleanTable(table: Table, fillsGaps: boolean): Cleaning {
  const unique = withoutRepeats(table.rows);
  const numeric = new Set(numericColumns({ ...table, rows: unique }).map((column) => column.index));
  const counts = { repeated: table.rows.length - unique.length, reformatted: 0, filled: 0, marked: 0 };
  const rows = unique.map((row) =>
    row.map((cell, index) => {
      const value = numeric.has(index) ? toNumber(cell) : undefined;
      if (value === undefined || Number(cell) === value) return cell;
      counts.reformatted += 1;
      return String(value);
    }),
  );
  for (const [rowIndex, row] of rows.entries()) {
    for (const column of numeric) {
      if (toNumber(row[column] ?? "") !== undefined) continue;
      const between = fillsGaps
        ? meanOf(toNumber(rows[rowIndex - 1]?.[column] ?? ""), toNumber(rows[rowIndex + 1]?.[column] ?? ""))
        : undefined;
      if (between === undefined) counts.marked += 1;
      else counts.filled += 1;
      row[column] = between ?? "missing";
    }
  }
  return { table: { columns: table.columns, rows }, changes: changeLog(counts) };
}

function changeLog({
  repeated,
  reformatted,
  filled,
  marked,
}: {
  repeated: number;
  reformatted: number;
  filled: number;
  marked: number;
}): string[] {
  const lines: readonly (readonly [count: number, what: string])[] = [
    [repeated, "repeated row removed"],
    [reformatted, "number brought to one format"],
    [filled, "missing value filled from the neighbouring rows"],
    [marked, "missing value marked as missing, not guessed"],
  ];
  return lines
    .filter(([count]) => count > 0)
    .map(([count, what]) => `${count} ${count === 1 ? what : what.replace(/row|number|value/, (word) => `${word}s`)}`);
}

function meanOf(before: number | undefined, after: number | undefined): string | undefined {
  const known = [before, after].filter((value) => value !== undefined);
  return known.length === 0 ? undefined : String(Math.round(known.reduce((total, value) => total + value, 0) / known.length));
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

/** Values that belong together, in order, each with the label of its row. */
export type Measure = { readonly name: string; readonly values: readonly number[]; readonly labels: readonly string[] };

/** One measure per numeric column; or, where rows are records of groups, one per group. */
export function measuresOf(table: Table): Measure[] {
  const columns = numericColumns(table);
  const [only] = columns;
  const time = Math.max(
    table.columns.findIndex((name) => /year|period|date|quarter|month|week|day/i.test(name)),
    0,
  );
  const group = columns.length === 1 && only !== undefined ? groupColumn(table, only.index, time) : undefined;
  if (group === undefined || only === undefined) {
    return columns.map(({ name, index }) => measure(name, table.rows, index, time));
  }
  const names = [...new Set(table.rows.map((row) => row[group] ?? ""))];
  return names
    .map((name) =>
      measure(
        name,
        table.rows.filter((row) => row[group] === name),
        only.index,
        time,
      ),
    )
    .filter(({ values }) => values.length > 1);
}

function measure(name: string, rows: Table["rows"], value: number, label: number): Measure {
  const known = rows.flatMap((row) => {
    const number = toNumber(row[value] ?? "");
    return number === undefined ? [] : [{ number, label: row[label] ?? "" }];
  });
  return { name, values: known.map(({ number }) => number), labels: known.map(({ label: text }) => text) };
}

/** A column whose few texts repeat: regions, products, teams. */
function groupColumn(table: Table, value: number, time: number): number | undefined {
  const candidates = table.columns
    .map((_, index) => index)
    .filter((index) => index !== value && index !== time && !/unit|source|note/i.test(table.columns[index] ?? ""));
  return candidates.find((index) => {
    const distinct = new Set(table.rows.map((row) => row[index] ?? ""));
    return distinct.size > 1 && distinct.size <= 8 && distinct.size <= table.rows.length / 2;
  });
}

/** One line of statistics per measure. */
export function statisticsTable(table: Table): Table {
  const rows = measuresOf(table).map(({ name, values }) => {
    const { mean, median, least, most } = statisticsOf(values);
    const change = changePercent(values);
    return [name, shown(mean), shown(median), shown(least), shown(most), `${change > 0 ? "+" : ""}${change}%`];
  });
  return { columns: ["Measure", "Mean", "Median", "Lowest", "Highest", "Change"], rows };
}

/** What the measures say, in sentences with their numbers, the largest change first. */
export function findingsOf(table: Table): { readonly title: string; readonly text: string }[] {
  return measuresOf(table)
    .map((one) => ({ ...one, change: changePercent(one.values) }))
    .sort((a, b) => Math.abs(b.change) - Math.abs(a.change))
    .slice(0, 6)
    .map(({ name, values, labels, change }) => {
      const steps = values.slice(1).map((value, at) => Math.abs(value - (values[at] ?? 0)));
      const steepest = labels[steps.indexOf(Math.max(0, ...steps)) + 1] ?? "";
      const { mean, least, most } = statisticsOf(values);
      const direction = change > 5 ? "Rose" : change < -5 ? "Fell" : "Stayed about level";
      const size = Math.abs(change) > 5 ? ` by ${Math.abs(change)}%` : "";
      const when = steepest === "" ? "" : `, with the largest step at ${steepest}`;
      return {
        title: name,
        text: `${direction}${size} from ${shown(values[0] ?? 0)} to ${shown(values.at(-1) ?? 0)}${when}; the mean is ${shown(rounded(mean))}, the range ${shown(least)} to ${shown(most)}.`,
      };
    });
}
