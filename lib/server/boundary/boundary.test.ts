import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { appError } from "../../shared/app-error";
import { err, ok } from "../../shared/result";
import { defineRoute } from "../boundary";
import { attachment } from "./attachment";
import { isLoopbackHost } from "./loopback-host";
import { pagePolicy } from "./page-policy";

const own = "http://localhost:3000";
const noParams = { params: Promise.resolve({}) };

type Sent = { readonly method?: string; readonly headers?: Record<string, string>; readonly body?: BodyInit };

function request({ method = "POST", headers = {}, body = "{}" }: Sent = {}): Request {
  const given = { host: "localhost:3000", "content-type": "application/json", ...headers };
  const kept = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== ""));
  return new Request(`${own}/api/things`, { method, headers: kept, duplex: "half", ...(method === "GET" ? {} : { body }) } as RequestInit);
}

async function answerOf(response: Response): Promise<{ status: number; code?: string; message?: string }> {
  const body = await response.json();
  return { status: response.status, code: body?.code, message: body?.message };
}

const echo = defineRoute({
  policy: "public",
  body: z.strictObject({ name: z.string().optional(), data: z.json().optional() }),
  maxBytes: 1_000,
  handle: async ({ body }) => ok(body),
});

describe("the Host check", () => {
  it.each(["localhost", "localhost:3000", "LOCALHOST:1", "127.0.0.1:3000", "127.8.9.255", "[::1]:80", "[::1]"])("answers %s", (host) => {
    expect(isLoopbackHost(host)).toBe(true);
  });

  it.each([
    null,
    "",
    "attacker.example:3000",
    "localhost.attacker.example",
    "127.0.0.1.attacker.example",
    "127.0.0.256",
    "128.0.0.1",
    "0.0.0.0",
    "user@localhost",
    "localhost:99999",
    "localhost:",
    "[::2]",
    "localhost/evil",
  ])("turns %s away", (host) => {
    expect(isLoopbackHost(host)).toBe(false);
  });

  it("answers a foreign name with 421 before it reads anything", async () => {
    const response = await echo(request({ headers: { host: "attacker.example:3000" } }), noParams);
    expect(await answerOf(response)).toMatchObject({ status: 421, code: "wrong_host" });
  });
});

