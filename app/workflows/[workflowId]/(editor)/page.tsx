/** The editor of one workflow. */
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache } from "react";
import { EditorFrame } from "@/components/editor/editor-frame";
import { EditorShell, type Opening } from "@/components/editor/editor-shell";
import { OnceLive } from "@/components/ui/once-live";
import { localActor } from "@/lib/server/access";
import { IdParam } from "@/lib/server/boundary/ids";
import { getRun } from "@/lib/server/services/runs";
import { getEditorWorkflow } from "@/lib/server/services/workflows";

type Props = {
  readonly params: Promise<{ workflowId: string }>;
  /** `run` opens that run in the drawer, `again` offers its input. */
  readonly searchParams: Promise<{ readonly run?: string | string[]; readonly again?: string | string[] }>;
};

/** Once a request, for the title and the page. */
const readWorkflow = cache(async (workflowId: string) =>
  IdParam.safeParse(workflowId).success ? getEditorWorkflow(await localActor(), workflowId) : null,
);

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const workflow = await readWorkflow((await params).workflowId);
  return { title: workflow?.document.name ?? "Workflow" };
}

export default async function EditorPage({ params, searchParams }: Props) {
  const { workflowId } = await params;
  const workflow = await readWorkflow(workflowId);
  if (workflow === null) notFound();
  const opening = await readOpening(workflowId, await searchParams);
  return (
    <OnceLive until={<EditorFrame />}>
      <EditorShell key={workflowId} opening={opening} workflow={workflow} />
    </OnceLive>
  );
}

/** A run that is gone, or is another workflow's, opens nothing. */
async function readOpening(workflowId: string, { run, again }: Awaited<Props["searchParams"]>): Promise<Opening | null> {
  const runId = run ?? again;
  if (typeof runId !== "string") return null;
  const detail = await getRun(await localActor(), runId);
  if (detail === null || detail.run.workflowId !== workflowId) return null;
  return run === undefined ? { is: "again", input: detail.input } : { is: "run", runId, document: detail.document };
}
