import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { EventSourceParserStream } from "eventsource-parser/stream";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { POST as cancelRun } from "@/app/api/v1/runs/[runId]/cancel/route";
import { GET as readHistory } from "@/app/api/v1/runs/[runId]/history/route";
import { GET as readRun } from "@/app/api/v1/runs/[runId]/route";
import { GET as describeWorkflow } from "@/app/api/v1/workflows/[name]/route";
import { POST as startRun } from "@/app/api/v1/workflows/[name]/runs/route";
import { GET as listWorkflows } from "@/app/api/v1/workflows/route";
import type { WorkflowDocument } from "@/lib/document/schema";
import { documentOf } from "@/lib/document/testing";
import { type Actor, localActor } from "@/lib/server/access";
import { pool } from "@/lib/server/db";
import { forgetProcessWide } from "@/lib/server/runtime";
import { createApiKey, listApiKeys, revokeApiKey } from "@/lib/server/services/api-keys";
import { publishWorkflow } from "@/lib/server/services/publishing";
import { createWorkflow } from "@/lib/server/services/workflows";
import { startWorker, stopWorker } from "@/lib/server/worker";
import type { JsonObject } from "@/lib/shared/json";
import { type Simulator, startSimulator } from "@/lib/simulator/server";
import { withTestDatabase } from "@/scripts/vitest/test-database";

withTestDatabase();

const folder = mkdtempSync(path.join(tmpdir(), "windrose-api-"));
const logFile = path.join(folder, "windrose.log");
let simulator: Simulator;
let actor: Actor;
let key: string;

beforeAll(async () => {
  Object.assign(process.env, { WINDROSE_LOG_FILE: logFile, WINDROSE_LOG_LEVEL: "info" });
  forgetProcessWide("log");
  simulator = await startSimulator({ pace: 0 });
  process.env.WINDROSE_SIMULATOR_URL = simulator.url;
  await startWorker();
  actor = await localActor();
  key = await newKey("test");
  await publish("writer", pipeline("Answer in one sentence."));
  await publish("slow", pipeline("Answer. [simulate: slow 30s]"));
  await publish("failing", pipeline("Answer. [simulate: guardrail]"));
});

afterAll(async () => {
  await stopWorker();
  forgetProcessWide("worker");
  await simulator.close();
  rmSync(folder, { recursive: true, force: true });
  forgetProcessWide("log");
});

/** topic ─► writer ─► answer */
function pipeline(instructions: string): WorkflowDocument {
  const drawn = documentOf(["topic", "writer", "answer"], ["topic>writer", "writer>answer"]);
  const fields: readonly JsonObject[] = [
    { key: "topic", label: "Topic", type: "text", required: true },
    { key: "tone", label: "Tone", type: "choice", options: ["dry", "warm"], required: false },
  ];
  const parts: Readonly<Record<string, { type: string; title: string; config: JsonObject }>> = {
    topic: { type: "input", title: "Topic", config: { fields } },
    writer: {
      type: "agent",
      title: "Writer",
      config: { model: "mistral-small-latest", instructions, message: "Write about {{input.topic}}." },
    },
    answer: { type: "output", title: "Answer", config: { format: "markdown", value: "" } },
  };
  return { ...drawn, name: "Writer", nodes: drawn.nodes.map((node) => ({ ...node, ...parts[node.id] })), sampleInput: { topic: "tides" } };
}

async function newKey(name: string): Promise<string> {
  const made = await createApiKey(actor, name);
  if (!made.ok) throw new Error(made.error.message);
  return made.value.key;
}

async function publish(name: string, document: WorkflowDocument): Promise<void> {
  const made = await createWorkflow(actor, { document });
  if (!made.ok) throw new Error(made.error.message);
  const published = await publishWorkflow(actor, { workflowId: made.value.workflowId, name });
  if (!published.ok) throw new Error(published.error.message);
}

type Route = (request: Request, context: { readonly params: Promise<unknown> }) => Promise<Response>;
type Sent = {
  readonly query?: string;
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: unknown;
  readonly signal?: AbortSignal;
};

/** Calls a route as a program elsewhere does: no page of ours, but a key. */
function call(route: Route, params: object, { query = "", method = "GET", headers = {}, body, signal }: Sent = {}): Promise<Response> {
  const given = { host: "127.0.0.1:3000", authorization: `Bearer ${key}`, "content-type": "application/json", ...headers };
  const kept = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== ""));
  const request = new Request(`http://127.0.0.1:3000/api/v1/x${query}`, {
    method,
    headers: kept,
    ...(body !== undefined && { body: JSON.stringify(body) }),
    ...(signal !== undefined && { signal }),
  });
  return route(request, { params: Promise.resolve(params) });
}