describe("the origin check", () => {
  it.each([
    ["our own page", { origin: own }],
    ["our own page, by Sec-Fetch-Site", { "sec-fetch-site": "same-origin" }],
    ["the command line", {}],
  ])("accepts a change from %s", async (_who, headers) => {
    expect((await echo(request({ headers }), noParams)).status).toBe(200);
  });

  it.each([
    ["a foreign site", { origin: "https://evil.example" }],
    ["a sandboxed page", { origin: "null" }],
    ["the same host over https", { origin: "https://localhost:3000" }],
    ["another port", { origin: "http://localhost:3001" }],
    ["another loopback name", { origin: "http://127.0.0.1:3000" }],
    ["a name that begins like ours", { origin: "http://localhost:3000.evil.example" }],
    ["a foreign site without Origin", { "sec-fetch-site": "cross-site" }],
    ["another port without Origin", { "sec-fetch-site": "same-site" }],
  ])("refuses a change from %s", async (_who, headers) => {
    expect(await answerOf(await echo(request({ headers }), noParams))).toMatchObject({ status: 403, code: "wrong_origin" });
  });

  it.each(["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""])(
    "refuses what a plain form could send (%s)",
    async (type) => {
      const response = await echo(request({ headers: { "content-type": type }, body: new Blob(["{}"]) }), noParams);
      expect(await answerOf(response)).toMatchObject({ status: 415 });
    },
  );

  it("refuses a foreign page even to read", async () => {
    const read = defineRoute({ policy: "public", handle: async () => ok("secret") });
    const response = await read(request({ method: "GET", headers: { "sec-fetch-site": "cross-site" } }), noParams);
    expect(await answerOf(response)).toMatchObject({ status: 403 });
  });
});

describe("reading a body", () => {
  it("takes a body at its limit and refuses one byte more, naming both sizes", async () => {
    const bodyOf = (bytes: number) => JSON.stringify({ name: "x".repeat(bytes - '{"name":""}'.length) });
    expect((await echo(request({ body: bodyOf(1_000) }), noParams)).status).toBe(200);
    const refused = await answerOf(await echo(request({ body: bodyOf(1_001) }), noParams));
    expect(refused).toMatchObject({ status: 413, code: "too_large", message: expect.stringMatching(/1,001.*1,000/) });
  });

  it("stops reading an endless body at the limit", async () => {
    let sent = 0;
    const endless = new ReadableStream({
      pull: (controller) => {
        sent += 500;
        controller.enqueue(new Uint8Array(500).fill(32));
      },
    });
    expect((await echo(request({ body: endless }), noParams)).status).toBe(413);
    expect(sent).toBeLessThan(5_000);
  });

  it.each([
    ["text that is no JSON", "{", 400, "invalid_json"],
    ["an unknown field", '{"ownerId":"me"}', 422, "invalid_input"],
    ["a wrong type", '{"name":{"not":null}}', 422, "invalid_input"],
    ["a list instead of an object", "[]", 422, "invalid_input"],
    ["__proto__ at the top", '{"__proto__":{"polluted":1}}', 422, "forbidden_key"],
    ["__proto__ inside", '{"data":[{"__proto__":1}]}', 422, "forbidden_key"],
    ["deep nesting", `{"data":${"[".repeat(400)}${"]".repeat(400)}}`, 422, "too_deep"],
  ])("refuses %s", async (_what, body, status, code) => {
    expect(await answerOf(await echo(request({ body }), noParams))).toMatchObject({ status, code });
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  it("refuses text that is not UTF-8, and compressed text", async () => {
    expect(await answerOf(await echo(request({ body: new Uint8Array([0x7b, 0xff]) }), noParams))).toMatchObject({ status: 400 });
    const zipped = request({ headers: { "content-encoding": "gzip" } });
    expect(await answerOf(await echo(zipped, noParams))).toMatchObject({ status: 415 });
  });
});

describe("answering", () => {
  it("gives an expected failure the status of its code and keeps what it carries", async () => {
    const route = defineRoute({
      policy: "public",
      handle: async () => err({ ...appError("stale_revision", "Changed."), revision: 3 }),
    });
    const response = await route(request(), noParams);
    expect(response.status).toBe(409);
    expect(await response.json()).toEqual({ code: "stale_revision", message: "Changed.", revision: 3 });
  });

  it("tells nothing of an unforeseen error but an id", async () => {
    const route = defineRoute({
      policy: "public",
      handle: async () => {
        throw new Error("SELECT secret FROM postgresql://user:password@host");
      },
    });
    const response = await route(request(), noParams);
    const text = await response.text();
    expect(response.status).toBe(500);
    expect(JSON.parse(text)).toMatchObject({ code: "internal", requestId: expect.stringMatching(/^[\w-]{36}$/) });
    expect(text).not.toMatch(/SELECT|password/);
  });

  it("calls a database that is away by its name", async () => {
    const route = defineRoute({
      policy: "public",
      handle: async () => {
        throw new Error("query failed", { cause: Object.assign(new Error("connect"), { code: "ECONNREFUSED" }) });
      },
    });
    const response = await route(request(), noParams);
    expect(response.headers.get("retry-after")).toBe("5");
    expect(await answerOf(response)).toMatchObject({ status: 503, code: "database_unreachable" });
  });

  it("marks every answer as no page, not to be sniffed, framed or kept", async () => {
    const { headers } = await echo(request(), noParams);
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("cache-control")).toBe("no-store");
    expect(headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
    expect(headers.get("access-control-allow-origin")).toBeNull();
  });

  it("sends a parameter that could name nothing to 404", async () => {
    const route = defineRoute({
      policy: "public",
      params: z.strictObject({ id: z.string().regex(/^[\w-]+$/) }),
      handle: async () => ok(null),
    });
    const response = await route(request(), { params: Promise.resolve({ id: "../../etc" }) });
    expect(await answerOf(response)).toMatchObject({ status: 404, code: "not_found" });
  });
});

describe("a file of a run", () => {
  it.each([
    ["text/html", "application/octet-stream"],
    ["application/xhtml+xml", "application/octet-stream"],
    ["text/javascript", "application/octet-stream"],
    ["image/png\r\nset-cookie: x", "application/octet-stream"],
    ["image/png", "image/png"],
    ["image/svg+xml", "image/svg+xml"],
  ])("of type %s is sent as %s, for download", (mime, sent) => {
    const { headers } = attachment({ name: "a", mime, content: "x" });
    expect(headers.get("content-type")).toBe(sent);
    expect(headers.get("content-disposition")).toMatch(/^attachment;/);
  });

  it("keeps its name without a path, quotes or line breaks", () => {
    const { headers } = attachment({ name: '../../a"b\r\nc\u00e9.png', mime: "image/png", content: "x" });
    expect(headers.get("content-disposition")).toBe("attachment; filename=\"a_bc_.png\"; filename*=UTF-8''a%22bc%C3%A9.png");
  });
});

describe("the policy of pages", () => {
  it("runs scripts by nonce only and lets nobody frame them", () => {
    const policy = pagePolicy({ nonce: "abc", isDevelopment: false });
    expect(policy).toContain("script-src 'self' 'nonce-abc' 'strict-dynamic';");
    expect(policy).not.toMatch(/script-src[^;]*unsafe/);
    for (const part of ["frame-ancestors 'none'", "object-src 'none'", "base-uri 'none'"]) expect(policy).toContain(part);
  });
});

describe("every way in", () => {
  const root = path.resolve(import.meta.dirname, "../../..");
  const files = readdirSync(path.join(root, "app"), { recursive: true, encoding: "utf8" }).map((file) => path.join("app", file));
  const sourceOf = (file: string) => readFileSync(path.join(root, file), "utf8");
  const routes = files.filter((file) => path.basename(file) === "route.ts" || path.basename(file) === "route.tsx");
  const actions = files.filter((file) => /\.tsx?$/.test(file) && /["']use server["']/.test(sourceOf(file)));

  it("has routes and actions to check", () => {
    expect(routes.length).toBeGreaterThanOrEqual(11);
    expect(actions.length).toBeGreaterThanOrEqual(3);
  });

  it.each(routes)("%s makes each of its methods with defineRoute", (file) => {
    expect(exportsNotMadeBy("defineRoute", sourceOf(file))).toEqual([]);
  });

  it.each(actions)("%s makes each of its actions with defineAction", (file) => {
    expect(sourceOf(file).startsWith('"use server";')).toBe(true);
    expect(exportsNotMadeBy("defineAction", sourceOf(file))).toEqual([]);
  });

  it("would notice one that is not", () => {
    expect(exportsNotMadeBy("defineRoute", "export async function GET() {}")).toEqual(["export async function GET() {}"]);
    expect(exportsNotMadeBy("defineRoute", "export { GET } from './x';")).toHaveLength(1);
  });
});

/** Settings that Next reads beside the methods (`dynamic`, `maxDuration`) and types are no way in. */
function exportsNotMadeBy(wrapper: string, source: string): string[] {
  const allowed = new RegExp(`^export (type |const (dynamic|maxDuration)\\b|const \\w+ = ${wrapper}\\()`);
  return source.split("\n").filter((line) => line.startsWith("export ") && !allowed.test(line));
}
