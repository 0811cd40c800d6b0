import { describe, expect, it } from "vitest";
import { compileDocument } from "../compile/compile";
import { validateDocument } from "../compile/validate";
import { exportDocument } from "../document/export-document";
import { parseDocument } from "../document/parse-document";
import type { WorkflowDocument, WorkflowNode } from "../document/schema";
import { definitionOf } from "../nodes/catalog";
import { readRunInput } from "../nodes/input/input-values";
import { findTemplate, templates } from "./gallery";

describe("the gallery", () => {
  it("finds each template by its id, and none by another", () => {
    const ids = templates.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const template of templates) expect(findTemplate(template.id)).toBe(template);
    expect(findTemplate("constructor")).toBeUndefined();
  });
});

describe.each(templates)("$name", ({ name, document }) => {
  it("has nothing wrong with it, not even a warning", () => {
    expect(validateDocument(document)).toEqual([]);
  });

  it("is a document that can be exported and read again", () => {
    expect(parseDocument(exportDocument(document))).toEqual({ ok: true, value: document });
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

  it("lies on the grid, with no card over another and each inside its container", () => {
    const boxes = document.nodes.map((node) => ({ node, ...boxOf(node, document) }));
    for (const { node, x, y } of boxes) {
      expect((node.size === undefined ? x : x + 36) % 312).toBe(0);
      if (node.size === undefined && node.parent === undefined) expect(y % 128).toBe(0);
    }
    for (const one of boxes) {
      for (const other of boxes.slice(boxes.indexOf(one) + 1)) {
        const isInside = one.node.parent === other.node.id || other.node.parent === one.node.id;
        if (isInside) expect(contains(one.node.parent === other.node.id ? [other, one] : [one, other])).toBe(true);
        else expect(`${one.node.id} over ${other.node.id}: ${overlap(one, other)}`).toBe(`${one.node.id} over ${other.node.id}: false`);
      }
    }
  });

  it("flows from left to right", () => {
    const xOf = new Map(document.nodes.map((node) => [node.id, boxOf(node, document).x]));
    for (const { source, target } of document.edges) expect(xOf.get(source)).toBeLessThan(xOf.get(target) ?? 0);
  });
});

type Box = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };

/** Where a node lies on the canvas, a card with its run strip. */
function boxOf({ position, parent, size }: WorkflowNode, document: WorkflowDocument): Box {
  const container = document.nodes.find((node) => node.id === parent);
  const outside = container === undefined ? { x: 0, y: 0 } : boxOf(container, document);
  return { x: outside.x + position.x, y: outside.y + position.y, width: size?.width ?? 240, height: size?.height ?? 88 };
}

function overlap(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

function contains([outer, inner]: readonly [Box, Box]): boolean {
  return (
    inner.x > outer.x &&
    inner.y > outer.y &&
    inner.x + inner.width < outer.x + outer.width &&
    inner.y + inner.height < outer.y + outer.height
  );
}
