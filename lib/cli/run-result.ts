/**
 * What a finished run came to, with every output read back in full.
 */
import type { WorkflowDocument } from "../document/schema";
import type { StoredValue } from "../engine/events";
import type { Actor } from "../server/access";
import { readBlob } from "../server/services/runs";
import type { JsonObject, JsonValue } from "../shared/json";
import type { RunFinished } from "./follow-run";

export type RunResult = {
  readonly type: "result";
  readonly runId: string;
  readonly number: number;
  readonly workflowId: string;
  readonly status: RunFinished["status"];
  /** By output node. */
  readonly outputs: JsonObject;
  readonly error: { readonly code: string; readonly message: string; readonly path?: string } | null;
};

export async function readRunResult(
  actor: Actor,
  run: { readonly runId: string; readonly number: number; readonly workflowId: string },
  finished: RunFinished,
): Promise<RunResult> {
  const outputs: { [nodeId: string]: JsonValue } = {};
  for (const [nodeId, stored] of Object.entries(finished.outputs)) outputs[nodeId] = await readValue(actor, run.runId, stored);
  const { status, error } = finished;
  const told =
    error === undefined ? null : { code: error.code, message: error.message, ...(error.path === undefined ? {} : { path: error.path }) };
  return { type: "result", ...run, status, outputs, error: told };
}

/** The outputs as text: one alone as it is, several under their titles. */
export function resultText({ outputs }: RunResult, document: WorkflowDocument): string {
  const texts = Object.entries(outputs).map(([nodeId, value]) => ({
    title: document.nodes.find((node) => node.id === nodeId)?.title || nodeId,
    text: typeof value === "string" ? value : JSON.stringify(value, null, 2),
  }));
  const [only, another] = texts;
  if (only === undefined) return "";
  return another === undefined ? only.text : texts.map(({ title, text }) => `# ${title}\n\n${text}`).join("\n\n");
}

async function readValue(actor: Actor, runId: string, stored: StoredValue): Promise<JsonValue> {
  if ("inline" in stored) return stored.inline;
  const blob = await readBlob(actor, runId, stored.blob.blobId);
  if (blob === null) return null;
  return JSON.parse(new TextDecoder().decode(blob.content));
}
