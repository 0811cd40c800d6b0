/** Which runs still change by themselves. */
import type { RunStatus } from "@/lib/projection/run-view";

export function isActiveRun(status: RunStatus): boolean {
  return status === "queued" || status === "running" || status === "waiting";
}
