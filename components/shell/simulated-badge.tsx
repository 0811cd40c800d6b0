/** Says that answers come from the simulator. Stands on every screen that shows a result. */
import { FlaskConical } from "lucide-react";
import Link from "next/link";
import { Tooltip } from "@/components/ui/tooltip";

export function SimulatedBadge() {
  return (
    <Tooltip content="No key is set, so a built-in simulator answers instead of Mistral. Settings say how to change that.">
      <Link
        className="inline-flex h-7 flex-none items-center gap-1.5 whitespace-nowrap rounded-control border border-running/40 px-2 font-medium text-running text-xs transition-colors hover:border-running"
        href="/settings#provider"
      >
        <FlaskConical aria-hidden className="size-3.5" />
        Simulated model
      </Link>
    </Tooltip>
  );
}
