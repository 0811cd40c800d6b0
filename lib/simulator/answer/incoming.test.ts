import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../shared/json";
import { composeAnswer } from "./compose";
import type { Prompt } from "./prompt";

function ask(instructions: string, message: string, parts: Partial<Prompt> = {}): string {
  const turns = [...(parts.turns ?? []), { role: "user" as const, text: message }];
  const prompt: Prompt = {
    instructions,
    tools: [],
    toolChoice: "auto",
    format: undefined,
    maxTokens: undefined,
    stop: [],
    randomSeed: undefined,
    passages: [],
    answeredCalls: [],
    handoffs: [],
    ...parts,
    turns,
  };
  return composeAnswer(prompt)
    .parts.map((part) => (part.kind === "text" ? part.text : ""))
    .join("");
}

function askJson(instructions: string, message: string, schema: JsonObject): unknown {
  return JSON.parse(
    ask(instructions, message, {
      format: { type: "json_schema", json_schema: { name: "answer", schema: JSON.parse(JSON.stringify(schema)) } },
    }),
  );
}

describe("a text that should be cut into items", () => {
  const item = { type: "object", properties: { title: { type: "string" }, text: { type: "string" } }, required: ["title", "text"] };
  const schema = { type: "object", properties: { items: { type: "array", items: item, maxItems: 3 } }, required: ["items"] };

  it.each(["- Refund: I wait.\n- Search is slow.", "Refund: I wait.\n\nSearch is slow.", "1. Refund: I wait.\n2. Search is slow."])(
    "gives every item of %j word for word",
    (text) => {
      expect(askJson("You split a text into its comments.", text, schema)).toEqual({
        items: [
          { title: "Refund", text: "I wait." },
          { title: "Search is slow.", text: "Search is slow." },
        ],
      });
    },
  );

  it("keeps to the number of items that the schema allows", () => {
    const answer = askJson("Split it into items.", "- a\n- b\n- c\n- d", schema);
    expect(answer).toMatchObject({ items: [{ text: "a" }, { text: "b" }, { text: "c" }] });
  });
});

describe("a critic with a score", () => {
  const texts = { type: "array", items: { type: "string" }, minItems: 1, maxItems: 3 };
  const schema = {
    type: "object",
    properties: { score: { type: "integer", minimum: 1, maximum: 10 }, strengths: texts, improvements: texts },
  };
  const score = (version: number) => askJson("You are a strict editor and review texts.", `Score version ${version}.`, schema);

  it("is content with the second version, and says what to change before that", () => {
    expect(score(1)).toMatchObject({ score: 7, improvements: [expect.any(String), expect.any(String)] });
    expect(score(2)).toMatchObject({ score: 8, improvements: [expect.any(String)] });
  });
});

describe("a handler of events", () => {
  const instructions = "You receive batches of data, one after the other.";
  const first = "Event: data.received\nData: 1000 records, 12 of them incomplete";

  it("says how much of a batch can be used, and adds up what came before in its conversation", () => {
    expect(ask(instructions, first)).toContain("988 of 1000 can be used");
    const turns = [
      { role: "user", text: first },
      { role: "assistant", text: "Fine." },
    ] as const;
    expect(ask(instructions, "Event: data.received\nData: 800 records", { turns })).toContain("1800 records have arrived");
  });

  it("tells an error apart from data", () => {
    const answer = ask("You deal with errors of a pipeline.", "Event: error.occurred\nData: Validation failed on record 523");
    expect(answer).toContain("set record 523 aside");
  });
});
