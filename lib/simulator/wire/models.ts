/**
 * The models the simulator offers: the names and context lengths the service lists.
 */
export type ModelCard = {
  readonly id: string;
  readonly aliases: readonly string[];
  readonly context: number;
  readonly isDeprecated: boolean;
  readonly reasons: boolean;
};

const card = (id: string, aliases: readonly string[], context = 262_144, reasons = false, isDeprecated = false): ModelCard => ({
  id,
  aliases,
  context,
  isDeprecated,
  reasons,
});

export const modelCards: readonly ModelCard[] = [
  card("mistral-medium-3-5", ["mistral-medium-latest", "mistral-medium-3", "mistral-medium"], 262_144, true),
  card("mistral-large-2512", ["mistral-large-latest"]),
  card("mistral-small-2603", ["mistral-small-latest"], 262_144, true),
  card("ministral-14b-2512", ["ministral-14b-latest"]),
  card("ministral-8b-2512", ["ministral-8b-latest"]),
  card("ministral-3b-2512", ["ministral-3b-latest"]),
  card("codestral-2508", ["codestral-latest"], 131_072),
  card("labs-leanstral-1-5", []),
  card("zai-glm-5-2", [], 1_000_000),
  card("mistral-medium-2508", [], 131_072, false, true),
  card("magistral-medium-2509", ["magistral-medium-latest"], 131_072, true, true),
];

const known = new Map(modelCards.flatMap((model) => [model.id, ...model.aliases].map((name) => [name, model] as const)));

export function modelNamed(name: string): ModelCard | undefined {
  return known.get(name);
}
