/** An address that leads nowhere. */
import type { Metadata } from "next";
import { ListFrame } from "@/components/shell/list-frame";
import { NothingHere } from "@/components/shell/nothing-here";
import { providerStatus } from "@/lib/server/services/settings";

export const metadata: Metadata = { title: "Not found" };

export default function NotFound() {
  return (
    <ListFrame isSimulated={providerStatus().isSimulated}>
      <NothingHere />
    </ListFrame>
  );
}
