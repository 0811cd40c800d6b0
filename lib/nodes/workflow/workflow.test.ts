import { describe, expect, it } from "vitest";
import type { JsonObject, JsonValue } from "../../shared/json";
import { err, ok } from "../../shared/result";
import type { StepContext } from "../execution";
import { firstTurn, received, stepContext, turnResumed } from "../testing";
import { workflowNode } from "./definition";
import { executeWorkflow } from "./executor.server";

type Request = Parameters<StepContext["startRun"]>[0];

const config = (parts: JsonObject = {}) => workflowNode.config.parse({ workflowId: "other", ...parts });
const step = (parts: JsonObject = {}, output: JsonValue = { topic: "bees" }) => firstTurn(config(parts), received({ Draft: output }));

async function start(parts: JsonObject = {}, output?: JsonValue) {
  const requests: Request[] = [];
  const startRun: StepContext["startRun"] = async (request) => {
    requests.push(request);
    return ok({ runId: "child" });
  };
  const context = stepContext({ scope: { received: { topic: "bees" } }, startRun });
  return { outcome: await executeWorkflow(step(parts, output), context), requests };
}

describe("a Sub-workflow", () => {
  it("starts a run with its fields filled in, and waits for it", async () => {
    const { outcome, requests } = await start({ inputs: { topic: "On {{ received.topic }}" } });
    expect(requests).toEqual([{ workflowId: "other", input: { topic: "On bees" } }]);
    expect(outcome).toEqual({ kind: "waiting", until: { for: "run", runId: "child", at: null } });
  });

  it("passes on an object that it received, and nothing else", async () => {
    expect((await start()).requests).toMatchObject([{ input: { topic: "bees" } }]);
    expect((await start({}, "text")).requests).toMatchObject([{ input: {} }]);
  });

  it("starts nothing when a field can't be filled in, and names it", async () => {
    const { outcome, requests } = await start({ inputs: { topic: "{{ input.none }}" } });
    expect(requests).toEqual([]);
    expect(outcome).toMatchObject({ kind: "failed", error: { message: expect.stringContaining("The field topic: ") } });
  });

  it("fails when the run can't be started", async () => {
    const error = { code: "not_found", class: "permanent", message: "There is no such workflow." } as const;
    const context = stepContext({ startRun: async () => err(error) });
    expect(await executeWorkflow(step(), context)).toEqual({ kind: "failed", error });
  });

  it("goes on with the run's output", async () => {
    const resumed = turnResumed(step(), { by: "run", status: "succeeded", output: { a: 1 } });
    expect(await executeWorkflow(resumed, stepContext({}))).toEqual({ kind: "succeeded", ports: ["out"], output: { a: 1 } });
  });

  it.each([
    ["failed", "sub_workflow_failed"],
    ["cancelled", "sub_workflow_cancelled"],
  ] as const)("fails for good when the run %s, with what is known of it", async (status, code) => {
    const resumed = turnResumed(step(), { by: "run", status, output: null, message: "Run 3 of “Other”: no." });
    expect(await executeWorkflow(resumed, stepContext({}))).toEqual({
      kind: "failed",
      error: { code, class: "permanent", message: "Run 3 of “Other”: no." },
    });
  });

  it("says on its card what it passes on, and needs a workflow", () => {
    expect(workflowNode.describe(config())).toBe("Sub-workflow · with what it received");
    expect(workflowNode.describe(config({ inputs: { a: "" } }))).toBe("Sub-workflow · 1 field");
    expect(workflowNode.describe(config({ workflowId: "" }))).toBe("Sub-workflow · none chosen yet");
    expect(workflowNode.check?.(config({ workflowId: " " }))).toMatchObject([{ code: "missing_workflow", field: "workflowId" }]);
  });
});
