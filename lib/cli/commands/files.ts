/** `export` and `import`: workflows as files. */
import { writeFile } from "node:fs/promises";
import { exportDocument } from "../../document/export-document";
import type { Actor } from "../../server/access";
import { createWorkflow } from "../../server/services/workflows";
import { findTarget, readFileTarget } from "../find-workflow";
import { type ExitCode, printNote, printResult, refuse, refuseDocument } from "../terminal";

/** To the named file, which must not exist yet, or to stdout. */
export async function exportCommand(
  actor: Actor,
  { target, out }: { readonly target: string; readonly out: string | null },
): Promise<ExitCode> {
  const found = await findTarget(async () => actor, target);
  if (!found.ok) return refuseDocument(found.error);
  const text = exportDocument(found.value.document);
  if (out === null) {
    printResult(text);
    return 0;
  }
  try {
    await writeFile(out, text, { flag: "wx" });
  } catch (error) {
    const exists = error instanceof Error && "code" in error && error.code === "EEXIST";
    return refuse({ code: "not_written", message: exists ? `${out} exists already; name another file.` : `${out} can't be written.` });
  }
  printNote(`Exported "${found.value.document.name}" to ${out}.`);
  return 0;
}

export async function importCommand(
  actor: Actor,
  { target, json }: { readonly target: string; readonly json: boolean },
): Promise<ExitCode> {
  const found = await readFileTarget(target);
  if (!found.ok) return refuseDocument(found.error);
  const created = await createWorkflow(actor, { document: found.value.document });
  if (!created.ok) return refuse(created.error);
  printResult(json ? JSON.stringify(created.value) : created.value.workflowId);
  if (!json) printNote(`Imported "${found.value.document.name}".`);
  return 0;
}
