import { describe, expect, it } from "vitest";
import type { StateVariable } from "../../document/schema";
import { answered, emptyReport, firstTurn, stepContext } from "../testing";
import { agentNode } from "./definition";
import { executeAgent } from "./executor.server";

const variables: readonly StateVariable[] = [
  { name: "count", type: "number", initial: 0, reducer: "add" },
  { name: "topic", type: "text", initial: "", reducer: "replace" },
  { name: "notes", type: "list", initial: [], reducer: "append" },
];
const config = (parts = {}) => agentNode.config.parse({ ...agentNode.defaults, message: "Go on", stateOutput: "structured", ...parts });

async function answer(json: Parameters<typeof answered>[1], parts = {}) {
  const context = stepContext({ variables, model: () => answered("", json) });
  return { outcome: await executeAgent(firstTurn(config(parts)), context), context };
}

describe("state as structured output", () => {
  it("asks for the answer and for what changes of the declared variables, by their types", async () => {
    const { outcome, context } = await answer({ result: "Done.", state: { count: 2, notes: "a note" } });
    expect(context.turns[0]?.outputSchema).toMatchObject({
      name: "answer",
      schema: {
        required: ["result", "state"],
        properties: {
          result: { type: "string" },
          state: { properties: { count: { type: "number" }, topic: { type: "string" }, notes: {} }, additionalProperties: false },
        },
      },
    });
    expect(outcome).toMatchObject({
      kind: "succeeded",
      output: "Done.",
      writes: [
        { variable: "count", value: 2 },
        { variable: "notes", value: "a note" },
      ],
    });
  });

  it("carries JSON of the author's own schema as the answer", async () => {
    const schema = { type: "object", properties: { sum: { type: "number" } } };
    const { outcome, context } = await answer({ result: { sum: 4 }, state: {} }, { output: "json", schema });
    expect(context.turns[0]?.outputSchema?.schema).toMatchObject({ properties: { result: schema } });
    expect(outcome).toMatchObject({ kind: "succeeded", output: { sum: 4 } });
    expect(outcome).not.toHaveProperty("writes");
  });

  it("writes all of it or nothing", async () => {
    const { outcome } = await answer({ result: "Done.", state: { topic: "tides", count: "two" } });
    expect(outcome).toMatchObject({ kind: "failed", error: { code: "state_invalid" }, model: emptyReport });
  });
});
