/** What stands at an address that leads nowhere, or to something that was deleted. */
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";
import { Logo } from "./logo";

export function NothingHere() {
  return (
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
      icon={<Logo />}
      isPage
      title="There is nothing at this address"
    >
      What was here may have been deleted, or the link is incomplete.
    </EmptyState>
  );
}
