/** An address that leads nowhere, or to something that was deleted. */
import type { Metadata } from "next";
import { ListFrame } from "@/components/shell/list-frame";
import { Logo } from "@/components/shell/logo";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";
import { providerStatus } from "@/lib/server/services/settings";

export const metadata: Metadata = { title: "Not found" };

export default function NotFound() {
  return (
    <ListFrame isSimulated={providerStatus().isSimulated}>
      <EmptyState
        actions={
          <>
            <LinkButton href="/" variant="primary">
              Go to workflows
            </LinkButton>
            <LinkButton href="/runs">See runs</LinkButton>
          </>
        }
        className="py-24"
        isPage
        icon={<Logo />}
        title="There is nothing at this address"
      >
        The workflow or run may have been deleted, or the link is incomplete.
      </EmptyState>
    </ListFrame>
  );
}
