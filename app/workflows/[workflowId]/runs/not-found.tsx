/** A run that does not exist, or no longer. */
import { SearchX } from "lucide-react";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";

export default function RunNotFound() {
  return (
    <main className="grid min-h-dvh place-items-center" id="content">
      <EmptyState
        actions={
          <>
            <LinkButton href="/runs" variant="primary">
              See all runs
            </LinkButton>
            <LinkButton href="/" variant="secondary">
              Go to workflows
            </LinkButton>
          </>
        }
        icon={<SearchX aria-hidden />}
        isPage
        title="There is no such run"
      >
        It may have been removed with its workflow, or the address is incomplete.
      </EmptyState>
    </main>
  );
}
