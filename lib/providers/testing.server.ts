import "server-only";

/**
 * Builders for tests of providers: a turn, its context, and a server that says exactly what it is told.
 */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { TurnContext, TurnDelta, TurnRequest, TurnTimeouts } from "./contract";
import type { Exchange } from "./exchange";

export function turn(change: Partial<TurnRequest> = {}): TurnRequest {
  return {
    model: "mistral-medium-latest",
    instructions: "You are a planner.",
    tools: [],
    parameters: {},
    entries: [{ type: "message.input", role: "user", content: "Plan a garden party" }],
    api: "conversations",
    ...change,
  };
}

export type Watched = {
  readonly context: TurnContext;
  readonly deltas: TurnDelta[];
  readonly exchanges: Exchange[];
  readonly cancel: () => void;
};

export function watched(timeouts: Partial<TurnTimeouts> = {}): Watched {
  const controller = new AbortController();
  const deltas: TurnDelta[] = [];
  const exchanges: Exchange[] = [];
  const context: TurnContext = {
    cleared: Promise.resolve(),
    signal: controller.signal,
    timeouts: { firstByteMs: 5_000, idleMs: 5_000, totalMs: 5_000, ...timeouts },
    onDelta: (delta) => deltas.push(delta),
    onExchange: (exchange) => exchanges.push(exchange),
    idempotencyKey: "run/step",
  };
  return { context, deltas, exchanges, cancel: () => controller.abort() };
}

export type Scripted = {
  readonly url: string;
  readonly close: () => Promise<void>;
  readonly bodies: unknown[];
  readonly requests: IncomingMessage[];
};

/** Answers every request with what `answer` writes. */
export async function startScripted(answer: (request: IncomingMessage, response: ServerResponse, body: string) => void): Promise<Scripted> {
  const bodies: unknown[] = [];
  const requests: IncomingMessage[] = [];
  const server = createServer(async (request, response) => {
    request.setEncoding("utf8");
    let body = "";
    for await (const chunk of request) body += chunk;
    requests.push(request);
    bodies.push(body === "" ? null : JSON.parse(body));
    answer(request, response, body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  // A TCP server's address is never a text.
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    bodies,
    requests,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

/** Frames of a conversation's stream. */
export function frames(...events: readonly (readonly [event: string, data: object])[]): string {
  return events.map(([event, data]) => `event: ${event}\ndata: ${JSON.stringify({ type: event, ...data })}\n\n`).join("");
}

export function sendStream(response: ServerResponse, text: string): void {
  response.writeHead(200, { "content-type": "text/event-stream" });
  response.end(text);
}
