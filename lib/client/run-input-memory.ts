/**
 * What a person last typed into a workflow's Run dialog: offered again, in this browser only.
 */
import { z } from "zod";
import { readLocal, writeLocal } from "./preferences";

const Typed = z.record(z.string(), z.string());

const mostCharacters = 200_000;

/** By field key; null when nothing was typed yet. */
export function lastTyped(workflowId: string): { readonly [key: string]: string } | null {
  const text = readLocal(keyOf(workflowId));
  if (text === null) return null;
  try {
    const parsed = Typed.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

/** Very long texts are not kept: storage is shared by every workflow. */
export function keepTyped(workflowId: string, values: { readonly [key: string]: string }): void {
  const text = JSON.stringify(values);
  if (text.length <= mostCharacters) writeLocal(keyOf(workflowId), text);
}

function keyOf(workflowId: string): string {
  return `windrose.input.${workflowId}`;
}
