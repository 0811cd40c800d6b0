/**
 * Names of models: the ones offered before the provider was asked, and how a card spells one.
 *
 * Pure. What the provider really offers is asked for by the server; any name may be typed.
 */
export const offeredModels = ["mistral-medium-latest", "mistral-large-latest", "mistral-small-latest"] as const;

/** What new nodes start with. */
export const defaultModel = "mistral-medium-latest";

/** As a card shows it: without `-latest`. */
export function shortModelName(model: string): string {
  return model.trim().replace(/-latest$/, "");
}