const run = (name: string, body: object = {}, sent: Sent = {}) =>
  call(startRun, { name }, { method: "POST", body: { inputs: { topic: "tides" }, ...body }, ...sent });

const answerOf = async (given: Response | Promise<Response>) => {
  const response = await given;
  return { status: response.status, body: await response.json() };
};

describe("a run that is waited for", () => {
  it("answers with what came of it, step by step", async () => {
    const response = await run("writer");
    const body = await response.json();
    expect([response.status, body]).toEqual([
      200,
      {
        success: true,
        runId: expect.any(String),
        address: `/api/v1/runs/${body.runId}`,
        status: "succeeded",
        simulated: true,
        output: expect.stringMatching(/tides/i),
        results: [
          { path: "topic", node: "topic", title: "Topic", status: "succeeded", output: { topic: "tides" }, error: null },
          { path: "writer", node: "writer", title: "Writer", status: "succeeded", output: body.output, error: null },
          { path: "answer", node: "answer", title: "Answer", status: "succeeded", output: body.output, error: null },
        ],
        error: null,
        usage: {
          promptTokens: expect.any(Number),
          completionTokens: expect.any(Number),
          connectorTokens: 0,
          totalTokens: expect.any(Number),
          toolCalls: {},
          costUsd: expect.any(Number),
          startedRuns: { runs: 0, totalTokens: 0, costUsd: 0 },
        },
      },
    ]);
    expect(body.usage.totalTokens).toBeGreaterThan(0);
    expect(response.headers.get("location")).toBe(body.address);
    expect(await answerOf(call(readRun, { runId: body.runId }))).toEqual({ status: 200, body });
  });

  it("that fails is an answer, not an error: which step it was and why", async () => {
    expect(await answerOf(run("failing"))).toMatchObject({
      status: 200,
      body: {
        success: false,
        status: "failed",
        output: null,
        results: [{ path: "topic" }, { path: "writer", status: "failed", output: null, error: { message: expect.any(String) } }],
        error: { code: expect.any(String), message: expect.any(String), path: "writer" },
      },
    });
  });
});

describe("a run that is not waited for", () => {
  afterEach(() => {
    delete process.env.WINDROSE_LIMIT_API_WAIT_MS;
    forgetProcessWide("env");
  });

  it("is answered with 202 and its address, found there, and cancelled once", async () => {
    const started = await answerOf(run("slow", { mode: "async" }));
    expect(started).toMatchObject({ status: 202, body: { success: null, output: null, error: null } });
    const { runId } = started.body;
    expect(await answerOf(call(cancelRun, { runId }, { method: "POST" }))).toEqual({ status: 200, body: {} });
    await expect.poll(async () => (await answerOf(call(readRun, { runId }))).body.status, { timeout: 10_000 }).toBe("cancelled");
    expect(await answerOf(call(cancelRun, { runId }, { method: "POST" }))).toMatchObject({
      status: 409,
      body: { code: "already_finished" },
    });
    expect((await answerOf(call(readRun, { runId }))).body).toMatchObject({ success: false, status: "cancelled" });
  });

  it("because it lasts longer than the limit, is answered with 202 and goes on", async () => {
    process.env.WINDROSE_LIMIT_API_WAIT_MS = "200";
    forgetProcessWide("env");
    const { status, body } = await answerOf(run("slow"));
    expect([status, body.success, ["queued", "running"].includes(body.status)]).toEqual([202, null, true]);
    await call(cancelRun, { runId: body.runId }, { method: "POST" });
  });

  it("because the caller went away, goes on", async () => {
    const caller = new AbortController();
    const waiting = run("slow", { idempotencyKey: "left" }, { signal: caller.signal });
    caller.abort();
    await waiting;
    const { body } = await answerOf(run("slow", { idempotencyKey: "left", mode: "async" }));
    expect(body.success).toBeNull();
    await call(cancelRun, { runId: body.runId }, { method: "POST" });
  });
});

