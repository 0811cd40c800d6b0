import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../shared/json";
import { ok } from "../../shared/result";
import type { HttpAnswer, HttpRequest } from "../execution";
import { firstTurn, received, stepContext } from "../testing";
import { httpNode } from "./definition";
import { executeHttp } from "./executor.server";

const config = (parts: JsonObject = {}) => httpNode.config.parse({ url: "https://api.example.com/reports/{{ input.id }}", ...parts });
const scope = { input: { id: "7" }, received: { title: "Bees" } };

/** Runs a step against a service that gives one answer. */
async function call(parts: JsonObject = {}, answer: Partial<HttpAnswer> = {}) {
  const sent: HttpRequest[] = [];
  const context = stepContext({
    scope,
    http: (request) => {
      sent.push(request);
      return ok({ status: 200, headers: { "content-type": "application/json", "set-cookie": "s=1" }, body: '{"a":1}', ...answer });
    },
  });
  const outcome = await executeHttp(firstTurn(config(parts), received({ Draft: "x" })), context);
  return { outcome, sent: sent[0] };
}
const headerOf = (request: HttpRequest | undefined, name: string) => request?.headers.find((header) => header.name === name)?.value;

describe("an HTTP request", () => {
  it("fills in its address, headers and body", async () => {
    const { sent } = await call({
      method: "POST",
      headers: [{ name: "X-Title", value: "{{ received.title }}" }],
      body: "json",
      json: "received",
      timeoutSeconds: 2,
    });
    expect(sent).toMatchObject({ method: "POST", url: "https://api.example.com/reports/7", body: '{"title":"Bees"}', timeoutMs: 2_000 });
    expect(headerOf(sent, "X-Title")).toBe("Bees");
    expect(headerOf(sent, "Content-Type")).toBe("application/json");
    expect((await call({ method: "PUT", body: "text", text: "On {{ received.title }}" })).sent?.body).toBe("On Bees");
  });

  it("names itself by its step where it may change something, and only there", async () => {
    for (const method of ["POST", "PUT", "PATCH", "DELETE"]) {
      expect(headerOf((await call({ method })).sent, "Idempotency-Key")).toBe("run/step");
    }
    for (const method of ["GET", "HEAD"]) expect(headerOf((await call({ method })).sent, "Idempotency-Key")).toBeUndefined();
  });

  it("sends the author's headers in place of its own", async () => {
    const { sent } = await call({ method: "POST", headers: [{ name: "idempotency-key", value: "mine" }] });
    expect(sent?.headers.filter(({ name }) => name.toLowerCase() === "idempotency-key")).toEqual([
      { name: "idempotency-key", value: "mine" },
    ]);
  });

  it.each([
    [{ url: "{{ input.none }}" }, "The address: "],
    [{ headers: [{ name: "X", value: "{{ input.none }}" }] }, "The header X: "],
    [{ method: "POST", body: "json", json: "input.none" }, "The body: "],
  ])("fails before it is sent when a text can't be filled in: %j", async (parts, message) => {
    const { outcome, sent } = await call(parts);
    expect(sent).toBeUndefined();
    expect(outcome).toMatchObject({ kind: "failed", error: { class: "permanent", message: expect.stringContaining(message) } });
  });
});

describe("an answer", () => {
  it("goes on with its status, a few headers and its body", async () => {
    expect((await call()).outcome).toEqual({
      kind: "succeeded",
      ports: ["out"],
      output: { status: 200, headers: { "content-type": "application/json" }, body: { a: 1 } },
    });
    expect((await call({ expect: "text" })).outcome).toMatchObject({ output: { body: '{"a":1}' } });
    expect((await call({}, { status: 204, body: "" })).outcome).toMatchObject({ output: { status: 204, body: null } });
  });

  it("that is no JSON fails for good and keeps its text", async () => {
    expect((await call({}, { body: "<html>" })).outcome).toMatchObject({
      kind: "failed",
      error: { code: "not_json", class: "permanent", raw: "<html>" },
    });
    const deep = `${"[".repeat(65)}${"]".repeat(65)}`;
    expect((await call({}, { body: deep })).outcome).toMatchObject({ error: { code: "not_json" } });
  });

  it.each([
    [400, "permanent"],
    [401, "permanent"],
    [404, "permanent"],
    [304, "permanent"],
    [408, "transient"],
    [425, "transient"],
    [429, "transient"],
    [500, "transient"],
    [503, "transient"],
  ])("with status %d is a %s failure that does not quote the service", async (status, failureClass) => {
    const { outcome } = await call({}, { status, body: "secret inside" });
    expect(outcome).toMatchObject({ kind: "failed", error: { code: `http_${status}`, class: failureClass, raw: "secret inside" } });
    expect(outcome.kind === "failed" && outcome.error.message).not.toContain("secret");
  });

  it("that asks for patience is given it, and is not asked again where it wants too much", async () => {
    const answered = async (value: string) => (await call({}, { status: 503, headers: { "retry-after": value } })).outcome;
    const patienceFor = async (value: string, status = 503) => {
      const { outcome } = await call({}, { status, headers: { "retry-after": value } });
      return outcome.kind === "failed" ? outcome.error.retryAfterMs : null;
    };
    expect(await patienceFor("3")).toBe(3_000);
    expect(await patienceFor("86400")).toBe(86_400_000);
    expect(await answered("86401")).toMatchObject({ error: { class: "limit", message: expect.stringContaining("It asks for 25 hours") } });
    expect(await patienceFor("Thu, 01 Jan 1970 00:00:00 GMT")).toBe(0);
    expect(await patienceFor("soon")).toBeUndefined();
    expect(await patienceFor("3", 404)).toBeUndefined();
  });
});

describe("an HTTP request's card", () => {
  it.each([
    ["https://api.example.com/a/?key=s#x", "GET · api.example.com/a"],
    ["https://user:secret@example.com/", "GET · example.com"],
    ["{{ input.url }}", "GET · {{ input.url }}"],
    [" ", "GET · no address yet"],
  ])("shows %s as %s", (url, text) => {
    expect(httpNode.describe(config({ url }))).toBe(text);
  });

  it.each([
    [{ url: "" }, "missing_address", "url"],
    [{ url: "example.com" }, "invalid_address", "url"],
    [{ url: "https://a:b@example.com" }, "password_in_address", "url"],
    [{ body: "text" }, "body_not_sent", "body"],
    [{ method: "POST", body: "json", json: " " }, "missing_body", "json"],
    [{ headers: [{ name: "X Y", value: "" }] }, "invalid_header", "headers.0.name"],
    [
      {
        headers: [
          { name: "A", value: "" },
          { name: "a", value: "" },
        ],
      },
      "duplicate_header",
      "headers.1.name",
    ],
  ])("finds in %j: %s", (parts, code, field) => {
    expect(httpNode.check?.(config(parts))).toMatchObject([{ code, field, severity: "error" }]);
  });

  it("finds nothing in a complete one, and reads only what is sent", () => {
    const complete = config({ method: "POST", body: "json", json: "received", text: "{{ nodes.none }}" });
    expect(httpNode.check?.(complete)).toEqual([]);
    expect(httpNode.texts(complete).map(({ field }) => field)).toEqual(["url", "json"]);
  });
});
