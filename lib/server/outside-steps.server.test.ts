import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { withTestDatabase } from "../../scripts/vitest/test-database";
import type { WorkflowDocument } from "../document/schema";
import { documentOf } from "../document/testing";
import type { RunEvent } from "../engine/events";
import type { JsonObject } from "../shared/json";
import type { Actor } from "./access";
import { forgetProcessWide } from "./runtime";

withTestDatabase();
let actor: Actor;
let server: Server;
let url: string;
let seen: { readonly message: IncomingMessage; readonly body: string }[] = [];
/** Of the answers to come; 200 when there is none. */
let statuses: number[] = [];

beforeAll(async () => {
  server = createServer(async (message, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of message) chunks.push(chunk);
    seen.push({ message, body: Buffer.concat(chunks).toString() });
    response.writeHead(statuses.shift() ?? 200, { "content-type": "application/json", "retry-after": "0" }).end('{"zebra":1,"ant":2}');
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  // A server that listens on TCP has an address with a port.
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  url = `http://${host}/reports`;
  process.env.WINDROSE_ALLOWED_HOSTS = host;
  forgetProcessWide("env");
  const { startWorker } = await import("./worker");
  const { localActor } = await import("./access");
  await startWorker();
  actor = await localActor();
});

afterAll(async () => {
  const { stopWorker } = await import("./worker");
  await stopWorker();
  forgetProcessWide("worker");
  forgetProcessWide("env");
  delete process.env.WINDROSE_ALLOWED_HOSTS;
  server.close();
});

/** Runs `work`, a node of that kind, to the run's end. */
async function run(
  type: string,
  config: JsonObject,
  settings: JsonObject = {},
): Promise<{ readonly runId: string; readonly end: RunEvent | undefined }> {
  seen = [];
  const drawn = documentOf(["input", "work", "output"], ["input>work", "work>output"]);
  const kinds: { readonly [id: string]: JsonObject } = {
    input: { type: "input", config: { fields: [] } },
    work: { type, config, settings },
    output: { type: "output", config: { format: "json", value: "" } },
  };
  const nodes = drawn.nodes.map((node) => ({ ...node, ...kinds[node.id] }));
  const document: WorkflowDocument = { ...drawn, nodes };
  const { createWorkflow } = await import("./services/workflows");
  const { startRun } = await import("./services/runs");
  const { readJournal } = await import("./journal");
  const made = await createWorkflow(actor, { document });
  if (!made.ok) throw new Error(made.error.message);
  const started = await startRun(actor, { workflowId: made.value.workflowId, input: {}, trigger: "api" });
  if (!started.ok) throw new Error(JSON.stringify(started.error));
  const { runId } = started.value;
  await expect.poll(async () => (await readJournal(runId)).at(-1)?.type, { timeout: 20_000 }).toBe("run_finished");
  return { runId, end: (await readJournal(runId)).at(-1) };
}

async function attemptsOf(runId: string) {
  const { readAttempts } = await import("./services/runs");
  return readAttempts(actor, runId, "work");
}

describe("a request that a run sends", () => {
  it("reaches a host that the operator allowed, and is recorded without its headers and keys", async () => {
    const config = {
      method: "POST",
      url: `${url}?api_key=hidden&page=2`,
      headers: [{ name: "Authorization", value: "Bearer hidden" }],
      body: "json",
      json: "{size: 3}",
    };
    const { runId, end } = await run("http", config);
    expect(end).toMatchObject({ status: "succeeded", outputs: { output: { inline: { status: 200, body: { zebra: 1, ant: 2 } } } } });
    expect(seen).toMatchObject([
      { body: '{"size":3}', message: { headers: { "idempotency-key": `${runId}/work`, authorization: "Bearer hidden" } } },
    ]);
    const attempts = await attemptsOf(runId);
    expect(attempts).toMatchObject([
      { exchanges: [{ method: "POST", path: "/reports?api_key=removed&page=2", requestBody: { size: 3 }, status: 200 }] },
    ]);
    expect(JSON.stringify(attempts)).not.toContain("hidden");
  });

  it("is sent once, unless its author allowed more; then with the same key", async () => {
    statuses = [503];
    expect((await run("http", { method: "POST", url })).end).toMatchObject({ status: "failed", error: { code: "http_503" } });
    expect(seen).toHaveLength(1);
    statuses = [503];
    expect((await run("http", { method: "POST", url }, { maxAttempts: 2 })).end).toMatchObject({ status: "succeeded" });
    expect(new Set(seen.map(({ message }) => message.headers["idempotency-key"])).size).toBe(1);
    expect(seen).toHaveLength(2);
  });

  it("does not reach another port of the same host", async () => {
    expect((await run("http", { url: "http://127.0.0.1:1/" })).end).toMatchObject({
      status: "failed",
      error: { code: "blocked_destination" },
    });
  });
});

describe("code that a run executes", () => {
  it("goes on with what it returns, and what it logged is kept with the step", async () => {
    const source = 'console.log("two lines");\nreturn { zebra: Object.keys(nodes).length, ant: typeof process };';
    const { runId, end } = await run("code", { source });
    expect(end).toMatchObject({ status: "succeeded", outputs: { output: { inline: { zebra: 1, ant: "undefined" } } } });
    expect(await attemptsOf(runId)).toMatchObject([{ rendered: { log: "two lines" } }]);
  });

  it("fails its step with the line that failed", async () => {
    expect((await run("code", { source: "\nreturn nothing.here;" })).end).toMatchObject({
      status: "failed",
      error: { code: "code_error", message: expect.stringMatching(/^Line 2: ReferenceError/) },
    });
  });
});
