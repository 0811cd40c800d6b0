import type { IncomingMessage, ServerResponse } from "node:http";
import { setImmediate } from "node:timers/promises";
import { createGzip, gzipSync } from "node:zlib";
import { afterEach, describe, expect, it } from "vitest";
import { createMistralProvider } from "./mistral.server";
import { frames, type Scripted, sendStream, startScripted, turn, watched } from "./testing.server";

const started = ["conversation.response.started", { conversation_id: "conv_1" }] as const;
const delta = (content: string) =>
  ["message.output.delta", { output_index: 0, id: "msg_1", content_index: 0, role: "assistant", content }] as const;
const done = ["conversation.response.done", { usage: { prompt_tokens: 1, completion_tokens: 2, total_tokens: 3 } }] as const;
const wholeAnswer = frames(started, delta("Hi"), done);

const servers: Scripted[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

async function serve(answer: (request: IncomingMessage, response: ServerResponse, body: string) => void): Promise<Scripted> {
  const server = await startScripted(answer);
  servers.push(server);
  return server;
}

const providerAt = (server: Scripted) => createMistralProvider({ apiKey: "secret-key", serverUrl: server.url, isSimulated: false });

/** As a run does it: between two calls of one run the event loop turns, which is when a connection is given back. */
async function callAt(server: Scripted, change: Parameters<typeof turn>[0] = {}, context = watched().context) {
  const answer = await providerAt(server).runTurn(turn(change), context);
  await setImmediate();
  return answer;
}

describe("a connection", () => {
  it("is used again for the next call", async () => {
    const ports = new Set<number | undefined>();
    const server = await serve((request, response) => {
      ports.add(request.socket.remotePort);
      sendStream(response, wholeAnswer);
    });
    for (let calls = 0; calls < 3; calls += 1) expect(await callAt(server)).toMatchObject({ ok: true });
    expect(ports.size).toBe(1);
  });

  it("is used again after an answer that was an error", async () => {
    const ports: unknown[] = [];
    const server = await serve((request, response) => {
      ports.push(request.socket.remotePort);
      if (ports.length > 1) return sendStream(response, wholeAnswer);
      response.writeHead(500, { "content-type": "application/json" });
      response.end('{"message":"no"}');
    });
    expect(await callAt(server)).toMatchObject({ error: { code: "provider_error" } });
    expect(await callAt(server)).toMatchObject({ ok: true });
    expect(new Set(ports).size).toBe(1);
  });

  it.each([
    ["closed", (request: IncomingMessage) => request.socket.destroy()],
    ["reset", (request: IncomingMessage) => request.socket.resetAndDestroy()],
  ])("that the server %s while it was idle fails no call", async (_, drop) => {
    const used = new Set<unknown>();
    const server = await serve((request, response) => {
      if (used.has(request.socket)) return void drop(request);
      used.add(request.socket);
      sendStream(response, wholeAnswer);
    });
    expect(await callAt(server)).toMatchObject({ ok: true });
    const { context, exchanges } = watched();
    expect(await callAt(server, { instructions: "second" }, context)).toMatchObject({ ok: true, value: { text: "Hi" } });
    expect(server.bodies).toMatchObject([{}, { instructions: "second" }, { instructions: "second" }]);
    expect(exchanges).toHaveLength(1);
  });

  it.each([
    ["closed", (request: IncomingMessage) => request.socket.destroy()],
    ["reset", (request: IncomingMessage) => request.socket.resetAndDestroy()],
  ])("that is %s on its first call fails it, and nothing is asked twice", async (_, drop) => {
    const server = await serve((request) => void drop(request));
    expect(await callAt(server)).toMatchObject({
      ok: false,
      error: { code: "connection_failed", class: "transient" },
    });
    expect(server.requests).toHaveLength(1);
  });

  it("that breaks in the middle of an answer fails the call, and nothing is asked twice", async () => {
    let answers = 0;
    const server = await serve((request, response) => {
      answers += 1;
      if (answers === 1) return sendStream(response, wholeAnswer);
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.write(frames(started, delta("Hi")), () => request.socket.resetAndDestroy());
    });
    expect(await callAt(server)).toMatchObject({ ok: true });
    expect(await callAt(server)).toMatchObject({ ok: false, error: { code: "stream_cut" } });
    expect(server.requests).toHaveLength(2);
  });

  it("is closed when its call is cancelled in the middle of an answer", async () => {
    let hasClosed = false;
    const server = await serve((request, response) => {
      request.socket.once("close", () => {
        hasClosed = true;
      });
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.write(frames(started, delta("Hi")));
    });
    const { context, cancel } = watched();
    expect(await callAt(server, {}, { ...context, onDelta: cancel })).toMatchObject({ error: { code: "cancelled" } });
    await expect.poll(() => hasClosed).toBe(true);
  });

  it("is closed when its call is cancelled before an answer", async () => {
    let hasClosed = false;
    const { context, cancel } = watched();
    const server = await serve((request) => {
      request.socket.once("close", () => {
        hasClosed = true;
      });
      cancel();
    });
    expect(await callAt(server, {}, context)).toMatchObject({ error: { code: "cancelled" } });
    await expect.poll(() => hasClosed).toBe(true);
  });
});

describe("a request", () => {
  it("arrives in full, however long it is and whatever it is written in", async () => {
    const server = await serve((_, response) => sendStream(response, wholeAnswer));
    const content = "Füße 👩‍🚀 ".repeat(200_000);
    const { context, exchanges } = watched();
    expect(await callAt(server, { entries: [{ type: "message.input", role: "user", content }] }, context)).toMatchObject({ ok: true });
    const [arrived, recorded] = [server.bodies[0], exchanges[0]?.requestBody].map((body) => JSON.stringify(body));
    expect(arrived === recorded && arrived?.includes(content)).toBe(true);
    expect(server.requests[0]?.headers).toMatchObject({
      "content-type": "application/json",
      "content-length": String(Buffer.byteLength(arrived ?? "")),
      authorization: "Bearer secret-key",
    });
  });

  it("follows a redirect with its body and its key inside the same origin", async () => {
    const server = await serve((request, response) => {
      if (request.url?.startsWith("/moved") === true) return sendStream(response, wholeAnswer);
      response.writeHead(307, { location: "/moved/v1" });
      response.end();
    });
    expect(await callAt(server)).toMatchObject({ ok: true });
    expect(server.bodies[1]).toEqual(server.bodies[0]);
    expect(server.requests[1]?.headers.authorization).toBe("Bearer secret-key");
  });

  it("takes no key along to another origin", async () => {
    const other = await serve((_, response) => sendStream(response, wholeAnswer));
    const server = await serve((_, response) => {
      response.writeHead(307, { location: `${other.url}/v1` });
      response.end();
    });
    expect(await callAt(server)).toMatchObject({ ok: true });
    expect(other.requests).toHaveLength(1);
    expect(other.requests[0]?.headers.authorization).toBeUndefined();
  });

  it("gives up on redirects without an end", async () => {
    const server = await serve((request, response) => {
      response.writeHead(307, { location: `${request.url}x` });
      response.end();
    });
    expect(await callAt(server)).toMatchObject({ ok: false });
    expect(server.requests.length).toBeLessThan(30);
  });
});

describe("a packed answer", () => {
  it("streams while it comes", async () => {
    const server = await serve((request, response) => {
      expect(request.headers["accept-encoding"]).toContain("gzip");
      response.writeHead(200, { "content-type": "text/event-stream", "content-encoding": "gzip" });
      const packed = createGzip();
      packed.pipe(response);
      packed.write(frames(started, delta("Hi")));
      packed.flush();
      finish = () => packed.end(frames(delta(" there"), done));
    });
    let finish = () => {};
    const { context, exchanges } = watched();
    // The rest is sent only once the first piece was understood.
    const answer = await callAt(server, {}, { ...context, onDelta: () => finish() });
    expect(answer).toMatchObject({ ok: true, value: { text: "Hi there" } });
    expect(exchanges[0]?.responseBody).toMatchObject([{ event: "conversation.response.started" }, { frames: 2 }, {}]);
  });

  it("that tells of a failure is read", async () => {
    const server = await serve((_, response) => {
      response.writeHead(422, { "content-type": "application/json", "content-encoding": "gzip" });
      response.end(gzipSync('{"detail":[{"loc":["body","model"],"msg":"Field required"}]}'));
    });
    expect(await callAt(server)).toMatchObject({
      error: { code: "invalid_request", message: expect.stringContaining("model: Field required") },
    });
  });

  it("that breaks off is cut, not over", async () => {
    const server = await serve((request, response) => {
      response.writeHead(200, { "content-type": "text/event-stream", "content-encoding": "gzip" });
      const packed = createGzip();
      packed.pipe(response);
      packed.write(frames(started, delta("Hi")));
      packed.flush(() => request.socket.destroy());
    });
    expect(await callAt(server)).toMatchObject({ ok: false, error: { code: "stream_cut" } });
  });
});
