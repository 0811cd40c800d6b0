import "server-only";
import { createHash } from "node:crypto";

/** The step that starts a run and waits for it. */
export type ParentStep = { readonly runId: string; readonly path: string };

/** The same for every attempt of a step. Reads like the other ids of runs. */
export function childRunId({ runId, path }: ParentStep): string {
  const hex = createHash("sha256").update(`${runId}/${path}`).digest("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join("-");
}
