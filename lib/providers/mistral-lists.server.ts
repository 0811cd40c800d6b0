import "server-only";

/**
 * What can be chosen: models, agents, libraries. Read leniently and without the SDK, which refuses a whole
 * list for one odd member.
 */
import { z } from "zod";
import type { StepError } from "../nodes/contract";
import type { JsonValue } from "../shared/json";
import { err, ok, type Result } from "../shared/result";
import type { ConnectionReport, ModelInfo, ModelProvider } from "./contract";
import { type Addressee, failureOf, malformedAnswer, statusFailure } from "./failures.server";
import { startClock } from "./turn-clock.server";
import { openWire } from "./wire-recorder.server";

type Named = { readonly id: string; readonly name: string };
type Service = { readonly apiKey: string | undefined; readonly serverUrl: string; readonly label: string };

const listTimeouts = { firstByteMs: 10_000, idleMs: 10_000, totalMs: 20_000 };
const mostPages = 10;

const ModelSchema = z.object({
  id: z.string(),
  aliases: z.array(z.string()).catch([]),
  max_context_length: z.number().nullable().catch(null),
  deprecation: z.string().nullable().catch(null),
  capabilities: z.object({ completion_chat: z.boolean().catch(true) }).catch({ completion_chat: true }),
});
const NamedSchema = z.object({ id: z.string(), name: z.string().catch("") });
const PageSchema = z.object({ data: z.array(z.json()).catch([]), next_page_token: z.string().nullable().catch(null) });

export function createMistralLists(
  service: Service,
  to: Addressee,
): Pick<ModelProvider, "listModels" | "listAgents" | "listLibraries" | "checkConnection"> {
  const page = async (path: string, signal: AbortSignal): Promise<Result<z.output<typeof PageSchema>, StepError>> => {
    const body = await getJson(path, service, to, signal);
    if (!body.ok) return body;
    const read = PageSchema.safeParse(Array.isArray(body.value) ? { data: body.value } : body.value);
    return read.success ? ok(read.data) : err(malformedAnswer(to));
  };
  const listModels = async (signal: AbortSignal): Promise<Result<readonly ModelInfo[], StepError>> => {
    const models = await page("/v1/models", signal);
    return models.ok ? ok(modelsIn(models.value.data)) : models;
  };
  return {
    listModels,
    listAgents: async (signal) => {
      const found: Named[] = [];
      let token: string | null = null;
      for (let count = 0; count < mostPages; count += 1) {
        const path: string = `/v1/agents/pages?page_size=100${token === null ? "" : `&page_token=${encodeURIComponent(token)}`}`;
        const next = await page(path, signal);
        if (!next.ok) return next;
        found.push(...namedIn(next.value.data));
        token = next.value.next_page_token;
        if (token === null) break;
      }
      return ok(found);
    },
    listLibraries: async (signal) => {
      const libraries = await page("/v1/libraries", signal);
      return libraries.ok ? ok(namedIn(libraries.value.data)) : libraries;
    },
    checkConnection: async (signal) => reportOn(service, await listModels(signal)),
  };
}

/** For people who look at a list that is empty. */
export const noModelsNamed = "It names no models: type the name of one where an agent asks for it.";

function reportOn({ label, apiKey }: Service, models: Result<readonly ModelInfo[], StepError>): ConnectionReport {
  if (!models.ok)
    return {
      reachable: models.error.code === "unauthorized" || models.error.code === "rate_limited",
      message: models.error.message,
      models: 0,
    };
  const count = models.value.length;
  const key = apiKey === undefined ? "" : " and takes the key";
  return { reachable: true, message: count > 0 ? `${label} answers${key}.` : `${label} answers${key}. ${noModelsNamed}`, models: count };
}

/** Models for chat, each name once, in alphabetical order. */
function modelsIn(data: readonly JsonValue[]): ModelInfo[] {
  const byId = new Map<string, ModelInfo>();
  for (const item of data) {
    const model = ModelSchema.safeParse(item);
    if (!model.success || !model.data.capabilities.completion_chat) continue;
    const { id, max_context_length: contextTokens, deprecation } = model.data;
    byId.set(id, { id, label: id, contextTokens, deprecated: deprecation !== null });
  }
  return [...byId.values()].sort((a, b) => a.id.localeCompare(b.id, "en"));
}

function namedIn(data: readonly JsonValue[]): Named[] {
  return data.flatMap((item) => {
    const named = NamedSchema.safeParse(item);
    return named.success ? [{ id: named.data.id, name: named.data.name || named.data.id }] : [];
  });
}

export async function getJson(
  path: string,
  { apiKey, serverUrl }: Omit<Service, "label">,
  to: Addressee,
  signal: AbortSignal,
): Promise<Result<JsonValue, StepError>> {
  const clock = startClock(listTimeouts, signal);
  const wire = openWire(clock, apiKey);
  try {
    const headers: Record<string, string> = {
      accept: "application/json",
      ...(apiKey === undefined ? {} : { authorization: `Bearer ${apiKey}` }),
    };
    const response = await wire.fetch(`${serverUrl.replace(/\/+$/, "")}${path}`, { headers });
    const text = await response.text();
    if (!response.ok) return err(statusFailure(response.status, response.headers, text, to));
    return ok(JSON.parse(text));
  } catch (thrown) {
    return err(failureOf(thrown, clock, wire, to));
  } finally {
    clock.stop();
  }
}
