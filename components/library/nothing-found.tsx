/** A search or filter that leaves nothing, and the way back. */
import { SearchX } from "lucide-react";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";

export function NothingFound({ what, clearHref }: { readonly what: string; readonly clearHref: string }) {
  return (
    <EmptyState
      actions={<LinkButton href={clearHref}>Clear filters</LinkButton>}
      className="rounded-card border border-dashed"
      icon={<SearchX aria-hidden />}
      title={`No ${what} matches`}
    >
      Nothing here fits what you searched or filtered for.
    </EmptyState>
  );
}
