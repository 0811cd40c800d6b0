/**
 * Says 404 for an address that can't be a library's: once the frame of loading.tsx is on its way, the status can't be
 * said any more. Whether there is such a library only its provider knows, and that may take a while.
 */
import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { IdParam } from "@/lib/server/boundary/ids";

type Props = { readonly children: ReactNode; readonly params: Promise<{ readonly libraryId: string }> };

export default async function LibraryLayout({ children, params }: Props) {
  if (!IdParam.safeParse((await params).libraryId).success) notFound();
  return children;
}
