import "server-only";
import { isJsonObject } from "../../shared/json";
import { err, ok, type Result } from "../../shared/result";
import type { StepError, StepOutcome } from "../contract";
import type { McpCall, McpServer, NodeExecutor, StepContext } from "../execution";
import { receivedValue } from "../received";
import { ChosenCall, type mcpNode } from "./definition";

type Step = Parameters<NodeExecutor<typeof mcpNode>>[0];

/** One call. Whether it is made again after a failure is the node's settings' to say. */
export const executeMcp: NodeExecutor<typeof mcpNode> = async (step, context): Promise<StepOutcome> => {
  const server = serverOf(step, context);
  const call = server.ok ? callOf(step, context) : server;
  if (!server.ok) return { kind: "failed", error: server.error };
  if (!call.ok) return { kind: "failed", error: call.error };
  const answer = await context.callMcp(server.value, call.value);
  if (!answer.ok) return { kind: "failed", error: answer.error };
  return { kind: "succeeded", ports: ["out"], output: answer.value };
};

function serverOf({ config }: Step, { render }: StepContext): Result<McpServer, StepError> {
  const headers: { name: string; value: string }[] = [];
  for (const { name, value } of config.headers) {
    const rendered = render(value);
    if (!rendered.ok) return err({ ...rendered.error, message: `The header ${name}: ${rendered.error.message}` });
    headers.push({ name, value: rendered.value });
  }
  return ok({ url: config.url, headers, timeoutMs: config.timeoutSeconds * 1_000 });
}

function callOf({ config, inputs }: Step, { evaluate }: StepContext): Result<McpCall, StepError> {
  const { tool, tools } = config;
  if (tool !== "") {
    const given = evaluate(config.arguments);
    if (!given.ok) return err({ ...given.error, message: `Arguments: ${given.error.message}` });
    if (isJsonObject(given.value)) return ok({ tool, arguments: given.value });
    return err({
      code: "arguments_not_object",
      class: "permanent",
      message: `The arguments of ${tool} have to be an object, as in { query: received }.`,
    });
  }
  const chosen = ChosenCall.safeParse(receivedValue(inputs));
  if (chosen.success && tools.some(({ name }) => name === chosen.data.tool)) return ok(chosen.data);
  const message = "Nobody chose a tool: name one under Calls, or let an agent's Tools lead here.";
  return err({ code: "no_tool_chosen", class: "permanent", message });
}
