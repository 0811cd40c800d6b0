/**
 * Agents: created, versioned with every update, listed, deleted.
 */
import type { JsonObject } from "../../shared/json";
import type { HandoffTarget } from "../answer/prompt";
import { bodyOf, type Call, type Handler, pageOf, param } from "../call";
import type { AgentVersion, Setup, Store, StoredAgent } from "../state/store";
import { invalidBody, invalidField, notFound, unknownModel } from "../wire/api-error";
import { sendJson, sendNothing } from "../wire/http";
import { modelNamed } from "../wire/models";
import { CreateAgentSchema, type UpdateAgentRequest, UpdateAgentSchema } from "../wire/requests";
import { readBody } from "../wire/validation";

export const createAgent: Handler = (call) => {
  const { store } = call.world;
  const parsed = readBody(CreateAgentSchema, bodyOf(call));
  if (!parsed.ok) throw invalidBody(parsed.details);
  const version = versionFrom(emptyVersion, parsed.value);
  checkVersion(version, store);
  const now = new Date().toISOString();
  const agent: StoredAgent = {
    id: store.ids.next("ag"),
    createdAt: now,
    updatedAt: now,
    versions: [version],
    current: 0,
    aliases: new Map(),
  };
  store.agents.set(agent.id, agent);
  sendJson(call.response, 200, agentBody(agent));
};

export const getAgent: Handler = (call) => {
  const agent = agentOf(call);
  const asked = call.query.get("agent_version");
  sendJson(call.response, 200, agentBody(agent, asked === null ? agent.current : versionNumber(agent, asked)));
};

/** A PATCH makes a new version, which becomes the one in use. */
export const updateAgent: Handler = (call) => {
  const agent = agentOf(call);
  const parsed = readBody(UpdateAgentSchema, bodyOf(call));
  if (!parsed.ok) throw invalidBody(parsed.details);
  const version = versionFrom(currentVersion(agent), parsed.value);
  checkVersion(version, call.world.store);
  agent.versions.push(version);
  agent.current = agent.versions.length - 1;
  agent.updatedAt = new Date().toISOString();
  sendJson(call.response, 200, agentBody(agent));
};

export const deleteAgent: Handler = (call) => {
  if (!call.world.store.agents.delete(param(call, 0))) throw notFound("Agent");
  sendNothing(call.response);
};

export const listAgents: Handler = (call) => {
  sendJson(
    call.response,
    200,
    pageOf(matchingAgents(call), call.query, 20, 1_000).map((agent) => agentBody(agent)),
  );
};

export const listAgentPages: Handler = (call) => {
  const size = Math.min(Math.max(Number(call.query.get("page_size") ?? 20) || 20, 1), 1_000);
  const start = Number(call.query.get("page_token") ?? 0) || 0;
  const all = matchingAgents(call);
  const next = start + size < all.length ? String(start + size) : null;
  sendJson(call.response, 200, {
    object: "list",
    data: all.slice(start, start + size).map((agent) => agentBody(agent)),
    next_page_token: next,
  });
};

export const switchAgentVersion: Handler = (call) => {
  const agent = agentOf(call);
  agent.current = versionNumber(agent, call.query.get("version") ?? "");
  sendJson(call.response, 200, agentBody(agent));
};

export const listAgentVersions: Handler = (call) => {
  const agent = agentOf(call);
  const numbers = agent.versions.map((_, number) => number).reverse();
  sendJson(
    call.response,
    200,
    pageOf(numbers, call.query, 20, 100).map((number) => agentBody(agent, number)),
  );
};

export const getAgentVersion: Handler = (call) => {
  const agent = agentOf(call);
  sendJson(call.response, 200, agentBody(agent, versionNumber(agent, param(call, 1))));
};

export const putAgentAlias: Handler = (call) => {
  const agent = agentOf(call);
  const alias = call.query.get("alias") ?? "";
  if (!/^[a-z](?:[a-z0-9_-]*[a-z0-9])?$/.test(alias) || alias.length > 64)
    throw invalidField("string_pattern_mismatch", ["alias"], "String should match the expected pattern", alias);
  agent.aliases.set(alias, versionNumber(agent, call.query.get("version") ?? ""));
  sendJson(call.response, 200, aliasBody(agent, alias));
};

export const listAgentAliases: Handler = (call) => {
  const agent = agentOf(call);
  sendJson(
    call.response,
    200,
    [...agent.aliases.keys()].map((alias) => aliasBody(agent, alias)),
  );
};

