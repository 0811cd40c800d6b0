/**
 * A run that is over, as a test looks at it: who was asked what, in which order, and what became of every step.
 *
 * Only tests import it.
 */

import type { WorkflowDocument, WorkflowNode } from "../../lib/document/schema";
import type { RunEvent, StoredValue } from "../../lib/engine/events";
import { foldRunView, type RunView } from "../../lib/projection/run-view";
import type { Exchange } from "../../lib/providers/exchange";
import { canonicalJson, type JsonObject, type JsonValue } from "../../lib/shared/json";
import type { RecordedRequest } from "../../lib/simulator/recorder";
import { findTemplate } from "../../lib/templates/gallery";
import type { LiveRuns, SentBody } from "./live-runs";

/** A request as it reached the model, with the step that sent it. */
export type Asked = {
  readonly step: string;
  readonly attempt: number;
  readonly turn: number;
  /** Of the conversation it was appended to; null for one that began a conversation. */
  readonly appendedTo: string | null;
  readonly request: RecordedRequest;
  readonly body: SentBody;
};

export type PlayedRun = {
  readonly runId: string;
  readonly journal: readonly RunEvent[];
  readonly view: RunView;
  /** In the order in which the requests arrived. */
  readonly asked: readonly Asked[];
};

/** Runs a document to its end, on its sample input unless another is given. `onStart` is told the run's id. */
export function playerOf({ simulator, start, ended }: LiveRuns) {
  return async (document: WorkflowDocument, input?: JsonObject, onStart?: (runId: string) => void): Promise<PlayedRun> => {
    const before = simulator().requests().length;
    const runId = await start(document, input);
    onStart?.(runId);
    return readPlayedRun(runId, await ended(runId), simulator().requests().slice(before));
  };
}

/** The document of a template. */
export function template(id: string): WorkflowDocument {
  const found = findTemplate(id);
  if (found === undefined) throw new Error(`The gallery has no ${id}.`);
  return found.document;
}

/** The same document with some of one node's config and settings replaced. */
export function withNode(
  document: WorkflowDocument,
  nodeId: string,
  config: JsonObject,
  settings?: WorkflowNode["settings"],
): WorkflowDocument {
  const changed = (node: WorkflowNode): WorkflowNode => ({
    ...node,
    config: { ...node.config, ...config },
    ...(settings !== undefined && { settings: { ...node.settings, ...settings } }),
  });
  return { ...document, nodes: document.nodes.map((node) => (node.id === nodeId ? changed(node) : node)) };
}

/**
 * Reads a run that has ended together with the requests that it sent.
 *
 * Throws when a request is recorded with no step, or a step records one that never arrived: what went out and
 * what people are shown of it have to be the same.
 *
 * @param requests all that arrived since the simulator was reset; of this run alone.
 */
