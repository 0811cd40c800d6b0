/** `list`: the templates, and the workflows of this workspace. */
import type { Actor } from "../../server/access";
import { listWorkflows } from "../../server/services/workflows";
import { templates } from "../../templates/gallery";
import { type ExitCode, printResult } from "../terminal";

export async function listCommand(actor: Actor, { json }: { readonly json: boolean }): Promise<ExitCode> {
  const workflows = await listWorkflows(actor, { sort: "name" });
  if (json) {
    printResult(
      JSON.stringify({
        templates: templates.map(({ id, name, summary }) => ({ id, name, summary })),
        workflows: workflows.map(({ id, name, description, updatedAt, runCount, lastRun }) => ({
          id,
          name,
          description,
          updatedAt,
          runCount,
          lastRun: lastRun === null ? null : { id: lastRun.id, number: lastRun.number, status: lastRun.status },
        })),
      }),
    );
    return 0;
  }
  printResult(
    ["Templates", ...table(templates.map(({ id, name }) => [id, name])), "", "Workflows", ...table(workflows.map(workflowRow))].join("\n"),
  );
  return 0;
}

function workflowRow(workflow: Awaited<ReturnType<typeof listWorkflows>>[number]): readonly [string, string] {
  const { id, name, lastRun } = workflow;
  return [id, lastRun === null ? `${name} (no runs yet)` : `${name} (run ${lastRun.number} ${lastRun.status})`];
}

function table(rows: readonly (readonly [string, string])[]): string[] {
  if (rows.length === 0) return ["  none yet"];
  const width = Math.max(...rows.map(([first]) => first.length));
  return rows.map(([first, second]) => `  ${first.padEnd(width)}  ${second}`);
}
