"use client";

/** What an agent was: every version with what changed in it, and the way back to it. */
import { useRouter } from "next/navigation";
import { useTransition } from "react";
import { toast } from "sonner";
import { restoreAgentVersionAction } from "@/app/actions/agent";
import { When } from "@/components/library/when";
import { Button } from "@/components/ui/button";
import { changedSettings } from "@/lib/nodes/agent/library-agent";
import type { LibraryAgentVersion } from "@/lib/projection/library-agents";
import { AgentSection } from "./agent-section";
import { sayWhatWasSaved } from "./say-what-was-saved";

export type VersionListProps = {
  readonly agentId: string;
  readonly current: number;
  /** Newest first. */
  readonly versions: readonly LibraryAgentVersion[];
  /** Epoch milliseconds. */
  readonly now: number;
};

export function VersionList({ agentId, current, versions, now }: VersionListProps) {
  const router = useRouter();
  const [isBusy, startWork] = useTransition();

  function restore(number: number): void {
    startWork(async () => {
      const restored = await restoreAgentVersionAction({ agentId, number, baseVersion: current });
      if (!restored.ok) {
        toast.error(restored.error.message);
        return;
      }
      sayWhatWasSaved(restored.value, current);
      router.refresh();
    });
  }

  return (
    <AgentSection title="Versions">
      <ol className="-mx-1 flex max-h-96 flex-col gap-3 overflow-y-auto px-1">
        {versions.map((version, index) => (
          <li className="flex items-start gap-2" data-testid={`version-${version.number}`} key={version.number}>
            <div className="min-w-0 flex-1">
              <p className="text-sm">
                <span className="font-medium">
                  Version <span className="num">{version.number}</span>
                </span>{" "}
                <When className="text-ink-soft text-xs" iso={version.createdAt} now={now} />
              </p>
              <p className="text-ink-soft text-xs">{changeOf(version, versions[index + 1])}</p>
            </div>
            {version.number === current ? (
              <span className="flex-none text-ink-soft text-xs leading-5">current</span>
            ) : (
              <Button
                aria-label={`Restore version ${version.number}`}
                disabled={isBusy}
                onClick={() => restore(version.number)}
                size="sm"
                variant="ghost"
              >
                Restore
              </Button>
            )}
          </li>
        ))}
      </ol>
    </AgentSection>
  );
}

function changeOf(version: LibraryAgentVersion, before: LibraryAgentVersion | undefined): string {
  if (before === undefined) return version.number === 1 ? "The first one" : "Earlier ones are not listed";
  return `Changed: ${changedSettings(before.config, version.config).join(", ").toLowerCase()}`;
}