export async function readPlayedRun(runId: string, journal: readonly RunEvent[], requests: readonly RecordedRequest[]): Promise<PlayedRun> {
  const { pool } = await import("../../lib/server/db");
  const { rows } = await pool().query("SELECT path, attempt, turn, exchanges FROM step_attempt WHERE run_id = $1", [runId]);
  const kept = rows.flatMap(({ path, attempt, turn, exchanges }) =>
    (exchanges as readonly Exchange[]).map((exchange) => ({ path, attempt, turn, exchange })),
  );
  const asked = requests
    .filter(({ method }) => method === "POST")
    .map((request): Asked => {
      const at = kept.findIndex(({ exchange }) => isSame(exchange, request));
      const [found] = at === -1 ? [] : kept.splice(at, 1);
      if (found === undefined) throw new Error(`No step records the request ${request.path} ${JSON.stringify(request.body)}`);
      const { path: step, attempt, turn } = found;
      const [, appendedTo = null] = /^\/v1\/conversations\/([^/?#]+)/.exec(request.path) ?? [];
      // The simulator refuses any other shape.
      return { step, attempt, turn, appendedTo, request, body: request.body as SentBody };
    });
  const unsent = kept.filter(({ exchange }) => exchange.status !== null && exchange.path.includes("/v1/"));
  if (unsent.length > 0) throw new Error(`Recorded, but never sent: ${unsent.map(({ path }) => path).join(", ")}`);
  return { runId, journal, view: foldRunView(journal), asked };
}

function isSame(exchange: Exchange, request: RecordedRequest): boolean {
  const plain = (path: string) => path.replace(/[?#].*$/, "");
  return plain(exchange.path) === plain(request.path) && canonicalJson(exchange.requestBody) === canonicalJson(request.body);
}

/** "lead.call[0].coder succeeded", sorted by path: an order that no timing changes. */
export function treeOf({ view }: Pick<PlayedRun, "view">): readonly string[] {
  return [...view.steps.values()].map(({ path, status }) => `${path} ${status}`).toSorted();
}

/** Most steps of such paths that the journal shows at work at one moment. */
export function mostAtOnce({ journal }: Pick<PlayedRun, "journal">, isIt: (path: string) => boolean): number {
  const atWork = new Set<string>();
  let most = 0;
  for (const event of journal) {
    if (!("path" in event) || event.path === undefined || !isIt(event.path)) continue;
    if (event.type === "step_started" || event.type === "step_resumed") atWork.add(event.path);
    if (event.type === "step_succeeded" || event.type === "step_failed" || event.type === "step_cancelled") atWork.delete(event.path);
    most = Math.max(most, atWork.size);
  }
  return most;
}

/** What a step of that path came to. */
export function outputOf({ view }: Pick<PlayedRun, "view">, path: string): JsonValue {
  return storedValue(view.steps.get(path)?.output);
}

/** As `outputOf`, for a step that comes to a text. */
export function textOf(run: Pick<PlayedRun, "view">, path: string): string {
  const output = outputOf(run, path);
  if (typeof output !== "string" || output.trim() === "") throw new Error(`${path} came to no text: ${JSON.stringify(output)}`);
  return output.trim();
}

export function storedValue(stored: StoredValue | null | undefined): JsonValue {
  if (stored === null || stored === undefined) return null;
  if (!("inline" in stored)) throw new Error("The value lies beside the journal.");
  return stored.inline;
}

/** Paths of the steps that were asked, in the order in which their requests arrived. */
export function order({ asked }: Pick<PlayedRun, "asked">): readonly string[] {
  return asked.map(({ step }) => step);
}

/** A request of a step, counted from 0, or from its last one with -1; without a number its only one. */
export function askedOf({ asked }: Pick<PlayedRun, "asked">, step: string, nth?: number): Asked {
  const all = asked.filter((one) => one.step === step);
  const found = all.at(nth ?? 0);
  if (found === undefined || (nth === undefined && all.length > 1)) throw new Error(`${step} was asked ${all.length} times.`);
  return found;
}

/** What a step's request said last: its message. */
export function messageOf({ body }: Pick<Asked, "body">): string {
  return String(body.inputs?.at(-1)?.content ?? "");
}

/** Kinds of the entries that a request carried, its message last. */
export function carried({ body }: Pick<Asked, "body">): readonly string[] {
  return (body.inputs ?? []).map(({ type }) => type);
}

/**
 * What an agent's request has to hold, by its settings in the document.
 *
 * @param instructions as they are after filling in; without it as they are written.
 */
export function requestOf(document: WorkflowDocument, nodeId: string, instructions?: string): JsonObject {
  const config = document.nodes.find(({ id }) => id === nodeId)?.config ?? {};
  const { model = null, temperature, tools, instructions: written = "" } = config;
  return {
    model,
    instructions: instructions ?? written,
    ...(temperature !== undefined && { completion_args: { temperature } }),
    ...(Array.isArray(tools) && tools.length > 0 && { tools }),
  };
}
