/** `validate`: says what keeps a workflow from running, and what may surprise. Needs no database for a file. */
import type { Diagnostic } from "../../compile/diagnostic";
import { validateDocument } from "../../compile/validate";
import type { WorkflowDocument } from "../../document/schema";
import type { Actor } from "../../server/access";
import { findTarget } from "../find-workflow";
import { type ExitCode, noteDocument, printNote, printResult, refuseDocument } from "../terminal";

export async function validateCommand(
  actor: () => Promise<Actor>,
  { target, json }: { readonly target: string; readonly json: boolean },
): Promise<ExitCode> {
  const found = await findTarget(actor, target);
  if (!found.ok) {
    if (!json) return refuseDocument(found.error);
    printResult(JSON.stringify({ isValid: false, error: found.error, diagnostics: [] }));
    noteDocument(found.error);
    return 1;
  }
  const { document } = found.value;
  const diagnostics = validateDocument(document);
  const isValid = diagnostics.every(({ severity }) => severity !== "error");
  if (json) printResult(JSON.stringify({ isValid, diagnostics }));
  else {
    for (const line of diagnosticLines(document, diagnostics)) printNote(line);
    printResult(isValid ? `"${document.name}" can run.` : `"${document.name}" can't run yet.`);
  }
  return isValid ? 0 : 1;
}

export function diagnosticLines(document: WorkflowDocument, diagnostics: readonly Diagnostic[]): string[] {
  return diagnostics.map(({ severity, message, nodeId }) => {
    const title = document.nodes.find((node) => node.id === nodeId)?.title ?? nodeId;
    return title === undefined ? `${severity}: ${message}` : `${severity}: ${title}: ${message}`;
  });
}
