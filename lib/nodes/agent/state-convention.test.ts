import { describe, expect, it } from "vitest";
import type { StateVariable } from "../../document/schema";
import type { JsonObject } from "../../shared/json";
import { answered, firstTurn, stepContext } from "../testing";
import { agentNode } from "./definition";
import { executeAgent } from "./executor.server";
import { readStateAnswer } from "./state-convention";
import { readTolerantJson } from "./tolerant-json";

const variables: readonly StateVariable[] = [
  { name: "count", type: "number", initial: 0, reducer: "replace" },
  { name: "topic", type: "text", initial: "", reducer: "replace" },
  { name: "tags", type: "list", initial: [], reducer: "append" },
];

describe("STATE: and RESULT:", () => {
  it.each([
    ["plain", 'STATE: {"count": 3}\nRESULT: Three.'],
    ["fenced", 'STATE:\n```json\n{"count": 3}\n```\nRESULT: Three.'],
    ["in one fence", '```\nSTATE: {"count": 3}\nRESULT: Three.\n```'],
    ["in bold", '**STATE:** {"count": 3}\n\n**RESULT:** Three.'],
    ["the other way round", 'RESULT: Three.\nSTATE: {"count": 3}'],
    ["with words around", 'I counted.\n\nSTATE: {"count": 3}\nRESULT: Three.'],
    ["with single quotes, bare keys and a trailing comma", "STATE: {count: 3,}\nRESULT: Three."],
    ["as inline code", 'State: `{"count": 3}`\nResult: Three.'],
    ["without the word RESULT", 'STATE: {"count": 3}\n\nThree.'],
  ])("is read %s", (_, text) => {
    expect(readStateAnswer(text, variables)).toEqual({
      ok: true,
      value: { result: "Three.", writes: [{ variable: "count", value: 3 }], undeclared: [] },
    });
  });

  it.each([
    ["no state", "RESULT: Three.", "no STATE: block"],
    ["two states", 'STATE: {"count": 1}\nSTATE: {"count": 2}\nRESULT: x', "2 STATE: blocks"],
    ["cut off", 'STATE: {"count": 3', "cut off"],
    ["a wrong type", 'STATE: {"topic": "tides", "count": "many"}\nRESULT: x', "“count” takes a number, not a text"],
    ["no object", "STATE: [1]\nRESULT: x", "no JSON object"],
    ["no words", 'STATE: {"count": 3}', "no RESULT:"],
    ["a key that is not allowed", 'STATE: {"__proto__": {"count": 3}}\nRESULT: x', "__proto__"],
    ["not a number", 'STATE: {"count": NaN}\nRESULT: x', "NaN"],
    ["a key twice", 'STATE: {"count": 1, "count": 2}\nRESULT: x', "twice"],
    ["empty", "", "no STATE: block"],
  ])("is refused as a whole with %s", (_, text, reason) => {
    expect(readStateAnswer(text, variables)).toEqual({ ok: false, error: expect.stringContaining(reason) });
  });

  it("stays quick and calm on large and deep texts", () => {
    expect(readTolerantJson("[".repeat(100_000)).ok).toBe(false);
    expect(readTolerantJson(`{"a": "${"x".repeat(1_000_000)}`).ok).toBe(false);
    expect(readStateAnswer(`STATE: {"count": 3}\n${"STATE\n".repeat(50_000)}`, variables).ok).toBe(true);
  });
});

describe("an agent that passes on state", () => {
  const config = (parts: JsonObject = {}) =>
    agentNode.config.parse({ ...agentNode.defaults, message: "Count", stateOutput: "convention", ...parts });
  const context = (texts: readonly string[]) => {
    let asked = 0;
    return stepContext({
      variables,
      scope: { state: { count: 0, topic: "", tags: [] } },
      model: () => {
        asked += 1;
        return answered(texts[Math.min(asked, texts.length) - 1] ?? "");
      },
    });
  };

  it("gives the result as its output and writes what is declared; the rest is named", async () => {
    const outcome = await executeAgent(
      firstTurn(config()),
      context(['STATE: {"count": 3, "tags": "new", "mood": "good"}\nRESULT: Three.']),
    );
    expect(outcome).toMatchObject({
      kind: "succeeded",
      output: "Three.",
      writes: [
        { variable: "count", value: 3 },
        { variable: "tags", value: "new" },
      ],
      because: "the workflow declares no mood, so it was left out of the state",
    });
  });

  it("is told the form and the state so far, unless its author spells the form out", async () => {
    const told = context(['STATE: {"count": 3}\nRESULT: x']);
    await executeAgent(firstTurn(config({ instructions: "Count." })), told);
    expect(told.turns[0]?.instructions).toMatch(/STATE: \{"count": number, "topic": text, "tags": list\}[\s\S]*"count":0/);
    const own = context(['STATE: {"count": 3}\nRESULT: x']);
    await executeAgent(firstTurn(config({ instructions: "Count.\nSTATE: {count}\nRESULT: words" })), own);
    expect(own.turns[0]?.instructions).toBe("Count.\nSTATE: {count}\nRESULT: words");
  });

  it("is sent back twice, then fails with what it said and writes nothing", async () => {
    const broken = context(['STATE: {"count": 3, "topic": 7}\nRESULT: x']);
    const outcome = await executeAgent(firstTurn(config()), broken);
    expect(outcome).toMatchObject({
      kind: "failed",
      error: { code: "state_invalid", class: "permanent", raw: 'STATE: {"count": 3, "topic": 7}\nRESULT: x' },
    });
    expect(outcome).not.toHaveProperty("writes");
    expect(broken.turns).toHaveLength(3);
    const repaired = context(["Three.", 'STATE: {"count": 3}\nRESULT: Three.']);
    expect(await executeAgent(firstTurn(config()), repaired)).toMatchObject({ kind: "succeeded", output: "Three." });
  });

  it("can't answer with JSON as well", () => {
    const both = config({ output: "json", schema: { type: "object" } });
    expect(agentNode.check?.(both)).toMatchObject([{ code: "state_needs_text", field: "stateOutput" }]);
  });
});
