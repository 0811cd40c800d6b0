/** The runs of one workflow stand in the list of all runs, filtered. */
import { redirect } from "next/navigation";

export default async function WorkflowRunsPage({ params }: { readonly params: Promise<{ readonly workflowId: string }> }) {
  const { workflowId } = await params;
  redirect(`/runs?workflow=${encodeURIComponent(workflowId)}`);
}
