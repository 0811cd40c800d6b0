/** The generated files of the docs as they should be: the pages of the kinds, their index and their examples. */
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { groupKinds } from "../../components/palette/kinds";
import { exportDocument } from "../../lib/document/export-document";
import { definitionOf, nodeCatalog } from "../../lib/nodes/catalog";
import type { NodeDefinition } from "../../lib/nodes/contract";
import { checkoutDir } from "../shared/checkout.mjs";
import { readErrorPage } from "./error-page";
import { makeCommonPart } from "./every-kind";
import { exampleOf } from "./examples/all";
import type { Example } from "./examples/example";
import { type KindPage, makeKindPart, otherFileOf } from "./kind-parts";
import { raisableLimits, readKindSource } from "./kind-sources";
import { table, withParts } from "./markdown";
import { readProductSources } from "./source-texts";

/** `file` is from the checkout on. */
export type MadeFile = { readonly file: string; readonly text: string };

export const kinds: readonly NodeDefinition[] = Object.keys(nodeCatalog).flatMap((type) => definitionOf(type) ?? []);

/** Throws a sentence for a page that is missing or has a part nobody makes. */
export function makeFiles(): readonly MadeFile[] {
  const sources = readProductSources();
  const errors = readErrorPage(readDoc("docs/errors.md"));
  const outcomes: { readonly [kind: string]: unknown } = JSON.parse(readDoc("docs/kinds/examples/outcomes.json"));
  const raisable = raisableLimits(sources);
  const pages = kinds.map((definition): MadeFile => {
    const { type } = definition;
    const source = readKindSource(type, sources);
    const page: KindPage = { definition, source, example: exampleOf(type), outcome: outcomes[type], raisable, errors };
    return remade(`docs/kinds/${type}.md`, (part) => makeKindPart(part, page));
  });
  return [
    ...pages,
    ...kinds.flatMap(({ type }) => exampleFiles(exampleOf(type))),
    remade("docs/kinds/README.md", indexTable),
    remade("docs/kinds/every-kind.md", (part) => makeCommonPart(part, raisable)),
  ];
}

function exampleFiles({ kind, document, other }: Example): readonly MadeFile[] {
  const own: MadeFile = { file: `docs/kinds/examples/${kind}.json`, text: exportDocument(document) };
  return other === undefined ? [own] : [own, { file: `docs/kinds/${otherFileOf(kind)}`, text: exportDocument(other) }];
}

export function readDoc(file: string): string {
  const place = path.join(checkoutDir, file);
  if (!existsSync(place)) throw new Error(`${file} is missing. Write it; its generated parts stand between marks, as in its neighbours.`);
  return readFileSync(place, "utf8");
}

function remade(file: string, make: (part: string) => string): MadeFile {
  return { file, text: withParts(readDoc(file), make) };
}

function indexTable(group: string): string {
  const found = groupKinds(kinds).find(({ label }) => label.toLowerCase() === group);
  if (found === undefined) throw new Error(`There is no group “${group}” in the palette.`);
  const rows = found.kinds.map(({ type, label, summary }) => [`[${label}](${type}.md)`, summary]);
  return table(["Kind", "What it does"], rows);
}
