/**
 * docs/errors.md as data: which part of the source each of its sections speaks of, and what its rows say.
 */
import { errorCodesByFile, type SourceText } from "./error-codes";

export type ErrorRow = { readonly code: string; readonly meaning: string; readonly mend: string };

/** A section speaks of the files that match its pattern and none before it. `heading` is the page's own. */
export type Section = { readonly heading: string; readonly files: RegExp };

export const sections = [
  { heading: "While you draw", files: /^lib\/(compile|graph)\/|^lib\/nodes\/(\w+\/definition|form-fields|model-tools|event-names)\.ts$/ },
  { heading: "Templates and expressions", files: /^lib\/expression\// },
  { heading: "When a step fails", files: /^lib\/(nodes|engine)\/|^lib\/server\/(execute-step|child-runs|call-funding)\.ts$/ },
  { heading: "Models", files: /^lib\/providers\// },
  { heading: "Services", files: /^lib\/server\/(guarded-fetch|mcp\.ts)/ },
  { heading: "Code", files: /^lib\/server\/sandbox\// },
  { heading: "When a workflow is opened or imported", files: /^lib\/document\// },
  { heading: "Runs, requests and the API", files: /^(lib\/server|app)\// },
  { heading: "In the browser", files: /^(lib\/client|components)\// },
  { heading: "On the command line", files: /^lib\/cli\// },
] as const satisfies readonly Section[];

export type Heading = (typeof sections)[number]["heading"];

/** Names for what providers call their errors, which are put into words before anybody meets them. */
const inner = /^lib\/providers\/answer-builder\.server\.ts$/;

/** Undefined for a file that gives no errors to people. */
export function sectionOf(file: string): Heading | undefined {
  return inner.test(file) ? undefined : sections.find(({ files }) => files.test(file))?.heading;
}

/** The codes that the source gives, by section. */
export function codesBySection(sources: readonly SourceText[]): ReadonlyMap<Heading, ReadonlySet<string>> {
  const bySection = new Map(sections.map(({ heading }): [Heading, Set<string>] => [heading, new Set()]));
  for (const [file, codes] of errorCodesByFile(sources)) {
    const heading = sectionOf(file);
    if (heading === undefined) continue;
    for (const code of codes) bySection.get(heading)?.add(code);
  }
  return bySection;
}

/** The rows of the page, by the heading they stand under. A row that explains several codes is given once for each. */
export function readErrorPage(page: string): ReadonlyMap<string, readonly ErrorRow[]> {
  const parts = page.split(/^## /m).slice(1);
  return new Map(
    parts.map((part) => {
      const [heading = "", ...lines] = part.split("\n");
      return [heading.trim(), lines.flatMap(readRow)];
    }),
  );
}

/** Whether a code of the source is that of a row: `too_many_…` is put together and means `too_many_nodes` too. */
export function isSameCode(given: string, shown: string): boolean {
  return given.endsWith("…") ? shown.startsWith(given.slice(0, -1)) : given === shown;
}

function readRow(line: string): readonly ErrorRow[] {
  const [first = "", meaning = "", mend = ""] = line
    .split("|")
    .slice(1, -1)
    .map((cell) => cell.trim());
  return [...first.matchAll(/`([a-z0-9_…]+)`/g)].map(([, code = ""]) => ({ code, meaning, mend }));
}
