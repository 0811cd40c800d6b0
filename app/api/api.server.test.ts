import { beforeAll, describe, expect, it } from "vitest";
import { GET as readAttempts } from "@/app/api/runs/[runId]/attempts/route";
import { GET as readBlob } from "@/app/api/runs/[runId]/blobs/[blobId]/route";
import { POST as cancelRun } from "@/app/api/runs/[runId]/cancel/route";
import { GET as watchRun } from "@/app/api/runs/[runId]/events/route";
import { GET as readRun } from "@/app/api/runs/[runId]/route";
import { GET as readDraft, PUT as saveDraft } from "@/app/api/workflows/[workflowId]/draft/route";
import { GET as exportWorkflow } from "@/app/api/workflows/[workflowId]/export/route";
import { POST as startRun } from "@/app/api/workflows/[workflowId]/runs/route";
import { POST as importWorkflow } from "@/app/api/workflows/import/route";
import { GET as listWorkflows } from "@/app/api/workflows/route";
import { GET as isAlive } from "@/app/healthz/route";
import { GET as isReady } from "@/app/readyz/route";
import { emptyDocument } from "@/lib/document/schema";
import { localActor } from "@/lib/server/access";
import { closeDatabase, prisma } from "@/lib/server/db";
import { forgetProcessWide } from "@/lib/server/runtime";
import { createFromTemplate, deleteWorkflow } from "@/lib/server/services/workflows";
import { startWorker, stopWorker } from "@/lib/server/worker";
import { limits } from "@/lib/shared/limits";
import { withTestDatabase } from "@/scripts/vitest/test-database";

withTestDatabase();

const own = "http://localhost:3000";

type Route = (request: Request, context: { readonly params: Promise<unknown> }) => Promise<Response>;
type Sent = { readonly params?: object; readonly query?: string; readonly headers?: Record<string, string>; readonly body?: unknown };

/** Calls a route as our own page does. Text goes out as it is, anything else as JSON. */
function call(route: Route, method: string, { params = {}, query = "", headers = {}, body }: Sent = {}): Promise<Response> {
  const text = body === undefined || typeof body === "string" ? body : JSON.stringify(body);
  const request = new Request(`${own}/api/x${query}`, {
    method,
    headers: { host: "localhost:3000", origin: own, "sec-fetch-site": "same-origin", "content-type": "application/json", ...headers },
    body: text as string | undefined,
  });
  return route(request, { params: Promise.resolve(params) });
}

async function newWorkflow(templateId = "data-pipeline"): Promise<string> {
  const made = await createFromTemplate(await localActor(), templateId);
  if (!made.ok) throw new Error(made.error.message);
  return made.value.workflowId;
}

describe("the draft", () => {
  it("is saved on its revision, and a second save on the same one is told what stands there", async () => {
    const params = { workflowId: await newWorkflow() };
    const document = emptyDocument("Edited");
    const saved = await call(saveDraft, "PUT", { params, body: { baseRevision: 1, document } });
    expect([saved.status, await saved.json()]).toEqual([200, { revision: 2, savedAt: expect.stringMatching(/^\d{4}-.*Z$/) }]);

    const stale = await call(saveDraft, "PUT", { params, body: { baseRevision: 1, document } });
    expect(stale.status).toBe(409);
    expect(await stale.json()).toEqual({ code: "stale_revision", message: expect.any(String), revision: 2, document });
    expect(await (await call(readDraft, "GET", { params })).json()).toEqual({ revision: 2, document });
  });

  it.each([
    ["an owner of its own", { baseRevision: 1, document: emptyDocument("x"), ownerId: "me" }, 422],
    ["no revision", { document: emptyDocument("x") }, 422],
    ["a document of another kind", { baseRevision: 1, document: { nodes: [] } }, 422],
    ["a key that reaches for prototypes", '{"baseRevision":1,"document":{"__proto__":{}}}', 422],
    ["a document over the limit", { baseRevision: 1, document: { text: "x".repeat(limits.documentBytes.value + 1_000) } }, 413],
  ])("refuses %s and changes nothing", async (_what, body, status) => {
    const params = { workflowId: await newWorkflow() };
    const refused = await call(saveDraft, "PUT", { params, body });
    expect(refused.status).toBe(status);
    expect(await refused.json()).toMatchObject({ code: expect.any(String), message: expect.any(String) });
    expect(await (await call(readDraft, "GET", { params })).json()).toMatchObject({ revision: 1 });
  });
});

