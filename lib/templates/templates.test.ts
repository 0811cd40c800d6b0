import { describe, expect, it } from "vitest";
import { compileDocument } from "../compile/compile";
import { validateDocument } from "../compile/validate";
import { parseDocument } from "../document/parse-document";
import { definitionOf } from "../nodes/catalog";
import { readRunInput } from "../nodes/input/input-values";
import { findTemplate, templates } from "./gallery";

describe("the gallery", () => {
  it("finds each template by its id, and none by another", () => {
    expect(templates.map(({ id }) => findTemplate(id)?.id)).toEqual(["data-pipeline", "conditional-pipeline", "research-team"]);
    expect(findTemplate("constructor")).toBeUndefined();
  });
});

describe.each(templates)("$name", ({ name, document }) => {
  it("has nothing wrong with it, not even a warning", () => {
    expect(validateDocument(document)).toEqual([]);
  });

  it("is a document that can be exported and read again", () => {
    expect(parseDocument(JSON.stringify(document))).toEqual({ ok: true, value: document });
    expect(document.name).toBe(name);
  });

  it("has configs written out in full", () => {
    for (const node of document.nodes) expect(definitionOf(node.type)?.config.parse(node.config)).toEqual(node.config);
  });

  it("can be run as it is: its sample fills every field", () => {
    const plan = compileDocument(document);
    if (!plan.ok) throw new Error(`${name} does not compile`);
    expect(readRunInput(plan.value.inputFields, document.sampleInput)).toEqual({ ok: true, value: document.sampleInput });
    expect(plan.value.outputNodes).toHaveLength(1);
  });

  it("names its nodes in words", () => {
    for (const { id, title } of document.nodes) {
      expect(id).toMatch(/^[a-z]+(_[a-z]+)*$/);
      expect(title).toMatch(/^[A-Z]/);
    }
  });

  it("lies on the grid, with no card over another", () => {
    const places = document.nodes.map(({ position }) => `${position.x / 312},${position.y / 128}`);
    expect(new Set(places).size).toBe(places.length);
    for (const place of places) expect(place).toMatch(/^\d+,\d+$/);
  });

  it("flows from left to right", () => {
    const xOf = new Map(document.nodes.map((node) => [node.id, node.position.x]));
    for (const { source, target } of document.edges) expect(xOf.get(source)).toBeLessThan(xOf.get(target) ?? 0);
  });
});
