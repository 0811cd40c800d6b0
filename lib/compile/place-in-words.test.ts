import { expect, it } from "vitest";
import { placeInWords } from "./place-in-words";

const document = {
  nodes: [
    { id: "topic", type: "input", title: "", config: {} },
    { id: "writer", type: "agent", title: "Fast writer", config: { instructions: "x" } },
    { id: "own", type: "no_such_kind", title: "Own", config: {} },
    { type: "agent" },
  ],
};

it.each([
  ["nodes[1].config.instructions", "Fast writer, Instructions"],
  ["nodes[1].title", "Fast writer"],
  ["nodes[1].position", "Fast writer, position"],
  ["nodes[2].config.what", "Own, what"],
  ["nodes[0].config.fields[0].label", "topic, Fields"],
  ["sampleInput.topic", 'Sample input "topic"'],
  ['sampleInput["a topic"].deep', 'Sample input "a topic"'],
  ["description", "The workflow's description"],
])("says where %s is", (path, words) => {
  expect(placeInWords(path, document)).toBe(words);
});

it("has no words for what people do not know by name, whatever the document is", () => {
  for (const path of ["", "edges[0].source", "nodes[3].id", "nodes[9].config.model", "constructor", "formatVersion"]) {
    expect(placeInWords(path, document)).toBeNull();
  }
  for (const odd of [null, [], "text", { nodes: "none" }, { nodes: [null] }]) {
    expect(placeInWords("nodes[0].config.model", odd)).toBeNull();
  }
});
