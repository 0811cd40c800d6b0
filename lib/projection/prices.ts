/**
 * The prices that ship with the product: Mistral's list of 21 August 2026, in US dollars per million tokens.
 *
 * Data only. What an operator typed in Settings stands in place of a line; a model that is in
 * neither list costs an unknown amount, which is shown as unknown and never as nothing.
 */
import type { ModelPrice } from "./summaries";

/** The day the shipped list was true. ISO 8601. */
export const pricesAsOf = "2026-08-21";

const listed = (input: number, output: number, ...models: readonly string[]): readonly ModelPrice[] =>
  models.map((model) => ({ model, input, output, asOf: pricesAsOf, isEdited: false }));

export const shippedPrices: readonly ModelPrice[] = [
  ...listed(1.5, 7.5, "mistral-medium-latest", "mistral-medium-3-5", "mistral-medium-3"),
  ...listed(0.5, 1.5, "mistral-large-latest", "mistral-large-2512"),
  ...listed(0.15, 0.6, "mistral-small-latest", "mistral-small-2603"),
  ...listed(0.2, 0.2, "ministral-14b-latest", "ministral-14b-2512"),
  ...listed(0.15, 0.15, "ministral-8b-latest", "ministral-8b-2512"),
  ...listed(0.1, 0.1, "ministral-3b-latest", "ministral-3b-2512"),
  ...listed(0.3, 0.9, "codestral-latest", "codestral-2508"),
  ...listed(0, 0, "labs-leanstral-1-5"),
  ...listed(1.4, 4.4, "zai-glm-5-2"),
  ...listed(0.4, 2, "devstral-2512", "mistral-medium-2505", "mistral-medium-2508"),
];
