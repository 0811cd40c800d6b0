import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createMcpHandler, McpServer } from "@modelcontextprotocol/server";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import type { McpServer as Asked } from "../nodes/execution";
import type { GuardRules } from "./guarded-fetch";
import { callMcpTool, listMcpTools } from "./mcp";

let server: Server;
let host: string;
let seen: { readonly method: string; readonly key: string | null }[] = [];
let status = 200;

function shop(): McpServer {
  const made = new McpServer({ name: "shop", version: "1.0.0" });
  made.registerTool(
    "price",
    { description: "Price of an article.", inputSchema: z.object({ article: z.string() }), outputSchema: z.object({ price: z.number() }) },
    async ({ article }) => ({ content: [{ type: "text", text: `${article}: 20` }], structuredContent: { price: 20 } }),
  );
  made.registerTool("greet", { description: "Greets.", inputSchema: z.object({}) }, async () => ({
    content: [
      { type: "text", text: "Good day." },
      { type: "text", text: "Come in." },
    ],
  }));
  made.registerTool("close", { inputSchema: z.object({}) }, async () => ({
    isError: true,
    content: [{ type: "text", text: "Shop is shut." }],
  }));
  return made;
}

beforeAll(async () => {
  const handler = createMcpHandler(shop);
  server = createServer(async (message, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of message) chunks.push(chunk);
    seen.push({ method: message.method ?? "", key: message.headers.authorization ?? null });
    if (status !== 200) {
      response.writeHead(status).end("no");
      return;
    }
    const headers = Object.entries(message.headers).map(([name, value]): [string, string] => [name, String(value)]);
    const body = message.method === "POST" ? Buffer.concat(chunks) : null;
    const answer = await handler.fetch(new Request(`http://${host}${message.url}`, { method: message.method ?? "GET", headers, body }));
    response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(Buffer.from(await answer.arrayBuffer()));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  // A server that listens on TCP has an address with a port.
  host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => server.close());

beforeEach(() => {
  seen = [];
  status = 200;
});

const rules = (allowedHosts: readonly string[] = [host], signal = new AbortController().signal): GuardRules => ({
  allowedHosts,
  connectMs: 2_000,
  bodyBytes: 1_000_000,
  redirects: 3,
  signal,
});
const asked = (parts: Partial<Asked> = {}): Asked => ({ url: `http://${host}/mcp`, headers: [], timeoutMs: 5_000, ...parts });
const silent = () => undefined;

describe("an MCP server", () => {
  it("lists its tools with their schemas, asked with the author's headers", async () => {
    const listed = await listMcpTools(asked({ headers: [{ name: "Authorization", value: "Bearer k" }] }), {
      rules: rules(),
      onExchange: silent,
    });
    expect(listed).toMatchObject({
      ok: true,
      value: [
        { name: "price", description: "Price of an article.", parameters: { type: "object", required: ["article"] } },
        { name: "greet" },
        { name: "close", description: "" },
      ],
    });
    expect(seen.every(({ method, key }) => method === "POST" && key === "Bearer k")).toBe(true);
  });

  it("is called: what comes back is the structured content, else the texts, and every request is told of", async () => {
    let told = 0;
    const options = {
      rules: rules(),
      onExchange: () => {
        told += 1;
      },
    };
    expect(await callMcpTool(asked(), { tool: "price", arguments: { article: "chair" } }, options)).toEqual({
      ok: true,
      value: { price: 20 },
    });
    expect(told).toBe(seen.length);
    expect(await callMcpTool(asked(), { tool: "greet", arguments: {} }, options)).toEqual({ ok: true, value: "Good day.\n\nCome in." });
  });

  it.each([
    ["a tool that says it failed", asked, "close", "mcp_tool_failed", "Shop is shut."],
    ["a tool that is not there", asked, "rob", /mcp_/, "rob"],
    ["an address that is none", () => asked({ url: "mcp" }), "greet", "invalid_url", "mcp"],
  ] as const)("fails in words for %s", async (_, server, tool, code, words) => {
    const answer = await callMcpTool(server(), { tool, arguments: {} }, { rules: rules(), onExchange: silent });
    expect(answer).toMatchObject({ ok: false, error: { code: expect.stringMatching(code), message: expect.stringContaining(words) } });
  });

  it.each([
    [401, "mcp_refused", "permanent"],
    [503, "mcp_unavailable", "transient"],
  ] as const)("that answers %i is %s", async (answered, code, errorClass) => {
    status = answered;
    const answer = await listMcpTools(asked(), { rules: rules(), onExchange: silent });
    expect(answer).toMatchObject({ ok: false, error: { code, class: errorClass } });
  });

  it("on an inner address is not called unless it is allowed, and not any more once the step is cancelled", async () => {
    expect(await listMcpTools(asked(), { rules: rules([]), onExchange: silent })).toMatchObject({
      ok: false,
      error: { class: "permanent", message: expect.stringContaining("127.0.0.1") },
    });
    expect(seen).toEqual([]);
    const cancelled = rules([host], AbortSignal.abort());
    expect(await listMcpTools(asked(), { rules: cancelled, onExchange: silent })).toMatchObject({
      ok: false,
      error: { class: "cancelled" },
    });
  });
});
