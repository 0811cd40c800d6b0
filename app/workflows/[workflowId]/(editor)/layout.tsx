/** Says 404 for a workflow that does not exist: once the frame of loading.tsx is on its way, the status can't be said any more. */
import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { localActor } from "@/lib/server/access";
import { IdParam } from "@/lib/server/boundary/ids";
import { workflowExists } from "@/lib/server/services/workflows";

type Props = { readonly children: ReactNode; readonly params: Promise<{ readonly workflowId: string }> };

export default async function EditorLayout({ children, params }: Props) {
  const { workflowId } = await params;
  if (!IdParam.safeParse(workflowId).success || !(await workflowExists(await localActor(), workflowId))) notFound();
  return children;
}