describe("a run that is streamed", () => {
  it("gives the events of the run stream and the result last", async () => {
    const response = await run("writer", { mode: "stream" });
    expect(response.headers.get("content-type")).toBe("text/event-stream; charset=utf-8");
    const frames: { event?: string | undefined; data: string }[] = [];
    const stream = response.body?.pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream());
    for await (const frame of stream ?? []) frames.push(frame);
    const journal = frames.filter(({ event }) => event === "run").map(({ data }) => JSON.parse(data));
    expect(journal.map(({ seq }) => seq)).toEqual(journal.map((_, index) => index + 1));
    expect([journal.at(0).type, journal.at(-1).type]).toEqual(["run_started", "run_finished"]);
    expect(frames.slice(-2).map(({ event }) => event)).toEqual(["end", "result"]);
    const result = JSON.parse(frames.at(-1)?.data ?? "");
    expect(result).toEqual((await answerOf(call(readRun, { runId: result.runId }))).body);
    expect(response.headers.get("location")).toBe(result.address);
  });
});

describe("an idempotency key", () => {
  it("in the header or the body makes the same request the same run, and another request a conflict", async () => {
    const first = await answerOf(run("writer", { idempotencyKey: "once" }));
    const again = await answerOf(run("writer", {}, { headers: { "idempotency-key": "once" } }));
    expect(again).toEqual(first);
    expect(await answerOf(run("writer", { idempotencyKey: "once", inputs: { topic: "sand" } }))).toMatchObject({
      status: 409,
      body: { code: "idempotency_key_reused" },
    });
  });

  it.each(["", "two words", "é", "x".repeat(201)])("is refused when it is %j", async (idempotencyKey) => {
    expect(await answerOf(run("writer", { idempotencyKey }))).toMatchObject({ status: 422, body: { path: "idempotencyKey" } });
  });
});

describe("what is published", () => {
  it("is listed, and described with its schema", async () => {
    const { body } = await answerOf(call(listWorkflows, {}));
    expect(body.workflows.map(({ name }: { name: string }) => name)).toEqual(["failing", "slow", "writer"]);
    expect(await answerOf(call(describeWorkflow, { name: "writer" }))).toMatchObject({
      status: 200,
      body: { name: "writer", title: "Writer", version: 1, inputSchema: { required: ["topic"] }, sampleInput: { topic: "tides" } },
    });
  });

  it.each(["wrtier", "", "../writer", "x".repeat(500)])("does not answer to %j: 404 with the names there are", async (name) => {
    const expected = {
      status: 404,
      body: { code: "workflow_unknown", message: expect.stringContaining("writer"), names: expect.any(Array) },
    };
    expect(await answerOf(run(name))).toMatchObject(expected);
    expect(await answerOf(call(describeWorkflow, { name }))).toMatchObject(expected);
  });

  it("names every input that is missing or unknown with 422, and starts nothing", async () => {
    const before = await pool().query("SELECT count(*) FROM run");
    expect(await answerOf(run("writer", { inputs: { topik: "tides", tone: "cold" } }))).toEqual({
      status: 422,
      body: {
        code: "invalid_run_input",
        message: "The run can't start with these inputs. Missing: topic. Not acceptable: tone. Unknown: topik.",
        fields: { topic: expect.any(String), tone: "Choose one of: dry, warm.", topik: expect.stringContaining("It takes: topic, tone.") },
      },
    });
    expect((await pool().query("SELECT count(*) FROM run")).rows).toEqual(before.rows);
  });
});

describe("the history of a run", () => {
  it("is given for all steps, for one, and as the provider keeps it", async () => {
    const { runId } = (await answerOf(run("writer"))).body;
    const ask = (query: string) => answerOf(call(readHistory, { runId }, { query }));
    const expected = [
      { path: "writer", agent: "Writer", role: "user", type: "message.input", at: expect.stringMatching(/Z$/) },
      { path: "writer", agent: "Writer", role: "assistant", type: "message.output", at: expect.stringMatching(/Z$/) },
    ];
    expect(await ask("")).toMatchObject({ status: 200, body: { runId, path: null, source: "records", entries: expected } });
    expect(await ask("?path=writer")).toMatchObject({ status: 200, body: { path: "writer", entries: expected } });
    expect(await ask("?path=writer&source=provider")).toMatchObject({ status: 200, body: { source: "provider", entries: expected } });
  });

  it("is refused for a step there is not, and for a question that can't be meant", async () => {
    const { runId } = (await answerOf(run("writer"))).body;
    const ask = (query: string) => answerOf(call(readHistory, { runId }, { query }));
    expect(await ask("?path=nobody")).toMatchObject({ status: 404, body: { code: "no_such_step" } });
    expect(await ask("?source=provider")).toMatchObject({ status: 422, body: { path: "path" } });
    expect(await ask("?source=memory")).toMatchObject({ status: 422 });
    expect(await answerOf(call(readHistory, { runId: "nothing" }))).toMatchObject({ status: 404 });
  });
});

