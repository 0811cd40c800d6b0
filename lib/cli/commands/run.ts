/**
 * `run`: starts a run, shows how it goes, prints what it came to.
 *
 * Ctrl+C cancels the run, waits for its end and exits with 130; pressed again it does not wait.
 */
import type { WorkflowDocument } from "../../document/schema";
import type { RunEvent } from "../../engine/events";
import type { Actor } from "../../server/access";
import { cancelRun } from "../../server/services/run-inbox";
import { findRunnable } from "../find-runnable";
import { followRun } from "../follow-run";
import { type ProgressContext, progressLine } from "../progress";
import { readInputs } from "../run-input";
import { readRunResult, resultText } from "../run-result";
import { type ExitCode, printNote, printResult, refuse, refuseDocument } from "../terminal";

export async function runCommand(
  actor: Actor,
  { target, inputs, json }: { readonly target: string; readonly inputs: readonly string[]; readonly json: boolean },
): Promise<ExitCode> {
  const runnable = await findRunnable(actor, target);
  if (!runnable.ok)
    return runnable.error.code === "invalid_workflow" ? refuse(runnable.error, runnable.error.details) : refuseDocument(runnable.error);
  const { document, fields, start } = runnable.value;
  const input = await readInputs(inputs, { fields, sample: document.sampleInput });
  if (!input.ok) return refuse(input.error);
  const started = await start(input.value);
  if (started.ok) return await watch(actor, { ...started.value, document, json });
  const problems = Object.entries(started.error.fields ?? {}).map(([key, problem]) => `${key}: ${problem}`);
  return refuse(started.error, problems);
}

type Watched = {
  readonly runId: string;
  readonly number: number;
  readonly workflowId: string;
  readonly document: WorkflowDocument;
  readonly json: boolean;
};

async function watch(actor: Actor, { document, json, ...run }: Watched): Promise<ExitCode> {
  const interruption = cancelOnInterrupt(actor, run.runId);
  if (!json) announce(run, document.name);
  const showProgress = progressPrinter(document);
  const finished = await followRun(actor, run.runId, (event) => (json ? printResult(JSON.stringify(event)) : showProgress(event)));
  interruption.stop();

  const result = await readRunResult(actor, run, finished);
  printResult(json ? JSON.stringify(result) : resultText(result, document));
  if (interruption.happened()) return 130;
  return result.status === "succeeded" ? 0 : 1;
}

/** With the link to watch it at, where the app runs. */
function announce({ runId, number, workflowId }: Omit<Watched, "document" | "json">, name: string): void {
  const app = process.env.WINDROSE_APP_URL;
  printNote(`Run ${number} of "${name}" (${app === undefined ? runId : `${app}/workflows/${workflowId}/runs/${runId}`})`);
}

function progressPrinter(document: WorkflowDocument): (event: RunEvent) => void {
  const titles = new Map(document.nodes.map((node) => [node.id, node.title || node.id]));
  const titleWidth = Math.min(32, Math.max(3, ...[...titles.values()].map((title) => title.length)));
  let context: ProgressContext | null = null;
  return (event) => {
    context ??= { startedAt: event.at, titleOf: (path) => titles.get(path) ?? path, titleWidth };
    if (event.type === "run_started" && event.simulated) printNote("Simulated model: no key is set, so the answers are made up.");
    const line = progressLine(event, context);
    if (line !== null) printNote(line);
  };
}

/** A terminal may deliver one Ctrl+C twice, to us and through the script that started us. */
const sameKeyPressMs = 500;

function cancelOnInterrupt(actor: Actor, runId: string): { readonly happened: () => boolean; readonly stop: () => void } {
  let firstAt: number | null = null;
  const interrupted = (): void => {
    if (firstAt !== null) {
      if (Date.now() - firstAt > sameKeyPressMs) process.exit(130);
      return;
    }
    firstAt = Date.now();
    printNote("Cancelling the run. Press Ctrl+C again to leave at once.");
    void cancelRun(actor, runId).catch(() => process.exit(130));
  };
  process.on("SIGINT", interrupted);
  process.on("SIGTERM", interrupted);
  return {
    happened: () => firstAt !== null,
    stop: () => {
      process.off("SIGINT", interrupted);
      process.off("SIGTERM", interrupted);
    },
  };
}
