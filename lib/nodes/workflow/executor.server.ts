import "server-only";
import { isJsonObject, type JsonObject } from "../../shared/json";
import { err, ok, type Result } from "../../shared/result";
import type { Resumption, StepError, StepOutcome } from "../contract";
import type { NodeExecutor, StepContext } from "../execution";
import { receivedValue } from "../received";
import type { workflowNode } from "./definition";

type Step = Parameters<NodeExecutor<typeof workflowNode>>[0];

/** Turn 0 starts the run and waits for it; turn 1 takes what it came to. */
export const executeWorkflow: NodeExecutor<typeof workflowNode> = async (step, context): Promise<StepOutcome> => {
  if (step.resumed !== null) return outcomeOf(step.resumed);
  const input = inputOf(step, context);
  if (!input.ok) return { kind: "failed", error: input.error };
  const started = await context.startRun({ workflowId: step.config.workflowId, input: input.value });
  if (!started.ok) return { kind: "failed", error: started.error };
  return { kind: "waiting", until: { for: "run", runId: started.value.runId, at: null } };
};

/** Without fields of its own, an object that was received is the input as it is. */
function inputOf({ config, inputs }: Step, { render }: StepContext): Result<JsonObject, StepError> {
  const templates = Object.entries(config.inputs);
  if (templates.length === 0) {
    const received = receivedValue(inputs);
    return ok(isJsonObject(received) ? received : {});
  }
  const values: [string, string][] = [];
  for (const [key, template] of templates) {
    const value = render(template);
    if (!value.ok) return err({ ...value.error, message: `The field ${key}: ${value.error.message}` });
    values.push([key, value.value]);
  }
  return ok(Object.fromEntries(values));
}

function outcomeOf(resumed: Resumption): StepOutcome {
  if (resumed.by !== "run") throw new Error(`A Sub-workflow waits for no ${resumed.by}.`);
  const { status, output, message } = resumed;
  if (status === "succeeded") return { kind: "succeeded", ports: ["out"], output };
  const error: StepError = {
    code: status === "failed" ? "sub_workflow_failed" : "sub_workflow_cancelled",
    class: "permanent",
    message: message ?? `The run of the other workflow ${status === "failed" ? "failed" : "was cancelled"}.`,
  };
  return { kind: "failed", error };
}
