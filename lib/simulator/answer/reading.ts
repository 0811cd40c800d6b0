/**
 * What a text offers to work with: tables, points, links, numbers.
 */
export type Table = { readonly columns: readonly string[]; readonly rows: readonly (readonly string[])[] };
export type Link = { readonly title: string; readonly url: string };

/** Markdown tables, CSV blocks and JSON lists of objects, in order of appearance. */
export function tablesIn(text: string): Table[] {
  const lines = text.split("\n").map((line) => line.trim());
  const tables: Table[] = [];
  for (let index = 0; index < lines.length; index += 1) {
    const block = markdownTableAt(lines, index) ?? csvTableAt(lines, index);
    if (block === undefined) continue;
    tables.push(block.table);
    index = block.end;
  }
  const json = jsonTableIn(text);
  if (json !== undefined) tables.push(json);
  return tables;
}

type Block = { readonly table: Table; readonly end: number };

function markdownTableAt(lines: readonly string[], start: number): Block | undefined {
  if (!/^\|.*\|$/.test(lines[start] ?? "") || !/^\|[\s:|-]+\|$/.test(lines[start + 1] ?? "")) return undefined;
  const cells = (line: string) =>
    line
      .slice(1, -1)
      .split("|")
      .map((cell) => cell.replace(/[*`]/g, "").trim());
  let end = start + 1;
  const rows: string[][] = [];
  while (/^\|.*\|$/.test(lines[end + 1] ?? "")) {
    end += 1;
    rows.push(cells(lines[end] ?? ""));
  }
  return rows.length === 0 ? undefined : { table: { columns: cells(lines[start] ?? ""), rows }, end };
}

function csvTableAt(lines: readonly string[], start: number): Block | undefined {
  const separator = [",", ";", "\t"].find((mark) => (lines[start] ?? "").split(mark).length > 1);
  if (separator === undefined) return undefined;
  const cells = (line: string) => line.split(separator).map((cell) => cell.trim().replace(/^"|"$/g, ""));
  const columns = cells(lines[start] ?? "");
  if (columns.some((column) => column === "" || column.split(" ").length > 4)) return undefined;
  const rows: string[][] = [];
  let end = start;
  while (cells(lines[end + 1] ?? "").length === columns.length) {
    end += 1;
    rows.push(cells(lines[end] ?? ""));
  }
  const hasNumbers = rows.some((row) => row.some((cell) => toNumber(cell) !== undefined));
  return rows.length < 2 || !hasNumbers ? undefined : { table: { columns, rows }, end };
}

function jsonTableIn(text: string): Table | undefined {
  const candidate = /\[\s*\{[\s\S]*\}\s*\]/.exec(text)?.[0];
  if (candidate === undefined) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(candidate);
  } catch {
    return undefined;
  }
  if (!Array.isArray(value) || value.length < 2) return undefined;
  const columns = Object.keys(value[0] ?? {}).slice(0, 8);
  const cellOf = (item: unknown, column: string) => {
    const cell = typeof item === "object" && item !== null ? Reflect.get(item, column) : undefined;
    return typeof cell === "string" || typeof cell === "number" ? String(cell) : "";
  };
  return { columns, rows: value.map((item) => columns.map((column) => cellOf(item, column))) };
}

export function tableText(table: Table): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const isNumeric = (index: number) =>
    index > 0 && table.rows.filter((row) => /^[-+]?\d/.test(row[index] ?? "")).length > table.rows.length / 2;
  const rule = table.columns.map((_, index) => (isNumeric(index) ? "---:" : "---"));
  return [line(table.columns), line(rule), ...table.rows.map(line)].join("\n");
}

/** "1,234.5", "12.4 %", "€ 3.2m" → 1234.5, 12.4, 3200000. Undefined for anything else. */
export function toNumber(text: string): number | undefined {
  const match = /^[^\d\-+]{0,3}([-+]?\d[\d\s,]*(?:\.\d+)?)\s*(%|bn|m|k|million|billion|thousand)?\W*$/i.exec(text.trim());
  if (match?.[1] === undefined) return undefined;
  const digits = match[1].replace(/\s/g, "");
  const value = Number(/^[-+]?\d+,\d{1,2}$/.test(digits) ? digits.replace(",", ".") : digits.replaceAll(",", ""));
  const scale = { k: 1e3, thousand: 1e3, m: 1e6, million: 1e6, bn: 1e9, billion: 1e9 }[match[2]?.toLowerCase() ?? ""] ?? 1;
  return Number.isFinite(value) ? value * scale : undefined;
}

/** A column with mostly numbers that are not years. */
export type NumericColumn = { readonly name: string; readonly index: number; readonly values: readonly number[] };

export function numericColumns(table: Table): NumericColumn[] {
  return table.columns.flatMap((name, index) => {
    const values = table.rows.flatMap((row) => toNumber(row[index] ?? "") ?? []);
    const isYear =
      /year|date|rank|^#$|^id$/i.test(name) || values.every((value) => Number.isInteger(value) && value > 1900 && value < 2100);
    return values.length < Math.max(2, table.rows.length / 2) || isYear ? [] : [{ name, index, values }];
  });
}

export function linksIn(text: string): Link[] {
  const byUrl = new Map<string, Link>();
  for (const [, title = "", url = ""] of text.matchAll(/\[([^\]\n]{1,200})\]\((https?:\/\/[^)\s]+)\)/g)) byUrl.set(url, { title, url });
  return [...byUrl.values()];
}

export type Point = { readonly title: string; readonly text: string };

/** Bullets and numbered items; a bold beginning is their title. */
export function pointsIn(text: string): Point[] {
  return text.split("\n").flatMap((line) => {
    const item = /^\s*(?:[-*•]|\d+[.)])\s+(.{8,})$/.exec(line)?.[1];
    if (item === undefined || /^\[.*\]\(http/.test(item)) return [];
    const titled = /^\*\*(.{2,80}?)[.:]?\*\*[.:]?\s*(.*)$/.exec(item);
    return [{ title: plainText(titled?.[1] ?? ""), text: plainText(titled?.[2] || item) }];
  });
}

/** Full sentences of running text, without tables, code and headings. */
export function sentencesIn(text: string): string[] {
  return text
    .replace(/```[\s\S]*?```/g, "")
    .split("\n")
    .filter((line) => !/^\s*(?:[#|>]|[-*•]\s|\d+[.)]\s|$)/.test(line))
    .flatMap((line) => plainText(line).split(/(?<=[.!?])\s+(?=[\p{Lu}“"])/u))
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence.split(" ").length > 4);
}

export function headingsIn(text: string): string[] {
  return [...text.matchAll(/^#{1,4}\s+(.+)$/gm)].map(([, heading = ""]) => plainText(heading));
}

export function plainText(text: string): string {
  return text
    .replace(/\[([^\]\n]+)\]\([^)\s]+\)/g, "$1")
    .replace(/[*_`]{1,3}/g, "")
    .trim();
}

/** Numbers a person wrote in a request, without years and list marks. */
export function numbersIn(text: string): number[] {
  const found = text.replace(/^\s*\d+[.)]\s/gm, "").match(/(?<![\w.])-?\d+(?:,\d{3})*(?:\.\d+)?(?![\w-])/g) ?? [];
  return found.map((number) => Number(number.replaceAll(",", "")));
}
