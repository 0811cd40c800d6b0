import "server-only";
import type { JsonObject, JsonValue } from "../../shared/json";
import { isJsonObject, ownValue } from "../../shared/json";
import { err, ok, type Result } from "../../shared/result";
import { type Ask, AskSchema, askAsJson } from "../ask";
import type { StepError, StepInput, StepOutcome } from "../contract";
import { type Decision, readDecision } from "../decision";
import type { NodeExecutor, StepContext } from "../execution";
import { receivedText, receivedValue } from "../received";
import { type ApprovalConfig, type approvalNode, approvedPort, rejectedPort, timeoutPort } from "./definition";

type Step = Parameters<NodeExecutor<typeof approvalNode>>[0];

/** Turn 0 asks. A decision that does not fit what was asked is asked for again; the deadline stays. */
export const executeApproval: NodeExecutor<typeof approvalNode> = async (step, context): Promise<StepOutcome> => {
  const { resumed, memory } = step;
  if (resumed === null) return ask(step, context);
  const asked = readMemory(memory);
  if (resumed.by === "time") return timedOut(asked.ask, context);
  if (resumed.by !== "decision") throw new Error(`An Approval waits for no ${resumed.by}.`);

  const decision = readDecision(asked.ask, resumed.decision);
  if (!decision.ok) return wait({ ...asked, ask: { ...asked.ask, problem: decision.error.message } });
  return decided(decision.value, resumed.person, step, context);
};

type Asked = { readonly ask: Ask; readonly at: number | null };

function ask({ config, inputs }: Step, context: StepContext): StepOutcome {
  const shown = askOf(config, inputs, context);
  if (!shown.ok) return { kind: "failed", error: shown.error };
  return wait({ ask: shown.value, at: config.deadlineHours === undefined ? null : Date.now() + config.deadlineHours * 3_600_000 });
}

function wait({ ask: shown, at }: Asked): StepOutcome {
  const json = askAsJson(shown);
  return { kind: "waiting", until: { for: "decision", ask: json, at }, memory: { ask: json, at } };
}

function readMemory(memory: JsonValue): Asked {
  const at = isJsonObject(memory) ? ownValue(memory, "at") : undefined;
  const shown = isJsonObject(memory) ? ownValue(memory, "ask") : undefined;
  return { ask: AskSchema.parse(shown), at: typeof at === "number" ? at : null };
}

function askOf(config: ApprovalConfig, inputs: readonly StepInput[], { render }: StepContext): Result<Ask, StepError> {
  const title = render(config.title);
  if (!title.ok) return title;
  const body = config.body.trim() === "" ? ok(receivedText(inputs)) : render(config.body);
  if (!body.ok) return body;
  const values: { [key: string]: JsonValue } = {};
  for (const { key, label, value } of config.fields) {
    const shown = render(value);
    if (!shown.ok) return err({ ...shown.error, message: `The field ${label || key}: ${shown.error.message}` });
    values[key] = shown.value;
  }
  return ok({ title: title.value, body: body.value, fields: config.fields.map(({ value: _, ...field }) => field), values });
}

function decided({ approve, comment, values }: Decision, by: string, { config, inputs }: Step, context: StepContext): StepOutcome {
  const record = { decision: approve ? "approved" : "rejected", comment, values, by };
  const title = context.title || "Approval";
  if (!approve) return taken(rejectedPort, record, `${title} was rejected${comment === "" ? "" : `: ${comment}`}`);
  const content = config.fields.length > 0 ? values : receivedValue(inputs);
  return taken(approvedPort, config.output === "content" ? content : record, `${title} was approved`);
}

function timedOut({ values }: Ask, { title }: StepContext): StepOutcome {
  const record = { decision: "timeout", comment: "", values, by: null };
  return taken(timeoutPort, record, `${title || "Approval"} was not decided in time`);
}

function taken(port: string, output: JsonObject | JsonValue, because: string): StepOutcome {
  return { kind: "succeeded", ports: [port], output, because };
}
