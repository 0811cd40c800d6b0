import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, it } from "vitest";
import type { InputField } from "../nodes/contract";
import { readInputs } from "./run-input";

const folder = mkdtempSync(path.join(tmpdir(), "windrose-input-"));

function file(name: string, text: string): string {
  const place = path.join(folder, name);
  writeFileSync(place, text);
  return place;
}

const field = (key: string, type: InputField["type"]): InputField => ({ key, label: key, type, required: false });
const fields = [field("topic", "text"), field("count", "number"), field("options", "json")];
const read = (...words: string[]) => readInputs(words, { fields, sample: { topic: "sea", count: 3 } });

describe("readInputs", () => {
  it("takes the sample for what is left out", async () => {
    expect(await read()).toEqual({ ok: true, value: { topic: "sea", count: 3 } });
    expect(await read("topic=wind")).toEqual({ ok: true, value: { topic: "wind", count: 3 } });
  });

  it("leaves out of the sample what the workflow no longer takes", async () => {
    const older = await readInputs(["topic=wind"], { fields, sample: { topic: "sea", gone: "x" } });
    expect(older).toEqual({ ok: true, value: { topic: "wind" } });
  });

  it("reads a word as its field's type says", async () => {
    expect(await read("count=7", 'options={"a":1}', "topic=7")).toEqual({ ok: true, value: { topic: "7", count: 7, options: { a: 1 } } });
  });

  it("leaves a number that is none to the run's own check", async () => {
    expect(await read("count=many")).toMatchObject({ ok: true, value: { count: "many" } });
  });

  it("reads values and whole inputs from files, and JSON from the word itself", async () => {
    const notes = file("notes.txt", "line one\nline two");
    const whole = file("input.json", '{"topic":"from file","count":1}');
    expect(await read(`topic=@${notes}`)).toMatchObject({ ok: true, value: { topic: "line one\nline two" } });
    expect(await read(`@${whole}`, '{"count":2}')).toMatchObject({ ok: true, value: { topic: "from file", count: 2 } });
  });

  it.each([
    ["topics=x", "usage", 'no input "topics". It takes: topic, count, options'],
    ["topic", "usage", '"topic" is no input'],
    ["options={", "invalid_json", "options: this is not valid JSON"],
    ["@/no/such/file.json", "no_such_file", "can't be read"],
    ["topic=@/no/such/file", "no_such_file", "can't be read"],
  ])("refuses %s", async (word, code, message) => {
    expect(await read(word)).toMatchObject({ ok: false, error: { code, message: expect.stringContaining(message) } });
  });
});
