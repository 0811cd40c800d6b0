/** Says 404 for a run that does not exist: once the frame of loading.tsx is on its way, the status can't be said any more. */
import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { localActor } from "@/lib/server/access";
import { IdParam } from "@/lib/server/boundary/ids";
import { findRun } from "@/lib/server/services/runs";

type Props = { readonly children: ReactNode; readonly params: Promise<{ readonly runId: string }> };

export default async function RunLayout({ children, params }: Props) {
  const { runId } = await params;
  if (!IdParam.safeParse(runId).success || (await findRun(await localActor(), runId)) === null) notFound();
  return children;
}
