import "server-only";

/**
 * Agents that live at Mistral: made, read, changed and removed through the SDK.
 *
 * Reads into our words what it can and names the rest, so that nobody takes a part for the whole.
 */
import { MistralCore } from "@mistralai/mistralai/core.js";
import { betaAgentsCreate } from "@mistralai/mistralai/funcs/betaAgentsCreate.js";
import { betaAgentsDelete } from "@mistralai/mistralai/funcs/betaAgentsDelete.js";
import { betaAgentsGet } from "@mistralai/mistralai/funcs/betaAgentsGet.js";
import { betaAgentsUpdate } from "@mistralai/mistralai/funcs/betaAgentsUpdate.js";
import { HTTPClient } from "@mistralai/mistralai/lib/http.js";
import type { Agent, CompletionArgs } from "@mistralai/mistralai/models/components";
import type { ModelParameters, ModelTool, StepError } from "../nodes/contract";
import { err, ok, type Result } from "../shared/result";
import type { AgentKeeping, AgentSetup, KeptAgent } from "./contract";
import { type Addressee, failureOf, keyMissing } from "./failures.server";
import type { MistralOptions } from "./mistral.server";
import { agentRequest } from "./mistral-request.server";
import { startClock } from "./turn-clock.server";
import { openWire } from "./wire-recorder.server";

const timeouts = { firstByteMs: 10_000, idleMs: 10_000, totalMs: 20_000 };
const noTimeout = -1;

type SdkAnswer<T> = PromiseLike<{ readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: Error }>;

/** `isMissing`: the service answered that there is no such thing. */
type Refused = { readonly error: StepError; readonly isMissing: boolean };

export function createMistralAgents(options: MistralOptions, service: Addressee): AgentKeeping {
  const ask = <T>(to: Addressee, signal: AbortSignal, call: (client: MistralCore) => SdkAnswer<T>) => askOnce(options, to, signal, call);
  return {
    create: async (setup, signal) => {
      const to = { ...service, subject: "agent", model: setup.model };
      return answeredAgent(await ask(to, signal, (client) => betaAgentsCreate(client, agentRequest(setup))));
    },
    update: async (id, setup, signal) => {
      const to = { ...service, subject: "agent", model: setup.model, agentId: id };
      const change = { agentId: id, updateAgentRequest: agentRequest(setup) };
      return answeredAgent(await ask(to, signal, (client) => betaAgentsUpdate(client, change)));
    },
    get: async (id, signal) => {
      const asked = await ask({ ...service, agentId: id }, signal, (client) => betaAgentsGet(client, { agentId: id }));
      return !asked.ok && asked.error.isMissing ? ok(null) : answeredAgent(asked);
    },
    remove: async (id, signal) => {
      const asked = await ask({ ...service, agentId: id }, signal, (client) => betaAgentsDelete(client, { agentId: id }));
      return asked.ok || asked.error.isMissing ? ok(null) : err(asked.error.error);
    },
  };
}

async function askOnce<T>(
  { apiKey, serverUrl, isSimulated }: MistralOptions,
  to: Addressee,
  signal: AbortSignal,
  call: (client: MistralCore) => SdkAnswer<T>,
): Promise<Result<T, Refused>> {
  if (apiKey === undefined && !isSimulated) return err({ error: keyMissing(), isMissing: false });
  const clock = startClock(timeouts, signal);
  const wire = openWire(clock, apiKey);
  const client = new MistralCore({
    serverURL: serverUrl,
    httpClient: new HTTPClient({ fetcher: wire.fetch }),
    timeoutMs: noTimeout,
    ...(apiKey === undefined ? {} : { apiKey }),
  });
  try {
    const answer = await call(client);
    if (answer.ok) return ok(answer.value);
    return err({ error: failureOf(answer.error, clock, wire, to), isMissing: wire.response()?.status === 404 });
  } finally {
    clock.stop();
  }
}

function answeredAgent(asked: Result<Agent, Refused>): Result<KeptAgent, StepError> {
  return asked.ok ? ok(keptAgent(asked.value)) : err(asked.error.error);
}

function keptAgent(agent: Agent): KeptAgent {
  const { completionArgs: args = {}, tools = [] } = agent;
  const outputSchema = schemaIn(args);
  const read = tools.map(toolIn);
  return {
    id: agent.id,
    version: agent.version,
    setup: {
      name: agent.name,
      description: agent.description ?? "",
      model: agent.model,
      instructions: agent.instructions ?? "",
      tools: read.filter((tool) => tool !== null),
      parameters: parametersIn(args),
      ...(outputSchema === undefined ? {} : { outputSchema }),
    },
    others: [...otherSettings(agent, args), ...(read.includes(null) ? ["tools of another kind"] : [])],
  };
}

/** Null for a tool that is set up in a way we have no words for. */
function toolIn(tool: NonNullable<Agent["tools"]>[number]): ModelTool | null {
  if ("toolConfiguration" in tool && tool.toolConfiguration) return null;
  switch (tool.type) {
    case "web_search":
    case "web_search_premium":
    case "code_interpreter":
    case "image_generation":
      return { type: tool.type };
    case "document_library":
      return { type: tool.type, libraryIds: tool.libraryIds };
    default:
      return null;
  }
}

function parametersIn({ temperature, topP, maxTokens, randomSeed }: CompletionArgs): ModelParameters {
  return {
    ...(typeof temperature === "number" && { temperature }),
    ...(typeof topP === "number" && { topP }),
    ...(typeof maxTokens === "number" && { maxTokens }),
    ...(typeof randomSeed === "number" && { randomSeed }),
  };
}

function schemaIn({ responseFormat }: CompletionArgs): AgentSetup["outputSchema"] {
  const format = responseFormat?.jsonSchema;
  return format ? { name: format.name, schema: format.schemaDefinition } : undefined;
}

function otherSettings({ guardrails, handoffs }: Agent, args: CompletionArgs): string[] {
  const set: readonly (readonly [string, unknown])[] = [
    ["guardrails", guardrails?.length],
    ["handoffs", handoffs?.length],
    ["stop words", args.stop?.length],
    ["presence penalty", args.presencePenalty],
    ["frequency penalty", args.frequencyPenalty],
    ["a predicted answer", args.prediction],
    ["reasoning effort", args.reasoningEffort],
    ["tool choice", args.toolChoice === "auto" ? undefined : args.toolChoice],
    ["JSON without a schema", args.responseFormat?.type === "json_object" ? true : undefined],
  ];
  return set.filter(([, value]) => value !== undefined && value !== null && value !== 0 && value !== "").map(([name]) => name);
}
