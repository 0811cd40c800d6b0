/**
 * The simulator: a Mistral-compatible server in memory, strict on the wire, with answers that depend on the request alone.
 *
 * Knows nothing of workflows, templates or runs; the product talks to it as it talks to Mistral.
 */
import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Script, Settings, World } from "./call";
import { handleControl, isControl } from "./control";
import type { FaultRule } from "./faults/fault";
import { FaultPlan } from "./faults/fault-plan";
import { interceptRequest } from "./faults/inject";
import { type RecordedRequest, Recorder } from "./recorder";
import { findRoute } from "./routes";
import { createStore } from "./state/store";
import { ApiError, unauthorized } from "./wire/api-error";
import { readBytes, sendJson } from "./wire/http";

export type SimulatorOptions = {
  readonly host?: string;
  /** 0 takes any free port. */
  readonly port?: number;
  /** 0 (the default here) answers at once, 1 at the pace of a model. */
  readonly pace?: number;
  /** Before every answer, in milliseconds. */
  readonly latency?: number;
  /** Makes ids repeat; without it they are random. */
  readonly seed?: number;
};

export type Simulator = {
  readonly url: string;
  readonly close: () => Promise<void>;
  readonly requests: () => RecordedRequest[];
  /** Forgets requests, faults, the script, conversations and files. */
  readonly reset: () => void;
  readonly setFaults: (rules: readonly FaultRule[]) => void;
  readonly setPace: (settings: Partial<Settings>) => void;
  /** Decides what the model says from now on, and when. */
  readonly setScript: (script: Script) => void;
};

const keepAliveMs = 120_000;

export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const settings: Settings = { pace: options.pace ?? 0, latencyMs: options.latency ?? 0 };
  const world: World = { store: createStore(options.seed), faults: new FaultPlan(), settings, script: null };
  const recorder = new Recorder();
  const server = createServer((request, response) => void answer(request, response, world, recorder));
  server.keepAliveTimeout = keepAliveMs;
  server.headersTimeout = keepAliveMs + 1_000;
  await listen(server, options.port ?? 0, options.host ?? "127.0.0.1");
  // A TCP server's address is never a text.
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () => close(server),
    requests: () => recorder.requests(),
    reset: () => {
      world.faults.reset();
      world.store.reset();
      world.script = null;
      recorder.clear();
    },
    setFaults: (rules) => world.faults.set(rules),
    setPace: (changed) => void Object.assign(settings, changed),
    setScript: (script) => {
      world.script = script;
    },
  };
}

async function answer(request: IncomingMessage, response: ServerResponse, world: World, recorder: Recorder): Promise<void> {
  response.on("error", () => response.destroy());
  try {
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://simulator");
    const bytes = await readBytes(request);
    const contentType = request.headers["content-type"] ?? "";
    const text = contentType.startsWith("multipart/") ? "" : bytes.toString("utf8");
    if (isControl(pathname)) {
      sendJson(response, 200, handleControl(request, pathname, text, world, recorder));
      return;
    }
    const recording = recorder.begin({ method: request.method ?? "", path: request.url ?? "", headers: shownHeaders(request) }, text);
    response.once("close", () => recording.end(response.statusCode, !response.writableFinished));
    setServiceHeaders(response);
    if (request.headers.authorization === "Bearer invalid") throw unauthorized();
    const fault = world.faults.byRule(pathname, text);
    if (fault !== undefined && (await interceptRequest(fault, response))) return;
    const route = findRoute(request.method ?? "", pathname);
    if (route === "no_path") throw new ApiError(404, { message: "no Route matched with those values" });
    if (route === "wrong_method") throw new ApiError(405, { detail: "Method Not Allowed" });
    await route.handle({ world, response, params: route.params, query: searchParams, contentType, bytes, text, fault });
  } catch (error) {
    refuse(response, error);
  }
}

function refuse(response: ServerResponse, error: unknown): void {
  if (response.headersSent || response.destroyed) {
    response.destroy();
    return;
  }
  if (error instanceof ApiError) sendJson(response, error.status, error.body, error.headers);
  else
    sendJson(response, 500, {
      object: "error",
      message: `The simulator failed: ${error instanceof Error ? error.message : "unknown"}`,
      type: "internal_server_error",
      param: null,
      code: "1000",
    });
}

function shownHeaders(request: IncomingMessage): Record<string, string> {
  const shown = Object.entries(request.headers).filter(([name]) => name !== "authorization" && name !== "cookie");
  return Object.fromEntries(shown.map(([name, value]) => [name, String(value)]));
}

function setServiceHeaders(response: ServerResponse): void {
  response.setHeader("mistral-correlation-id", randomUUID());
  response.setHeader("x-ratelimit-limit-req-minute", "600");
  response.setHeader("x-ratelimit-remaining-req-minute", "599");
  response.setHeader("x-ratelimit-limit-tokens-minute", "2000000");
  response.setHeader("x-ratelimit-remaining-tokens-minute", "1999000");
}

async function listen(server: Server, port: number, host: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      resolve();
    });
  });
}

async function close(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise<void>((resolve) => server.close(() => resolve()));
}
