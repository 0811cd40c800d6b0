import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { validateDocument } from "../../lib/compile/validate";
import { checkoutDir } from "../shared/checkout.mjs";
import { exampleOf } from "./examples/all";
import { largestPicture } from "./examples/example";
import { kindParts } from "./kind-parts";
import { amount, anchorOf, mark, partsIn, withParts } from "./markdown";
import { kinds, makeFiles, readDoc } from "./pages";

describe("the generated parts of the docs", () => {
  it("say what the code says (else: npm run docs:tables)", () => {
    const stale = makeFiles().filter(({ file, text }) => !existsSync(path.join(checkoutDir, file)) || readDoc(file) !== text);
    expect(stale.map(({ file }) => file)).toEqual([]);
  });

  it.each([
    [2_592_000_000, "ms", "30 days"],
    [90_000, "ms", "90 s"],
    [100, "ms", "100 ms"],
    [256_000, "bytes", "256 kB"],
    [1_024, "bytes", "1,024 bytes"],
    [20_000, "steps", "20,000 steps"],
  ])("write %i %s exactly, as %s", (value, unit, words) => {
    expect(amount(value, unit)).toBe(words);
  });

  it("are made between their marks, and the words around them stay", () => {
    const page = `Before\n${mark("ports")}\nold\n<!-- end -->\nAfter`;
    expect(withParts(page, (name) => `new ${name}`)).toBe(`Before\n${mark("ports")}\nnew ports\n<!-- end -->\nAfter`);
    expect(() => withParts(mark("ports"), () => "")).toThrow("is not closed");
  });
});

describe.each(kinds.map(({ type, shape }) => ({ type, isNote: shape.is === "none" })))("docs/kinds/$type.md", ({ type, isNote }) => {
  it("has every part that is made for it", () => {
    const wanted = isNote ? ["ports", "settings", "failures", "example"] : kindParts;
    expect(partsIn(readDoc(`docs/kinds/${type}.md`)).toSorted()).toEqual(wanted.toSorted());
  });

  it("shows a picture that is not too large to load", () => {
    const picture = `docs/pictures/kinds/${type}.webp`;
    expect(readDoc(`docs/kinds/${type}.md`)).toContain(`](../pictures/kinds/${type}.webp)`);
    expect(statSync(path.join(checkoutDir, picture)).size).toBeLessThan(largestPicture);
  });

  it("has an example of that kind, in which nothing is wrong", () => {
    const { document, shown } = exampleOf(type);
    expect(document.nodes.find(({ id }) => id === shown)?.type).toBe(type);
    expect(validateDocument(document)).toEqual([]);
  });
});

describe("the docs", () => {
  const files = readdirSync(path.join(checkoutDir, "docs"), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".md"))
    .map((name) => `docs/${name.replaceAll("\\", "/")}`);

  it("have a page for kinds that there are, and for no other", () => {
    const pages = files.flatMap((file) => /^docs\/kinds\/(\w+)\.md$/.exec(file)?.[1] ?? []);
    expect(pages.filter((name) => name !== "README").toSorted()).toEqual(kinds.map(({ type }) => type).toSorted());
  });

  it("are all found from the index", () => {
    const index = linksIn(readDoc("docs/README.md"));
    const pages = files
      .filter((file) => file !== "docs/README.md" && !file.startsWith("docs/kinds/"))
      .map((file) => file.slice("docs/".length));
    expect(pages.filter((page) => !index.includes(page))).toEqual([]);
  });

  it("name only tests that there are, in the semantics", () => {
    const named = [...readDoc("docs/semantics.md").matchAll(/`([\w./-]+(?:\.(?:test|spec)\.ts|\/))`/g)].map(([, name = ""]) => name);
    const isThere = (name: string) => [name, `lib/engine/${name}`].some((file) => existsSync(path.join(checkoutDir, file)));
    expect(named.length).toBeGreaterThan(20);
    expect(named.filter((name) => !isThere(name))).toEqual([]);
  });

  it.each(files)("%s links only to what is there", (file) => {
    const broken = linksIn(readDoc(file)).filter((link) => !leadsSomewhere(link, file));
    expect(broken).toEqual([]);
  });
});

/** Links to other files of the checkout, and to headings. */
function linksIn(page: string): readonly string[] {
  return [...page.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = ""]) => link).filter((link) => !/^https?:/.test(link));
}

function leadsSomewhere(link: string, from: string): boolean {
  const [target = "", anchor] = link.split("#");
  const file = target === "" ? from : path.posix.join(path.posix.dirname(from), target);
  const place = path.join(checkoutDir, file);
  if (!existsSync(place)) return false;
  if (anchor === undefined) return true;
  const headings = [...readFileSync(place, "utf8").matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) => anchorOf(heading));
  return headings.includes(anchor);
}