describe("the list of workflows", () => {
  it("names those that can be opened, and those alone", async () => {
    const [kept, gone] = [await newWorkflow(), await newWorkflow()];
    await deleteWorkflow(await localActor(), gone);
    const listed: { id: string; name: string }[] = await (await call(listWorkflows, "GET")).json();
    expect(listed).toContainEqual({ id: kept, name: expect.stringMatching(/\w/) });
    expect(listed.map(({ id }) => id)).not.toContain(gone);
  });
});

describe("what was refused is said as people know it", () => {
  it.each([
    [{ document: {} }, "baseRevision: this is missing."],
    [{ baseRevision: "one", document: {} }, "baseRevision: this should be a number."],
    [{ baseRevision: 1, document: {}, ownerId: "me" }, "The input: unknown field `ownerId`."],
    [{ baseRevision: 1, document: titled("x".repeat(300_000)) }, /^Fast writer, Instructions: This text is 300 KB; at most 256 KB/],
  ])("%#", async (body, message) => {
    const refused = await call(saveDraft, "PUT", { params: { workflowId: await newWorkflow() }, body });
    const said = await refused.json();
    expect(said.message).toEqual(typeof message === "string" ? message : expect.stringMatching(message));
  });
});

function titled(instructions: string) {
  const node = { id: "writer", type: "agent", typeVersion: 1, title: "Fast writer", position: { x: 0, y: 0 }, config: { instructions } };
  return { ...emptyDocument("x"), nodes: [node] };
}

describe("files", () => {
  it("come out as a download and go in again", async () => {
    const exported = await call(exportWorkflow, "GET", { params: { workflowId: await newWorkflow("research-team") } });
    expect(exported.headers.get("content-disposition")).toContain('filename="research-team.windrose.json"');
    const imported = await call(importWorkflow, "POST", { body: await exported.text(), headers: { "content-type": "text/plain" } });
    expect([imported.status, await imported.json()]).toEqual([200, { workflowId: expect.any(String) }]);
  });

  it("are refused with every problem and where it is", async () => {
    const refused = await call(importWorkflow, "POST", { body: { ...emptyDocument("x"), edges: 7 } });
    expect(refused.status).toBe(422);
    expect(await refused.json()).toMatchObject({ code: "invalid_document", problems: [{ path: "edges", message: expect.any(String) }] });
  });

  it("over the limit are refused with their size and the limit", async () => {
    const refused = await call(importWorkflow, "POST", { body: "x".repeat(limits.documentBytes.value + 1) });
    expect([refused.status, await refused.json()]).toEqual([
      413,
      { code: "too_large", message: expect.stringMatching(/2,000,001.*2,000,000/) },
    ]);
  });
});

