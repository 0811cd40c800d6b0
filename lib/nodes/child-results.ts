/**
 * What children came to, as a text for the model that puts their results together.
 *
 * Pure.
 */
import type { ChildResult } from "./execution";
import { valueText } from "./received";

/** Numbered sections in the order the children were started; a failure says what went wrong. */
export function resultsText(children: readonly ChildResult[], heading: (child: ChildResult) => string): string {
  return inOrder(children)
    .map((child, place) => `## ${place + 1}. ${heading(child)}\n\n${outcomeText(child)}`)
    .join("\n\n");
}

/** The first thing that went wrong, when nothing went right; undefined otherwise. */
export function commonFailure(children: readonly ChildResult[]): string | undefined {
  const [first] = inOrder(children);
  if (first === undefined || children.some(({ status }) => status === "succeeded")) return undefined;
  return first.error?.message ?? "It was cancelled.";
}

function inOrder(children: readonly ChildResult[]): readonly ChildResult[] {
  return children.toSorted((a, b) => a.index - b.index);
}

function outcomeText({ status, output, error }: ChildResult): string {
  if (status === "succeeded") return valueText(output);
  return status === "cancelled" ? "There is no result: it was cancelled." : `There is no result: it failed. ${error?.message ?? ""}`.trim();
}