describe("a key", () => {
  const asked = (headers: Record<string, string>) => answerOf(call(listWorkflows, {}, { headers }));

  it.each([
    ["none", "", "key_missing", "Send an API key"],
    ["another scheme", "Basic d3I6d3I=", "key_malformed", "holds no API key"],
    ["half a key", "Bearer wr_abc", "key_malformed", "holds no API key"],
    ["a key nobody made", `Bearer wr_${"x".repeat(43)}`, "key_unknown", "not known here"],
  ])("is needed: %s is answered with 401 and a sentence", async (_what, authorization, code, sentence) => {
    const response = await call(listWorkflows, {}, { headers: { authorization } });
    expect([response.status, response.headers.get("www-authenticate")]).toEqual([401, "Bearer"]);
    expect(await response.json()).toEqual({ code, message: expect.stringContaining(sentence) });
  });

  it("is needed on every route of the API, also by our own pages", async () => {
    const own = { authorization: "", origin: "http://127.0.0.1:3000", "sec-fetch-site": "same-origin" };
    const answers = await Promise.all([
      call(listWorkflows, {}, { headers: own }),
      call(describeWorkflow, { name: "writer" }, { headers: own }),
      run("writer", {}, { headers: own }),
      call(readRun, { runId: "x" }, { headers: own }),
      call(cancelRun, { runId: "x" }, { method: "POST", headers: own }),
      call(readHistory, { runId: "x" }, { headers: own }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 401));
  });

  it("is no longer good with another ending, nor once it is revoked", async () => {
    const mine = await newKey("to be revoked");
    const forged = `${mine.slice(0, -1)}${mine.endsWith("A") ? "B" : "A"}`;
    expect((await asked({ authorization: `Bearer ${mine}` })).status).toBe(200);
    expect((await asked({ authorization: `Bearer ${forged}` })).body.code).toBe("key_unknown");
    const stored = (await listApiKeys(actor)).find(({ prefix }) => mine.startsWith(prefix));
    expect(stored).toMatchObject({ name: "to be revoked", createdBy: "You", lastUsedAt: expect.any(String) });
    await revokeApiKey(actor, stored?.id ?? "");
    expect(await asked({ authorization: `Bearer ${mine}` })).toMatchObject({ status: 401, body: { code: "key_revoked" } });
    expect((await listApiKeys(actor)).map(({ name }) => name)).not.toContain("to be revoked");
  });

  it("lets in from any page, but only at a name of this machine", async () => {
    expect((await asked({ origin: "https://elsewhere.example", "sec-fetch-site": "cross-site" })).status).toBe(200);
    expect(await asked({ host: "attacker.example" })).toMatchObject({ status: 421 });
  });

  it("sees its own workspace only", async () => {
    const { body } = await answerOf(run("writer"));
    await pool().query("INSERT INTO workspace (id, name) VALUES ('elsewhere', 'Elsewhere')");
    const foreign = await createApiKey({ personId: "local", workspaceId: "elsewhere", role: "owner" }, "foreign");
    const headers = { authorization: `Bearer ${foreign.ok ? foreign.value.key : ""}` };
    expect(await asked(headers)).toEqual({ status: 200, body: { workflows: [] } });
    expect((await answerOf(call(readRun, { runId: body.runId }, { headers }))).status).toBe(404);
    expect((await answerOf(call(cancelRun, { runId: body.runId }, { method: "POST", headers }))).status).toBe(404);
    expect((await run("writer", {}, { headers })).status).toBe(404);
  });

  it("is kept nowhere: neither the database nor the log holds it", async () => {
    await run("writer");
    const { rows } = await pool().query("SELECT row_to_json(api_key)::text AS text FROM api_key");
    const secret = key.slice(11);
    expect(rows.some(({ text }) => text.includes(secret))).toBe(false);
    expect(readFileSync(logFile, "utf8")).not.toContain(secret);
  });
});

it("every call is one line of the log: who called what, and what came of it", async () => {
  const { body } = await answerOf(run("writer"));
  await call(listWorkflows, {}, { headers: { authorization: "" } });
  const lines = readFileSync(logFile, "utf8").trim().split("\n");
  const calls = lines.map((line) => JSON.parse(line)).filter(({ msg }) => msg === "api call");
  expect(calls.slice(-2)).toMatchObject([
    { method: "POST", status: 200, ms: expect.any(Number), keyPrefix: key.slice(0, 11), run: `/api/v1/runs/${body.runId}` },
    { method: "GET", status: 401, keyPrefix: null },
  ]);
});
