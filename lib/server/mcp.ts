import "server-only";

/**
 * Tools of MCP servers over streamable HTTP: listed for an author, called for a step.
 *
 * The official client speaks the protocol; every request goes out by the guard that all addresses chosen by a
 * workflow pass. A session lives for one question: a step holds no connection.
 */
import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { z } from "zod";
import type { StepError } from "../nodes/contract";
import type { HttpAnswer, HttpRequest, McpCall, McpServer } from "../nodes/execution";
import { isJsonObject, type JsonObject, type JsonValue } from "../shared/json";
import { err, ok, type Result } from "../shared/result";
import { type GuardRules, guardedFetch } from "./guarded-fetch";

export type McpOptions = {
  readonly rules: GuardRules;
  /** Told of every request, answered or not. */
  readonly onExchange: (request: HttpRequest, answer: HttpAnswer | null, startedAt: number) => void;
};

export type McpTool = { readonly name: string; readonly description: string; readonly parameters: JsonObject };

/** At most so many tools of a server are read. */
const mostTools = 200;

/** Fails with what keeps the server from being reached, or with `mcp_protocol`. */
export async function listMcpTools(server: McpServer, options: McpOptions): Promise<Result<readonly McpTool[], StepError>> {
  return withClient(server, options, async (client, request) => {
    const tools: McpTool[] = [];
    let cursor: string | undefined;
    do {
      const page = await client.listTools(cursor === undefined ? {} : { cursor }, request);
      for (const { name, description = "", inputSchema } of page.tools) {
        tools.push({ name, description, parameters: jsonOf(inputSchema) });
      }
      cursor = page.nextCursor;
    } while (cursor !== undefined && tools.length < mostTools);
    return ok(tools.slice(0, mostTools));
  });
}

/** What the tool answered: its structured content, else its texts. Fails with `mcp_tool_failed` where the tool says that it failed. */
export async function callMcpTool(server: McpServer, call: McpCall, options: McpOptions): Promise<Result<JsonValue, StepError>> {
  return withClient(server, options, async (client, request) => {
    const answer = Answer.parse(await client.callTool({ name: call.tool, arguments: call.arguments }, request));
    const text = answer.content.map(blockText).join("\n\n");
    if (answer.isError === true) {
      const message = `${call.tool} says that it failed: ${text.slice(0, 1_000) || "no reason was given."}`;
      return err({ code: "mcp_tool_failed", class: "permanent", message });
    }
    return ok(answer.structuredContent === undefined ? text : jsonOf(answer.structuredContent));
  });
}

const Answer = z.object({
  content: z.array(z.looseObject({ type: z.string() })).default([]),
  structuredContent: z.record(z.string(), z.unknown()).optional(),
  isError: z.boolean().optional(),
});

function blockText(block: z.output<typeof Answer>["content"][number]): string {
  if (block.type === "text" && typeof block.text === "string") return block.text;
  const resource = block.resource;
  if (block.type === "resource" && typeof resource === "object" && resource !== null && "text" in resource) return String(resource.text);
  if (block.type === "resource_link" && typeof block.uri === "string") return block.uri;
  return `(${block.type}, which is not kept)`;
}

/** What the protocol carries came as JSON; absent members are no members. */
function jsonOf(value: object): JsonObject {
  const read: JsonValue = JSON.parse(JSON.stringify(value));
  return isJsonObject(read) ? read : {};
}

type Work<T> = (client: Client, request: { readonly signal: AbortSignal; readonly timeout: number }) => Promise<Result<T, StepError>>;

async function withClient<T>(server: McpServer, options: McpOptions, work: Work<T>): Promise<Result<T, StepError>> {
  if (!URL.canParse(server.url)) {
    return err({
      code: "invalid_url",
      class: "permanent",
      message: `“${server.url.slice(0, 200)}” is no address. Write it whole, with https://.`,
    });
  }
  const wire = guardedWire(server, options);
  const { signal } = options.rules;
  const client = new Client({ name: "windrose", version: "1" }, { capabilities: {} });
  const request = { signal, timeout: server.timeoutMs };
  try {
    const transport = new StreamableHTTPClientTransport(new URL(server.url), { fetch: wire.fetch, redirectPolicy: "follow" });
    await client.connect(transport, request);
    return await work(client, request);
  } catch (error) {
    return err(wire.failure() ?? protocolError(error, server, signal));
  } finally {
    await client.close().catch(() => undefined);
  }
}

/** A fetch for the client: guarded, whole answers only, and its first failure kept in words. */
function guardedWire({ headers, timeoutMs }: McpServer, { rules, onExchange }: McpOptions) {
  let failure: StepError | undefined;
  const send = async (input: string | URL | Request, init: RequestInit = {}): Promise<Response> => {
    const method = init.method ?? "GET";
    // A listening stream would outlive the question; servers may refuse one, so clients do without.
    if (method === "GET") return new Response(null, { status: 405 });
    const own = [...new Headers(init.headers)].map(([name, value]) => ({ name, value }));
    const request: HttpRequest = {
      method,
      url: String(input instanceof Request ? input.url : input),
      headers: [...headers.filter(({ name }) => !own.some((each) => each.name === name.toLowerCase())), ...own],
      body: typeof init.body === "string" ? init.body : null,
      timeoutMs,
    };
    const startedAt = Date.now();
    const answer = await guardedFetch(request, rules);
    onExchange(request, answer.ok ? answer.value : null, startedAt);
    if (!answer.ok) {
      failure ??= answer.error;
      throw new Error(answer.error.message);
    }
    failure ??= refusalOf(answer.value, request.url);
    return responseOf(answer.value);
  };
  return { fetch: send, failure: () => failure };
}

/** A status that says more than the protocol error that follows from it. */
function refusalOf({ status }: HttpAnswer, url: string): StepError | undefined {
  const { host } = new URL(url);
  if (status === 401 || status === 403) {
    const message = `${host} refused the request (status ${status}). Check the headers: it may need a key, as in Authorization: Bearer …`;
    return { code: "mcp_refused", class: "permanent", message };
  }
  if (status === 429 || status >= 500) {
    return { code: "mcp_unavailable", class: "transient", message: `${host} can't answer now (status ${status}). Try again later.` };
  }
  return undefined;
}

const withoutBody = new Set([204, 205, 304]);
/** Of the packed body that arrived; this one is unpacked. */
const bodyHeaders = new Set(["content-encoding", "content-length", "transfer-encoding"]);

function responseOf({ status, headers, body }: HttpAnswer): Response {
  const kept = Object.entries(headers).filter(([name]) => !bodyHeaders.has(name));
  return new Response(withoutBody.has(status) ? null : body, { status, headers: kept });
}

function protocolError(error: unknown, { url }: McpServer, signal: AbortSignal): StepError {
  if (signal.aborted) return { code: "cancelled", class: "cancelled", message: "The call was broken off." };
  const said = error instanceof Error ? error.message.slice(0, 500) : "";
  const message = `${new URL(url).host} did not answer as an MCP server does${said === "" ? "." : `: ${said}`}`;
  return { code: "mcp_protocol", class: "permanent", message };
}