describe("a run", () => {
  let runId: string;

  beforeAll(async () => {
    const workflowId = await newWorkflow();
    const { document } = await (await call(readDraft, "GET", { params: { workflowId } })).json();
    const started = await call(startRun, "POST", { params: { workflowId }, body: { input: document.sampleInput } });
    expect(started.status).toBe(200);
    ({ runId } = await started.json());
  });

  it("is refused with a sentence by field when its input is incomplete", async () => {
    const refused = await call(startRun, "POST", { params: { workflowId: await newWorkflow() }, body: { input: {} } });
    expect([refused.status, await refused.json()]).toEqual([422, expect.objectContaining({ fields: expect.any(Object) })]);
  });

  it("streams its journal, and resumes by the header or by the address", async () => {
    for (const sent of [{}, { query: "?after=0" }, { headers: { "last-event-id": "garbage" }, query: "?after=1" }]) {
      const stream = await call(watchRun, "GET", { params: { runId }, ...sent });
      expect(stream.headers.get("content-type")).toBe("text/event-stream; charset=utf-8");
      expect(stream.headers.get("cache-control")).toContain("no-transform");
      const reader = stream.body?.pipeThrough(new TextDecoderStream()).getReader();
      let text = "";
      while (!text.includes("\n\nid: 1\n")) text += (await reader?.read())?.value ?? "\n\nid: 1\n";
      await reader?.cancel();
      expect(text).toContain("event: run\ndata: {");
    }
  });

  it("gives attempts by path, and files as downloads that no page can run", async () => {
    const data = {
      workspaceId: "local",
      runId,
      path: "writer",
      bytes: 4,
      name: "chart.html",
      mime: "text/html",
      content: Buffer.from("<p/>"),
    };
    await prisma().runBlob.create({ data: { ...data, id: "file-1", kind: "file" } });
    await prisma().runBlob.create({ data: { ...data, id: "value-1", kind: "value", content: Buffer.from('{"a":1}') } });
    expect(await (await call(readAttempts, "GET", { params: { runId }, query: "?path=writer" })).json()).toEqual([]);
    expect((await call(readAttempts, "GET", { params: { runId } })).status).toBe(422);

    const file = await call(readBlob, "GET", { params: { runId, blobId: "file-1" } });
    expect(file.headers.get("content-type")).toBe("application/octet-stream");
    expect(file.headers.get("content-disposition")).toMatch(/^attachment; filename="chart.html"/);
    expect(file.headers.get("x-content-type-options")).toBe("nosniff");
    expect(await (await call(readBlob, "GET", { params: { runId, blobId: "value-1" } })).json()).toEqual({ a: 1 });
  });

  it("is shown with the prices its cost follows from", async () => {
    const answer = await call(readRun, "GET", { params: { runId } });
    expect(await answer.json()).toEqual({
      run: expect.objectContaining({ id: runId, number: 1 }),
      started: { runs: 0, totalTokens: 0, costUsd: 0 },
      prices: expect.arrayContaining([expect.objectContaining({ model: "mistral-large-latest", isEdited: false })]),
    });
  });

  it("is cancelled without a body", async () => {
    const answer = await call(cancelRun, "POST", { params: { runId } });
    expect([answer.status, await answer.json()]).toEqual([200, {}]);
  });
});

describe("what is not there", () => {
  it.each(["00000000-0000-4000-8000-000000000000", "../../etc/passwd", "%00", "a".repeat(100)])(
    "is 404, whatever is asked of %s",
    async (id) => {
      const params = { workflowId: id, runId: id, blobId: id };
      const answers = await Promise.all([
        call(readDraft, "GET", { params: { workflowId: id } }),
        call(saveDraft, "PUT", { params: { workflowId: id }, body: { baseRevision: 1, document: emptyDocument("x") } }),
        call(exportWorkflow, "GET", { params: { workflowId: id } }),
        call(startRun, "POST", { params: { workflowId: id }, body: { input: {} } }),
        call(readRun, "GET", { params: { runId: id } }),
        call(watchRun, "GET", { params: { runId: id } }),
        call(readAttempts, "GET", { params: { runId: id }, query: "?path=a" }),
        call(cancelRun, "POST", { params: { runId: id } }),
        call(readBlob, "GET", { params: { runId: params.runId, blobId: params.blobId } }),
      ]);
      expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 404));
    },
  );
});

describe("health", () => {
  it("is alive from the start, and ready while the worker takes runs", async () => {
    expect((await call(isAlive, "GET")).status).toBe(200);
    expect((await call(isReady, "GET")).status).toBe(503);
    await startWorker();
    expect((await call(isReady, "GET")).status).toBe(200);
    await stopWorker();
    forgetProcessWide("worker");
    expect((await call(isReady, "GET")).status).toBe(503);
  });

  it("is alive without the database, and what needs it says that it is away", async () => {
    const address = process.env.DATABASE_URL;
    await closeDatabase();
    forgetProcessWide("env");
    process.env.DATABASE_URL = "postgresql://nobody@127.0.0.1:1/nothing";
    expect((await call(isAlive, "GET")).status).toBe(200);
    const page = await call(readDraft, "GET", { params: { workflowId: "x" } });
    expect([page.status, await page.json()]).toEqual([503, expect.objectContaining({ code: "database_unreachable" })]);

    await closeDatabase();
    forgetProcessWide("env");
    process.env.DATABASE_URL = address;
  });
});
