import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { hashSources } from "./source-hash.mjs";

let folder = "";

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "windrose-hash-"));
  write("app/page.tsx", "one");
  write("package-lock.json", "{}");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(file: string, text: string) {
  mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
  writeFileSync(path.join(folder, file), text);
}

it("stays the same while nothing a build reads has changed", () => {
  const before = hashSources(folder);
  write("README.md", "words");
  write("lib/thing.test.ts", "a test");
  write("lib/server/generated/client.ts", "made from the schema");
  write("e2e/run.spec.ts", "a spec");
  expect(hashSources(folder)).toBe(before);
});

it.each([
  ["a source", "app/page.tsx", "two"],
  ["a new file", "components/card.tsx", "card"],
  ["the lockfile", "package-lock.json", '{"name":"other"}'],
  ["the schema the database client is made from", "prisma/schema.prisma", "model A {}"],
])("changes with %s", (_what, file, text) => {
  const before = hashSources(folder);
  write(file, text);
  expect(hashSources(folder)).not.toBe(before);
});

it("changes when a file is moved", () => {
  const before = hashSources(folder);
  rmSync(path.join(folder, "app/page.tsx"));
  write("app/other/page.tsx", "one");
  expect(hashSources(folder)).not.toBe(before);
});

it("changes with Node's major version only", () => {
  expect(hashSources(folder, "20.19.0")).toBe(hashSources(folder, "20.20.2"));
  expect(hashSources(folder, "20.19.0")).not.toBe(hashSources(folder, "22.0.0"));
});
