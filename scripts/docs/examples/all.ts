/** The examples of all kinds. */
import { agentExamples } from "./agents";
import type { Example } from "./example";
import { flowExamples } from "./flow";
import { outsideExamples } from "./outside";
import { valueExamples } from "./values";

export const examples: readonly Example[] = [...agentExamples, ...flowExamples, ...valueExamples, ...outsideExamples];

/** Throws for a kind without one: a page needs it. */
export function exampleOf(kind: string): Example {
  const example = examples.find((candidate) => candidate.kind === kind);
  if (example === undefined) throw new Error(`The kind ${kind} has no example. Add one in scripts/docs/examples.`);
  return example;
}
