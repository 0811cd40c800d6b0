/** Marks what the simulator answered. */
import { FlaskConical } from "lucide-react";

export function SimulatedTag() {
  return (
    <span className="inline-flex h-6 items-center gap-1.5 rounded-control border border-running/40 px-2 font-medium text-running text-xs">
      <FlaskConical aria-hidden className="size-3.5" />
      Simulated model
    </span>
  );
}
