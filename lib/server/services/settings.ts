import "server-only";

import type { ModelPrice, ProviderStatus } from "../../projection/summaries";
/**
 * What the settings page shows and changes: the provider in use, prices, the limits in force.
 *
 * Never hands out a key: only whether there is one.
 */
import type { ConnectionReport, ModelInfo } from "../../providers/contract";
import { defaultProvider } from "../../providers/providers.server";
import type { AppError } from "../../shared/app-error";
import { type LimitName, limits } from "../../shared/limits";
import { ok, type Result } from "../../shared/result";
import type { Actor } from "../access";
import { env, limitInForce, limitVariable } from "../env";
import { type NewPrice, upsertPrice } from "../repositories/prices";
import { priceTable } from "./run-costs";

const mistralUrl = "https://api.mistral.ai";
/** Long enough for a slow service, short enough for a person who watches a button. */
const answerMs = 10_000;

export function providerStatus(): ProviderStatus {
  const { MISTRAL_API_KEY, MISTRAL_SERVER_URL, OPENAI_COMPATIBLE_URL, WINDROSE_SIMULATOR_URL } = env();
  const { id, label } = defaultProvider();
  const isSimulated = isSimulatedProvider();
  const ownUrl = id === "openai-compatible" ? OPENAI_COMPATIBLE_URL : (MISTRAL_SERVER_URL ?? mistralUrl);
  return {
    label,
    isSimulated,
    serverUrl: (isSimulated ? WINDROSE_SIMULATOR_URL : ownUrl) ?? "",
    hasKey: MISTRAL_API_KEY !== undefined,
    openAiCompatibleUrl: OPENAI_COMPATIBLE_URL ?? null,
  };
}

/** Without a key the simulator answers, and every run says so. */
export function isSimulatedProvider(): boolean {
  const { MISTRAL_API_KEY, WINDROSE_SIMULATOR_URL } = env();
  return MISTRAL_API_KEY === undefined && WINDROSE_SIMULATOR_URL !== undefined;
}

/** Asks the provider whether it answers and takes the key. */
export async function checkProvider(): Promise<ConnectionReport> {
  return defaultProvider().checkConnection(AbortSignal.timeout(answerMs));
}

export type ModelOffer = {
  readonly models: readonly ModelInfo[];
  readonly agents: readonly { readonly id: string; readonly name: string }[];
  readonly libraries: readonly { readonly id: string; readonly name: string }[];
  /** Why there is no list of models, in a sentence; null when there is one. */
  readonly modelsProblem: string | null;
  readonly provider: ProviderStatus;
};

/** What can be chosen in an agent's panel. Lists the provider can't give are empty: a model's name may still be typed. */
export async function listModels(): Promise<ModelOffer> {
  const provider = defaultProvider();
  const signal = AbortSignal.timeout(answerMs);
  const [models, agents, libraries] = await Promise.all([
    provider.listModels(signal),
    provider.listAgents(signal),
    provider.listLibraries(signal),
  ]);
  return {
    models: itemsOf(models),
    agents: itemsOf(agents),
    libraries: itemsOf(libraries),
    modelsProblem: models.ok ? null : models.error.message,
    provider: providerStatus(),
  };
}

/** The prices that ship with the product, with the operator's own in their place, by model. */
export async function listPrices(actor: Actor): Promise<ModelPrice[]> {
  return [...(await priceTable(actor)).values()].sort((a, b) => a.model.localeCompare(b.model, "en"));
}

/** Sets the price of a model, known or not, for this workspace; costs of past runs follow. */
export async function savePrice(actor: Actor, price: NewPrice): Promise<Result<ModelPrice, AppError>> {
  await upsertPrice(actor, price);
  return ok({ ...price, isEdited: true });
}

export type LimitInForce = {
  readonly name: LimitName;
  readonly label: string;
  readonly unit: string;
  readonly value: number;
  /** As far as it may be raised. */
  readonly hard: number;
  /** The environment variable that sets it; null where it is fixed. */
  readonly variable: string | null;
};

export function limitsInForce(): LimitInForce[] {
  // Object.keys widens to string; the keys of a const object are exactly its names.
  return (Object.keys(limits) as LimitName[]).map((name) => {
    const { label, unit, value, hard } = limits[name];
    return { name, label, unit, value: limitInForce(name), hard, variable: hard > value ? limitVariable(name) : null };
  });
}

function itemsOf<T>(list: Result<readonly T[], unknown>): readonly T[] {
  return list.ok ? list.value : [];
}
