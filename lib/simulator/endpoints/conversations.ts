/**
 * Conversations: start, append, restart, read, delete; whole answers and streams.
 */
import type { JsonObject } from "../../shared/json";
import { isJsonObject } from "../../shared/json";
import type { Answer, Prompt } from "../answer/prompt";
import { bodyOf, type Call, type Handler, pageOf, param } from "../call";
import { type Delivery, deliver, durationOf, entryOf, frame, type Speaker } from "../delivery";
import type { Fault } from "../faults/fault";
import { sendFaultyJson, writeFaultyStream } from "../faults/inject";
import type { Setup, Store, StoredConversation, StoredEntry } from "../state/store";
import { invalidBody, invalidField, notFound, plainError, unknownModel } from "../wire/api-error";
import type { InputEntry } from "../wire/entries";
import { sendJson, sendNothing } from "../wire/http";
import { modelNamed } from "../wire/models";
import { type AppendRequest, AppendSchema, type RestartRequest, RestartSchema, type StartRequest, StartSchema } from "../wire/requests";
import { pause } from "../wire/sse";
import { readBody } from "../wire/validation";
import { agentVersionOf } from "./agents";
import { answerTo, passFaults, promptOf } from "./answering";

type Inputs = StartRequest["inputs"] | undefined;

const mostHandoffs = 5;

export const startConversation: Handler = async (call) => {
  const parsed = readBody(StartSchema, bodyOf(call));
  if (!parsed.ok) throw invalidBody(parsed.details);
  const request = parsed.value;
  const conversation = newConversation(request, call.world.store);
  await answerIn(call, conversation, entriesOf(request.inputs, call.world.store), request, request.store !== false);
};

export const appendToConversation: Handler = async (call) => {
  const conversation = conversationOf(call);
  const parsed = readBody(AppendSchema, bodyOf(call));
  if (!parsed.ok) throw invalidBody(parsed.details);
  const request = parsed.value;
  confirmCalls(conversation, request);
  conversation.wasAppended = true;
  const entries = entriesOf(request.inputs, call.world.store);
  if (entries.length === 0 && !request.tool_confirmations?.length) throw invalidField("missing", ["inputs"], "Field required");
  await answerIn(call, conversation, entries, request, request.store !== false);
};

export const restartConversation: Handler = async (call) => {
  const { store } = call.world;
  const original = conversationOf(call);
  const parsed = readBody(RestartSchema, bodyOf(call));
  if (!parsed.ok) throw invalidBody(parsed.details);
  const request: RestartRequest = parsed.value;
  if (!original.wasAppended)
    throw plainError(400, "3001", "invalid_request_error", "A conversation can be restarted once something was appended to it.");
  const at = original.entries.findIndex((entry) => entry.id === request.from_entry_id);
  if (at === -1) throw notFound(`Entry ${request.from_entry_id}`);
  const now = new Date().toISOString();
  const copy: StoredConversation = {
    ...original,
    id: store.ids.next("conv"),
    createdAt: now,
    updatedAt: now,
    entries: original.entries.slice(0, at + 1),
    wasAppended: false,
  };
  await answerIn(call, copy, entriesOf(request.inputs, store), request, request.store !== false);
};

export const getConversation: Handler = (call) => sendJson(call.response, 200, conversationBody(conversationOf(call)));

export const listConversations: Handler = (call) => {
  const all = call.world.store.conversations.values().reverse();
  sendJson(call.response, 200, pageOf(all, call.query, 100, 1_000).map(conversationBody));
};

export const conversationHistory: Handler = (call) => {
  const { id, entries } = conversationOf(call);
  sendJson(call.response, 200, { object: "conversation.history", conversation_id: id, entries });
};

export const conversationMessages: Handler = (call) => {
  const { id, entries } = conversationOf(call);
  const messages = entries.filter(({ type }) => type === "message.input" || type === "message.output");
  sendJson(call.response, 200, { object: "conversation.messages", conversation_id: id, messages });
};

export const deleteConversation: Handler = (call) => {
  if (!call.world.store.conversations.delete(param(call, 0))) throw notFound("Conversation");
  sendNothing(call.response);
};

