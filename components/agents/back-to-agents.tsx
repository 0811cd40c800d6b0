/** The way back to the library. */
import { ChevronLeft } from "lucide-react";
import Link from "next/link";

export function BackToAgents() {
  return (
    <Link
      className="mb-1 -ml-1.5 inline-flex h-7 items-center gap-1 rounded-control px-1.5 text-ink-soft text-sm hover:text-ink"
      href="/agents"
    >
      <ChevronLeft aria-hidden className="size-4" />
      Agents
    </Link>
  );
}
