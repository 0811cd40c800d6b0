/** One agent of the library: who it is, what it works with, where it is used. */
import Link from "next/link";
import { When } from "@/components/library/when";
import { KindTile } from "@/components/ui/kind-tile";
import { describeTools } from "@/lib/nodes/model-tools";
import { formatCountOf } from "@/lib/projection/format";
import type { LibraryAgentSummary } from "@/lib/projection/library-agents";
import { shortModelName } from "@/lib/shared/models";
import { AgentMenu } from "./agent-menu";

export function AgentCard({ agent, now }: { readonly agent: LibraryAgentSummary; readonly now: number }) {
  const { id, name, config, version, usedBy, hasCopy, updatedAt } = agent;
  const { description, instructions, model, tools, output } = config;
  const works = [shortModelName(model) || "No model chosen", describeTools(tools), output === "json" ? "JSON" : ""];
  return (
    <article
      aria-labelledby={`agent-${id}`}
      className="group/card relative flex min-w-0 flex-col gap-2 rounded-card border bg-surface px-3.5 py-3 transition-colors focus-within:border-line-strong hover:border-line-strong"
      data-testid="agent-card"
    >
      <div className="flex items-center gap-2.5">
        <KindTile glyph="agent" group="agents" />
        <h2 className="min-w-0 flex-1 truncate font-medium text-base" id={`agent-${id}`} title={name}>
          {/* The whole card is the link; what stands above it stays its own target. */}
          <Link
            className="outline-none after:absolute after:inset-0 after:rounded-card focus-visible:after:outline-2 focus-visible:after:outline-accent"
            href={`/agents/${id}`}
          >
            {name}
          </Link>
        </h2>
        <div className="relative -my-1 -mr-1.5 flex-none transition-opacity pointer-fine:opacity-0 group-focus-within/card:opacity-100 group-hover/card:opacity-100 has-data-[state=open]:opacity-100">
          <AgentMenu agent={agent} />
        </div>
      </div>
      <p className="line-clamp-2 min-h-10 text-ink-soft text-sm">{description || instructions || "No instructions yet."}</p>
      <p className="truncate font-mono text-ink-soft text-xs">{works.filter((part) => part !== "").join(" · ")}</p>
      <div className="mt-auto flex items-center gap-2 text-ink-soft text-xs">
        <span className="truncate">
          version <span className="num">{version}</span>, <When iso={updatedAt} now={now} />
          {hasCopy && ", kept at Mistral"}
        </span>
        <span className="ml-auto flex-none whitespace-nowrap tabular-nums">
          {usedBy === 0 ? "not used yet" : `in ${formatCountOf(usedBy, "workflow")}`}
        </span>
      </div>
    </article>
  );
}