function conversationOf(call: Call): StoredConversation {
  const conversation = call.world.store.conversations.get(param(call, 0));
  if (conversation === undefined) throw notFound("Conversation");
  return conversation;
}

function newConversation(request: StartRequest, store: Store): StoredConversation {
  const now = new Date().toISOString();
  const common = {
    id: store.ids.next("conv"),
    createdAt: now,
    updatedAt: now,
    name: request.name ?? null,
    description: request.description ?? null,
    metadata: request.metadata ?? null,
    guardrails: request.guardrails ?? null,
    entries: [],
    wasAppended: false,
  };
  if (request.agent_id && request.model)
    throw invalidField("value_error", ["agent_id"], "Only one of model and agent_id can be set", request.agent_id);
  if (request.agent_id) {
    const overridden = (["instructions", "tools", "completion_args"] as const).find(
      (key) => request[key] !== undefined && request[key] !== null,
    );
    if (overridden !== undefined)
      throw plainError(400, "3002", "invalid_request_error", `${overridden} is not allowed for an agent conversation`);
    const { setup } = agentVersionOf(store, request.agent_id, request.agent_version ?? undefined);
    return { ...common, agentId: request.agent_id, agentVersion: request.agent_version ?? null, setup };
  }
  if (!request.model) throw invalidField("missing", ["model"], "Either model or agent_id is required");
  if (modelNamed(request.model) === undefined) throw unknownModel(request.model);
  const setup: Setup = {
    model: request.model,
    instructions: request.instructions ?? "",
    tools: request.tools ?? [],
    args: request.completion_args ?? {},
  };
  return { ...common, agentId: null, agentVersion: null, setup };
}

/** Inputs as stored entries: each with an id and times of its own. */
function entriesOf(inputs: Inputs, store: Store): StoredEntry[] {
  if (inputs === undefined) return [];
  if (typeof inputs === "string") return [entryOf(store, "message.input", "msg", { role: "user", content: inputs, prefix: false })];
  return inputs.map((entry) => storedEntry(entry, store));
}

const prefixes: Readonly<Record<InputEntry["type"], string>> = {
  "message.input": "msg",
  "message.output": "msg",
  "tool.execution": "tool_exec",
  "function.call": "fc",
  "function.result": "fr",
  "agent.handoff": "handoff",
};

function storedEntry(entry: InputEntry, store: Store): StoredEntry {
  // Checked by the request's schema: plain JSON.
  const given = Object.fromEntries(
    Object.entries(entry).filter(([key, value]) => value !== undefined && value !== null && key !== "id"),
  ) as JsonObject;
  return { ...entryOf(store, entry.type, prefixes[entry.type], given), type: entry.type };
}

function confirmCalls(conversation: StoredConversation, { tool_confirmations: confirmations }: AppendRequest): void {
  for (const { tool_call_id: id, confirmation } of confirmations ?? []) {
    const at = conversation.entries.findIndex((entry) => entry.type === "function.call" && entry.tool_call_id === id);
    const entry = conversation.entries[at];
    if (entry === undefined) throw notFound(`Tool call ${id}`);
    conversation.entries[at] = { ...entry, confirmation_status: confirmation === "allow" ? "allowed" : "denied" };
  }
}

async function answerIn(
  call: Call,
  conversation: StoredConversation,
  inputs: readonly StoredEntry[],
  request: (Pick<StartRequest, "stream" | "handoff_execution"> & Pick<AppendRequest, "completion_args">) | StartRequest,
  isStored: boolean,
): Promise<void> {
  const { store, settings } = call.world;
  const base = setupOf(conversation, store);
  const setup: Setup =
    request.completion_args && conversation.agentId === null ? { ...base, args: { ...base.args, ...request.completion_args } } : base;
  const entries = [...conversation.entries, ...inputs];
  const { goesOn, fault } = await passFaults(call, setup, lastMessageOf(inputs));
  if (!goesOn) return;
  const scripted = await call.world.script?.(promptOf(setup, entries, store));
  const delivery = deliverWithHandoffs(conversation, setup, entries, call, { fault, scripted }, request.handoff_execution ?? "server");
  const keep = () => {
    conversation.entries.push(...inputs, ...delivery.entries);
    conversation.updatedAt = new Date().toISOString();
    if (isStored) store.conversations.set(conversation.id, conversation);
  };
  await pause(call.response, settings.latencyMs);
  if (request.stream !== true) {
    await pause(call.response, durationOf(delivery.frames));
    keep();
    sendFaultyJson(fault, call.response, {
      object: "conversation.response",
      conversation_id: conversation.id,
      outputs: delivery.entries,
      usage: delivery.usage,
    });
    return;
  }
  const frames = [
    frame("conversation.response.started", { conversation_id: conversation.id }),
    ...delivery.frames,
    frame("conversation.response.done", { usage: delivery.usage }),
  ];
  keep();
  await writeFaultyStream(fault, call.response, frames);
}

