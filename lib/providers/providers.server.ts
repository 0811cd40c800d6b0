import "server-only";

/**
 * The model services this process was set up with.
 *
 * With MISTRAL_API_KEY that is Mistral; without it the simulator at WINDROSE_SIMULATOR_URL, or, where only
 * that is set, the OpenAI-compatible endpoint.
 */
import type { StepError } from "../nodes/contract";
import { env } from "../server/env";
import { processWide } from "../server/runtime";
import { err, ok, type Result } from "../shared/result";
import { createLimiter, type Limiter, type ProviderLoad } from "./concurrency.server";
import type { ModelProvider, ProviderId } from "./contract";
import { failure } from "./failures.server";
import { createMistralProvider } from "./mistral.server";
import { createOpenAiCompatibleProvider } from "./openai-compatible.server";

export type Providers = {
  readonly default: ModelProvider;
  readonly byId: (id: ProviderId | "default") => Result<ModelProvider, StepError>;
  /** Calls at once, of the provider's key. */
  readonly loadOf: (id: ProviderId) => ProviderLoad;
};

const mistralUrl = "https://api.mistral.ai";

/** The same providers for every caller in this process. */
export function providers(): Providers {
  return processWide("providers", createProviders);
}

/** The provider of steps that name none. */
export function defaultProvider(): ModelProvider {
  return providers().default;
}

function createProviders(): Providers {
  const {
    MISTRAL_API_KEY,
    MISTRAL_SERVER_URL,
    OPENAI_COMPATIBLE_URL,
    OPENAI_COMPATIBLE_KEY,
    WINDROSE_SIMULATOR_URL,
    WINDROSE_PROVIDER_CONCURRENCY,
  } = env();
  const limiters: Readonly<Record<ProviderId, Limiter>> = {
    mistral: createLimiter(WINDROSE_PROVIDER_CONCURRENCY),
    "openai-compatible": createLimiter(WINDROSE_PROVIDER_CONCURRENCY),
  };
  const isSimulated = MISTRAL_API_KEY === undefined && WINDROSE_SIMULATOR_URL !== undefined;
  const serverUrl = isSimulated ? WINDROSE_SIMULATOR_URL : (MISTRAL_SERVER_URL ?? mistralUrl);
  const mistral = createMistralProvider({ apiKey: MISTRAL_API_KEY, serverUrl, isSimulated, limiter: limiters.mistral });
  const compatible =
    OPENAI_COMPATIBLE_URL === undefined
      ? undefined
      : createOpenAiCompatibleProvider({
          baseUrl: OPENAI_COMPATIBLE_URL,
          apiKey: OPENAI_COMPATIBLE_KEY,
          limiter: limiters["openai-compatible"],
        });
  const first = MISTRAL_API_KEY === undefined && !isSimulated ? (compatible ?? mistral) : mistral;
  return {
    default: first,
    byId: (id) => {
      if (id === "default") return ok(first);
      if (id === "mistral") return ok(mistral);
      return compatible === undefined
        ? err(
            failure(
              "provider_missing",
              "permanent",
              "This step wants an OpenAI-compatible endpoint: set OPENAI_COMPATIBLE_URL and restart Windrose.",
            ),
          )
        : ok(compatible);
    },
    loadOf: (id) => limiters[id].load(),
  };
}
