/** The frame of every list: header above, one column of content below. */
import type { ReactNode } from "react";
import { ListFrame } from "@/components/shell/list-frame";
import { providerStatus } from "@/lib/server/services/settings";

export default function LibraryLayout({ children }: { readonly children: ReactNode }) {
  return <ListFrame isSimulated={providerStatus().isSimulated}>{children}</ListFrame>;
}