export const deleteAgentAlias: Handler = (call) => {
  if (!agentOf(call).aliases.delete(call.query.get("alias") ?? "")) throw notFound("Alias");
  sendNothing(call.response);
};

/** What an agent brings into a conversation, in a version or the one in use. */
export function agentVersionOf(
  store: Store,
  id: string,
  version: string | number | undefined,
): { readonly setup: Setup; readonly name: string; readonly handoffs: readonly HandoffTarget[] } {
  const agent = store.agents.get(id);
  if (agent === undefined) throw notFound(`Agent ${id}`);
  const chosen = agent.versions[version === undefined ? agent.current : versionNumber(agent, String(version))] ?? emptyVersion;
  const handoffs = (chosen.handoffs ?? []).flatMap((target) => {
    const other = store.agents.get(target);
    return other === undefined
      ? []
      : [{ id: target, name: currentVersion(other).name, description: currentVersion(other).description ?? "" }];
  });
  return {
    setup: { model: chosen.model, instructions: chosen.instructions ?? "", tools: chosen.tools, args: chosen.completionArgs },
    name: chosen.name,
    handoffs,
  };
}

const emptyVersion: AgentVersion = {
  model: "",
  name: "",
  description: null,
  instructions: null,
  tools: [],
  completionArgs: {},
  guardrails: null,
  handoffs: null,
  metadata: null,
  versionMessage: null,
  deploymentChat: false,
};

function versionFrom(base: AgentVersion, request: UpdateAgentRequest): AgentVersion {
  const given = <T>(value: T | undefined, fallback: T): T => (value === undefined ? fallback : value);
  return {
    model: request.model ?? base.model,
    name: request.name ?? base.name,
    description: given(request.description, base.description),
    instructions: given(request.instructions, base.instructions),
    tools: request.tools ?? base.tools,
    completionArgs: request.completion_args ?? base.completionArgs,
    guardrails: given(request.guardrails, base.guardrails),
    handoffs: given(request.handoffs, base.handoffs),
    metadata: given(request.metadata, base.metadata),
    versionMessage: given(request.version_message, null),
    deploymentChat: request.deployment_chat ?? base.deploymentChat,
  };
}

function checkVersion({ model, handoffs }: AgentVersion, store: Store): void {
  if (modelNamed(model) === undefined) throw unknownModel(model);
  const missing = handoffs?.find((id) => store.agents.get(id) === undefined);
  if (missing !== undefined) throw notFound(`Agent ${missing}`);
}

function agentOf(call: Call): StoredAgent {
  const agent = call.world.store.agents.get(param(call, 0));
  if (agent === undefined) throw notFound("Agent");
  return agent;
}

function currentVersion(agent: StoredAgent): AgentVersion {
  return agent.versions[agent.current] ?? emptyVersion;
}

function versionNumber(agent: StoredAgent, asked: string): number {
  const number = agent.aliases.get(asked) ?? Number(asked === "" ? Number.NaN : asked);
  if (!Number.isInteger(number) || agent.versions[number] === undefined) throw notFound(`Version ${asked}`);
  return number;
}

function matchingAgents(call: Call): StoredAgent[] {
  const [name, search] = [call.query.get("name"), call.query.get("search")];
  return call.world.store.agents.values().filter((agent) => {
    const own = currentVersion(agent).name;
    return (name === null || own === name) && (search === null || own.toLowerCase().includes(search.toLowerCase()));
  });
}

function aliasBody(agent: StoredAgent, alias: string): JsonObject {
  return { alias, version: agent.aliases.get(alias) ?? 0, created_at: agent.createdAt, updated_at: agent.updatedAt };
}

function agentBody(agent: StoredAgent, number = agent.current): JsonObject {
  const version = agent.versions[number] ?? emptyVersion;
  // Tools and arguments were checked by the request's schema: plain JSON.
  const settings = { tools: version.tools, completion_args: version.completionArgs } as unknown as JsonObject;
  return {
    object: "agent",
    id: agent.id,
    model: version.model,
    name: version.name,
    description: version.description,
    instructions: version.instructions,
    ...settings,
    guardrails: version.guardrails,
    handoffs: version.handoffs,
    metadata: version.metadata,
    version: number,
    versions: agent.versions.map((_, index) => index),
    version_message: version.versionMessage,
    created_at: agent.createdAt,
    updated_at: agent.updatedAt,
    deployment_chat: version.deploymentChat,
    source: "api",
  };
}
