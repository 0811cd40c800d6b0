"use client";

/** What was published before: who, when, and a way back. */
import { Button } from "@/components/ui/button";
import { formatExactTime, formatWhen } from "@/lib/projection/format";
import type { ReleaseSummary } from "@/lib/projection/published";

export type PublishVersionsProps = {
  readonly releases: readonly ReleaseSummary[];
  /** Something is being published. */
  readonly isBusy: boolean;
  readonly onPublishAgain: (release: ReleaseSummary) => void;
};

export function PublishVersions({ releases, isBusy, onPublishAgain }: PublishVersionsProps) {
  if (releases.length === 0) return null;
  const now = Date.now();
  return (
    <section aria-labelledby="published-versions">
      <h3 className="mb-1.5 font-medium text-xs" id="published-versions">
        Published versions
      </h3>
      <ol className="max-h-52 divide-y overflow-y-auto rounded-control border">
        {releases.map((release) => (
          <li className="flex min-h-10 flex-wrap items-center gap-x-3 px-3 py-1 text-sm" key={release.id}>
            <span className="num font-medium">v{release.number}</span>
            <span className="min-w-0 flex-1 text-ink-soft">
              {release.publishedBy},{" "}
              <time dateTime={release.publishedAt} title={formatExactTime(release.publishedAt)}>
                {formatWhen(release.publishedAt, now)}
              </time>{" "}
              as <span className="font-mono text-xs">{release.name}</span>
            </span>
            {release.isLive ? (
              <span className="text-success text-xs">answers now</span>
            ) : (
              <Button
                aria-label={`Publish version ${release.number} again`}
                disabled={isBusy}
                onClick={() => onPublishAgain(release)}
                size="sm"
                variant="ghost"
              >
                Publish again
              </Button>
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}
