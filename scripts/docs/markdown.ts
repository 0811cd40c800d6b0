/** Words of Markdown that the docs are made of, and the marks between which a page is generated. */

export type Row = readonly string[];

export function table(heads: Row, rows: readonly Row[]): string {
  const line = (cells: Row) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|").replace(/\s*\n\s*/g, " ")).join(" | ")} |`;
  return [line(heads), `|${heads.map(() => "---|").join("")}`, ...rows.map(line)].join("\n");
}

export function code(text: string): string {
  return text.includes("`") ? `\`\` ${text} \`\`` : `\`${text}\``;
}

export function fenced(language: string, text: string): string {
  return `\`\`\`${language}\n${text}\n\`\`\``;
}

/** `12000` as `12,000`. */
export function count(value: number): string {
  return value.toLocaleString("en-GB");
}

const largerUnits: { readonly [unit: string]: readonly (readonly [size: number, name: string])[] } = {
  ms: [
    [86_400_000, "days"],
    [60_000, "min"],
    [1_000, "s"],
  ],
  bytes: [
    [1_000_000, "MB"],
    [1_000, "kB"],
  ],
};

/** Exactly, in the largest unit that takes it without a fraction: 30 days, 256 kB, 100 ms. */
export function amount(value: number, unit: string): string {
  const larger = largerUnits[unit]?.find(([size]) => value % size === 0);
  return larger === undefined ? `${count(value)} ${unit}` : `${count(value / larger[0])} ${larger[1]}`;
}

/** As GitHub names a heading in a link. */
export function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\w\s-]/g, "")
    .replace(/\s/g, "-");
}

export function mark(name: string): string {
  return `<!-- ${name}: made by npm run docs:tables -->`;
}

const endMark = "<!-- end -->";

/** The names of the generated parts of a page, in order. */
export function partsIn(page: string): readonly string[] {
  return [...page.matchAll(/^<!-- ([a-z ]+): made by npm run docs:tables -->$/gm)].map(([, name = ""]) => name);
}

/** The page with each of its generated parts made anew. Throws for a part that is not closed or that nobody makes. */
export function withParts(page: string, make: (name: string) => string): string {
  return partsIn(page).reduce((text, name) => {
    const start = text.indexOf(mark(name)) + mark(name).length;
    const end = text.indexOf(endMark, start);
    if (end < 0) throw new Error(`The part “${name}” is not closed by ${endMark}.`);
    return `${text.slice(0, start)}\n${make(name).trim()}\n${text.slice(end)}`;
  }, page);
}
