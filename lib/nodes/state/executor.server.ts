import "server-only";
import type { JsonValue } from "../../shared/json";
import { err, ok, type Result } from "../../shared/result";
import type { StateWrite, StepError } from "../contract";
import type { NodeExecutor, StepContext } from "../execution";
import { receivedValue } from "../received";
import type { stateNode } from "./definition";
import { typedValue } from "./typed-value";

type Change = Parameters<NodeExecutor<typeof stateNode>>[0]["config"]["changes"][number];

/** Every change is worked out from the state before; when one does not fit, none is written. */
export const executeState: NodeExecutor<typeof stateNode> = async ({ config, inputs }, context) => {
  const writes: StateWrite[] = [];
  for (const change of config.changes) {
    const write = readChange(change, context);
    if (!write.ok) return { kind: "failed", error: write.error };
    writes.push(write.value);
  }
  return { kind: "succeeded", ports: ["out"], output: receivedValue(inputs), ...(writes.length > 0 && { writes }) };
};

function readChange({ variable: name, mode, value }: Change, context: StepContext): Result<StateWrite, StepError> {
  const variable = context.stateVariables.find((declared) => declared.name === name.trim());
  if (variable === undefined)
    return refused("unknown_variable", `The workflow declares no state variable \`${name}\`. Declare it, or use another.`);
  const given: Result<JsonValue | undefined, StepError> = mode === "template" ? context.render(value) : context.evaluate(value);
  if (!given.ok) return err({ ...given.error, message: `The change of \`${variable.name}\`: ${given.error.message}` });
  if (given.value === undefined) {
    return refused("no_value", `The change of \`${variable.name}\` has no value: what it reads is not there. Give a default with \`??\`.`);
  }
  const typed = typedValue(variable, given.value);
  return typed.ok ? ok({ variable: variable.name, value: typed.value }) : refused("state_value_does_not_fit", typed.error);
}

function refused(code: string, message: string): Result<never, StepError> {
  return err({ code, class: "permanent", message });
}
