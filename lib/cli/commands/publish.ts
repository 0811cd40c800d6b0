/** `publish` and `unpublish`: the name a workflow answers under. */
import type { Actor } from "../../server/access";
import { publishWorkflow, unpublishName } from "../../server/services/publishing";
import { findTarget, workflowOf } from "../find-workflow";
import { type ExitCode, printNote, printResult, refuse, refuseDocument } from "../terminal";
import { diagnosticLines } from "./validate";

export async function publishCommand(
  actor: Actor,
  { target, publishedName, json }: { readonly target: string; readonly publishedName: string; readonly json: boolean },
): Promise<ExitCode> {
  const found = await findTarget(async () => actor, target);
  if (!found.ok) return refuseDocument(found.error);
  const workflowId = await workflowOf(actor, found.value);
  if (!workflowId.ok) return refuseDocument(workflowId.error);
  const published = await publishWorkflow(actor, { workflowId: workflowId.value, name: publishedName });
  if (!published.ok) return refuse(published.error, diagnosticLines(found.value.document, published.error.diagnostics ?? []));
  const { name, number } = published.value;
  printResult(json ? JSON.stringify({ ...published.value, workflowId: workflowId.value }) : name);
  if (!json) printNote(`Published "${found.value.document.name}" as ${name}, version ${number}.`);
  return 0;
}

export async function unpublishCommand(actor: Actor, { target }: { readonly target: string }): Promise<ExitCode> {
  const done = await unpublishName(actor, target);
  if (!done.ok) return refuse(done.error);
  printNote(`${target} answers no more.`);
  return 0;
}
