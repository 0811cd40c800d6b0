/** The editor of one workflow. */
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache } from "react";
import { EditorShell } from "@/components/editor/editor-shell";
import { localActor } from "@/lib/server/access";
import { getEditorWorkflow } from "@/lib/server/services/workflows";

type Props = { readonly params: Promise<{ workflowId: string }> };

/** Once a request, for the title and the page. */
const readWorkflow = cache(async (workflowId: string) => getEditorWorkflow(await localActor(), workflowId));

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const workflow = await readWorkflow((await params).workflowId);
  return { title: workflow?.document.name ?? "Workflow" };
}

export default async function EditorPage({ params }: Props) {
  const { workflowId } = await params;
  const workflow = await readWorkflow(workflowId);
  if (workflow === null) notFound();
  return <EditorShell key={workflowId} workflow={workflow} />;
}
