/**
 * Which handler answers which path.
 */
import type { Handler } from "./call";
import * as agents from "./endpoints/agents";
import { completeChat } from "./endpoints/chat";
import * as conversations from "./endpoints/conversations";
import * as files from "./endpoints/files";
import * as libraries from "./endpoints/libraries";
import { getModel, listModels } from "./endpoints/models";

type Route = { readonly method: string; readonly parts: readonly string[]; readonly handle: Handler };

const route = (pattern: string, handle: Handler): Route => {
  const [method = "", path = ""] = pattern.split(" ");
  return { method, parts: path.split("/"), handle };
};

const routes: readonly Route[] = [
  route("POST /v1/conversations", conversations.startConversation),
  route("GET /v1/conversations", conversations.listConversations),
  route("POST /v1/conversations/*", conversations.appendToConversation),
  route("GET /v1/conversations/*", conversations.getConversation),
  route("DELETE /v1/conversations/*", conversations.deleteConversation),
  route("POST /v1/conversations/*/restart", conversations.restartConversation),
  route("GET /v1/conversations/*/history", conversations.conversationHistory),
  route("GET /v1/conversations/*/messages", conversations.conversationMessages),
  route("POST /v1/chat/completions", completeChat),
  route("GET /v1/models", listModels),
  route("GET /v1/models/*", getModel),
  route("POST /v1/agents", agents.createAgent),
  route("GET /v1/agents", agents.listAgents),
  route("GET /v1/agents/pages", agents.listAgentPages),
  route("GET /v1/agents/*", agents.getAgent),
  route("PATCH /v1/agents/*", agents.updateAgent),
  route("DELETE /v1/agents/*", agents.deleteAgent),
  route("PATCH /v1/agents/*/version", agents.switchAgentVersion),
  route("GET /v1/agents/*/versions", agents.listAgentVersions),
  route("GET /v1/agents/*/versions/*", agents.getAgentVersion),
  route("PUT /v1/agents/*/aliases", agents.putAgentAlias),
  route("GET /v1/agents/*/aliases", agents.listAgentAliases),
  route("DELETE /v1/agents/*/aliases", agents.deleteAgentAlias),
  route("POST /v1/files", files.uploadFile),
  route("GET /v1/files", files.listFiles),
  route("GET /v1/files/*", files.getFile),
  route("DELETE /v1/files/*", files.deleteFile),
  route("GET /v1/files/*/content", files.getFileContent),
  route("GET /v1/libraries", libraries.listLibraries),
  route("POST /v1/libraries", libraries.createLibrary),
  route("GET /v1/libraries/*", libraries.getLibrary),
  route("PATCH /v1/libraries/*", libraries.updateLibrary),
  route("PUT /v1/libraries/*", libraries.updateLibrary),
  route("DELETE /v1/libraries/*", libraries.deleteLibrary),
  route("GET /v1/libraries/*/documents", libraries.listDocuments),
  route("POST /v1/libraries/*/documents", libraries.uploadDocument),
  route("GET /v1/libraries/*/documents/*", libraries.getDocument),
  route("DELETE /v1/libraries/*/documents/*", libraries.deleteDocument),
  route("GET /v1/libraries/*/documents/*/text_content", libraries.getDocumentText),
  route("GET /v1/libraries/*/documents/*/status", libraries.getDocumentStatus),
];

/** @returns the handler with the values of its placeholders, or whether only the method is wrong. */
export function findRoute(
  method: string,
  path: string,
): { readonly handle: Handler; readonly params: readonly string[] } | "no_path" | "wrong_method" {
  const parts = path.split("/");
  const matching = routes.filter(
    (one) => one.parts.length === parts.length && one.parts.every((part, index) => part === "*" || part === parts[index]),
  );
  const found = matching.find((one) => one.method === method);
  if (found === undefined) return matching.length === 0 ? "no_path" : "wrong_method";
  return { handle: found.handle, params: parts.filter((_, index) => found.parts[index] === "*").map(decoded) };
}

/** A broken escape is taken as it stands: nothing has that id. */
function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
