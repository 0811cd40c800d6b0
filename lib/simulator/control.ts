/**
 * The simulator's own endpoints: faults, recorded requests, pace. For this machine only.
 */
import type { IncomingMessage } from "node:http";
import { z } from "zod";
import type { JsonValue } from "../shared/json";
import type { World } from "./call";
import { RulesSchema } from "./faults/fault";
import type { Recorder } from "./recorder";
import { ApiError, invalidBody, notFound } from "./wire/api-error";
import { parseJson } from "./wire/http";
import { readBody } from "./wire/validation";

const SettingsSchema = z.strictObject({
  pace: z.number().min(0).max(100).optional(),
  latencyMs: z.number().min(0).max(600_000).optional(),
});

export function isControl(path: string): boolean {
  return path.startsWith("/__control/");
}

/** @returns the body of the answer. */
export function handleControl(request: IncomingMessage, path: string, text: string, world: World, recorder: Recorder): JsonValue {
  refuseStrangers(request);
  switch (`${request.method} ${path}`) {
    case "GET /__control/requests":
      return recorder.requests();
    case "POST /__control/faults": {
      const body = parseJson(text);
      const parsed = readBody(RulesSchema, body);
      if (!parsed.ok) throw invalidBody(parsed.details);
      world.faults.set(parsed.value);
      return { rules: parsed.value.length };
    }
    case "POST /__control/settings": {
      const parsed = readBody(SettingsSchema, parseJson(text));
      if (!parsed.ok) throw invalidBody(parsed.details);
      Object.assign(world.settings, parsed.value);
      return { ...world.settings };
    }
    case "POST /__control/reset":
      world.faults.reset();
      world.store.reset();
      recorder.clear();
      return { reset: true };
    default:
      throw notFound(path);
  }
}

function refuseStrangers(request: IncomingMessage): void {
  const address = request.socket.remoteAddress ?? "";
  const host = (request.headers.host ?? "").replace(/:\d+$/, "");
  const isHere = /^(?:::ffff:)?127\.|^::1$/.test(address) && /^(?:127(?:\.\d+){3}|localhost|\[::1\])$/.test(host);
  if (!isHere) throw new ApiError(403, { message: "Only this machine may control the simulator." });
}
