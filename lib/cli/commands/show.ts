/** `show`: what happened in a run, from its journal. With --json the events, then how it stands. */
import type { WorkflowDocument } from "../../document/schema";
import type { RunEvent } from "../../engine/events";
import type { Actor } from "../../server/access";
import { getRun, readEvents } from "../../server/services/runs";
import { progressLine } from "../progress";
import { readRunResult, resultText } from "../run-result";
import { type ExitCode, printNote, printResult, refuse } from "../terminal";

export async function showCommand(actor: Actor, { target, json }: { readonly target: string; readonly json: boolean }): Promise<ExitCode> {
  const detail = await getRun(actor, target);
  if (detail === null) return refuse({ code: "not_found", message: `There is no run "${target}".` });
  const { run, document } = detail;
  const events = await readEvents(actor, run.id, 0);
  if (json) for (const event of events) printResult(JSON.stringify(event));
  else showJournal(`Run ${run.number} of "${run.workflowName}": ${run.status}`, events, document);

  const finished = events.at(-1);
  if (finished?.type !== "run_finished") {
    if (json)
      printResult(JSON.stringify({ type: "result", runId: run.id, number: run.number, workflowId: run.workflowId, status: run.status }));
    return 0;
  }
  const result = await readRunResult(actor, { runId: run.id, number: run.number, workflowId: run.workflowId }, finished);
  printResult(json ? JSON.stringify(result) : resultText(result, document));
  return 0;
}

function showJournal(title: string, events: readonly RunEvent[], document: WorkflowDocument): void {
  const titles = new Map(document.nodes.map((node) => [node.id, node.title || node.id]));
  const titleWidth = Math.min(32, Math.max(3, ...[...titles.values()].map((text) => text.length)));
  const startedAt = events[0]?.at ?? 0;
  printNote(title);
  for (const event of events) {
    const line = progressLine(event, { startedAt, titleOf: (path) => titles.get(path) ?? path, titleWidth });
    if (line !== null) printNote(line);
  }
}