function lastMessageOf(inputs: readonly StoredEntry[]): string {
  const message = inputs.findLast((entry) => entry.type === "message.input");
  return message === undefined ? "" : typeof message.content === "string" ? message.content : JSON.stringify(message.content);
}

function setupOf(conversation: StoredConversation, store: Store): Setup {
  if (conversation.agentId === null) return conversation.setup;
  return agentVersionOf(store, conversation.agentId, conversation.agentVersion ?? undefined).setup;
}

/** An agent may pass on to the agents it lists; the conversation stays with the last one. */
function deliverWithHandoffs(
  conversation: StoredConversation,
  setup: Setup,
  entries: readonly StoredEntry[],
  call: Call,
  { fault, scripted }: { readonly fault: Fault | undefined; readonly scripted: Answer | undefined },
  execution: "client" | "server",
): Delivery {
  const { store, settings } = call.world;
  let current = setup;
  let whole: Delivery | undefined;
  for (let hop = 0; ; hop += 1) {
    const agent = conversation.agentId === null ? undefined : agentVersionOf(store, conversation.agentId, undefined);
    const prompt: Prompt = { ...promptOf(current, entries, store), handoffs: hop < mostHandoffs ? (agent?.handoffs ?? []) : [] };
    const speaker: Speaker = { model: current.model, agentId: conversation.agentId, agentName: agent?.name ?? "" };
    const answer = answerTo(prompt, fault, hop === 0 ? scripted : undefined);
    const delivery = deliver(answer, prompt, speaker, store, settings.pace);
    whole = whole === undefined ? delivery : joined(whole, delivery);
    const [part] = answer.parts;
    if (part?.kind !== "handoff") return whole;
    conversation.agentId = part.to.id;
    if (execution === "client") return whole;
    current = agentVersionOf(store, part.to.id, undefined).setup;
  }
}

function joined(first: Delivery, second: Delivery): Delivery {
  const offset = first.entries.length;
  const moved = second.frames.map((one) =>
    typeof one.data === "string" ? one : { ...one, data: { ...one.data, output_index: Number(one.data.output_index ?? 0) + offset } },
  );
  const counted = (key: string) => Number(first.usage[key] ?? 0) + Number(second.usage[key] ?? 0);
  const connectors = [first.usage.connectors, second.usage.connectors].filter((value) => isJsonObject(value));
  return {
    entries: [...first.entries, ...second.entries],
    frames: [...first.frames, ...moved],
    usage: {
      prompt_tokens: counted("prompt_tokens"),
      completion_tokens: counted("completion_tokens"),
      total_tokens: counted("total_tokens"),
      connector_tokens: connectors.length > 0 ? counted("connector_tokens") : null,
      connectors: connectors.length > 0 ? Object.assign({}, ...connectors) : null,
    },
  };
}

function conversationBody(conversation: StoredConversation): JsonObject {
  const { id, createdAt, updatedAt, agentId, agentVersion, setup, name, description, metadata, guardrails } = conversation;
  const common = { object: "conversation", id, created_at: createdAt, updated_at: updatedAt, name, description, metadata };
  if (agentId !== null) return { ...common, agent_id: agentId, agent_version: agentVersion };
  // Settings were checked by the request's schema: plain JSON.
  const settings = { tools: setup.tools, completion_args: setup.args } as unknown as JsonObject;
  return { ...common, model: setup.model, instructions: setup.instructions, ...settings, guardrails };
}
