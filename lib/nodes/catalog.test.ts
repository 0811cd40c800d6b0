import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { definitionOf, nodeCatalog } from "./catalog";
import type { NodeDefinition } from "./contract";
import { nodeExecutors } from "./executors.server";

const definitions: readonly NodeDefinition[] = Object.keys(nodeCatalog).flatMap((type) => definitionOf(type) ?? []);

describe("the catalog", () => {
  it("holds a kind for every folder and an executor for every kind", () => {
    const folders = readdirSync(import.meta.dirname, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect(folders.map((folder) => folder.name).sort()).toEqual(Object.keys(nodeCatalog).sort());
    expect(Object.keys(nodeExecutors).sort()).toEqual(Object.keys(nodeCatalog).sort());
    for (const { name } of folders) expect(existsSync(path.join(import.meta.dirname, name, "definition.ts"))).toBe(true);
  });

  it("knows no kind by the name of a built-in property", () => {
    for (const name of ["constructor", "__proto__", "toString", ""]) expect(definitionOf(name)).toBeUndefined();
  });
});

describe.each(definitions.map((definition) => ({ name: definition.label, definition })))("$name", ({ definition }) => {
  const defaults = definition.config.parse(definition.defaults);
  const keys = Object.keys(defaults as object); // every config is an object: the schema is a strict object

  it("has defaults that its schema accepts and that read the same again", () => {
    expect(definition.config.parse(JSON.parse(JSON.stringify(defaults)))).toEqual(defaults);
  });

  it("reads a config that leaves everything out", () => {
    expect(definition.config.safeParse({}).success).toBe(true);
  });

  it("refuses a setting it does not know", () => {
    expect(definition.config.safeParse({ ...(defaults as object), surprise: 1 }).success).toBe(false);
  });

  it("has no problem in its defaults but for what only a person can fill in", () => {
    expect((definition.check?.(defaults) ?? []).filter(({ code }) => !code.startsWith("missing_"))).toEqual([]);
  });

  it("names each port once on its side", () => {
    const { inputs, outputs } = definition.ports(defaults);
    for (const side of [inputs, outputs]) expect(new Set(side.map((port) => port.id)).size).toBe(side.length);
  });

  it("has one control for each setting, labelled, and none for what it does not have", () => {
    const known = new Set(definition.config instanceof z.ZodObject ? Object.keys(definition.config.shape) : []);
    const controls = definition.fields.map((field) => field.key);
    expect(new Set(controls).size).toBe(controls.length);
    expect(controls.filter((key) => !known.has(key))).toEqual([]);
    expect([...known].filter((key) => !controls.includes(key))).toEqual([]);
    for (const field of definition.fields) expect(field.label).not.toBe("");
  });

  it("offers exactly the values that its schema takes", () => {
    for (const field of definition.fields) {
      for (const option of field.options ?? []) {
        expect(definition.config.safeParse({ ...(defaults as object), [field.key]: option.value }).success).toBe(true);
      }
      if (field.options !== undefined) {
        expect(definition.config.safeParse({ ...(defaults as object), [field.key]: "no such option" }).success).toBe(false);
      }
    }
  });

  it("accepts the ends of every range it shows, and nothing beyond", () => {
    for (const { key, control, min, max } of definition.fields) {
      if (control !== "number" || min === undefined || max === undefined) continue;
      const accepts = (value: number) => definition.config.safeParse({ ...(defaults as object), [key]: value }).success;
      expect([accepts(min), accepts(max), accepts(max + 1), accepts(-1)]).toEqual([true, true, false, false]);
    }
  });

  it("names the part of every custom control, and shows conditions on settings that exist", () => {
    for (const field of definition.fields) {
      expect(field.control === "custom").toBe(field.part !== undefined);
      if (field.when !== undefined) expect(keys).toContain(field.when.key);
    }
  });

  it("reads only texts of its own settings", () => {
    for (const { field } of definition.texts(defaults)) expect(keys).toContain(field.split(".")[0]);
  });

  it("describes itself in a line", () => {
    expect(definition.describe(defaults)).toMatch(/^\S.*$/);
    expect(definition.summary).toMatch(/\.$/);
  });

  it("starts runs only when it needs nothing connected", () => {
    const { inputs } = definition.ports(defaults);
    if (inputs.length === 0 && definition.shape.is !== "none") expect(definition.startsRuns?.(defaults)).toBe(true);
  });
});
