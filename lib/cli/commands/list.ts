/** `list`: the templates, and the workflows of this workspace, published and not. */
import type { Actor } from "../../server/access";
import { listPublished } from "../../server/services/publishing";
import { listWorkflows } from "../../server/services/workflows";
import { templates } from "../../templates/gallery";
import { type ExitCode, printResult } from "../terminal";

export async function listCommand(actor: Actor, { json }: { readonly json: boolean }): Promise<ExitCode> {
  const [workflows, published] = await Promise.all([listWorkflows(actor, { sort: "name" }), listPublished(actor)]);
  if (json) {
    printResult(
      JSON.stringify({
        templates: templates.map(({ id, name, summary }) => ({ id, name, summary })),
        published,
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
  const sections = [
    ["Templates", ...table(templates.map(({ id, name }) => [id, name]))],
    ["Published", ...table(published.map(({ name, title, version }) => [name, `${title} (version ${version})`]))],
    ["Workflows", ...table(workflows.map(workflowRow))],
  ];
  printResult(sections.map((lines) => lines.join("\n")).join("\n\n"));
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
