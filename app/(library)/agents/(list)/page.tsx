/** The library of agents. */
import { Plus } from "lucide-react";
import type { Metadata } from "next";
import { AgentCard } from "@/components/agents/agent-card";
import { CardGrid } from "@/components/library/card-grid";
import { NothingFound } from "@/components/library/nothing-found";
import { QuerySearch } from "@/components/library/query-search";
import { type SearchParams, textOf } from "@/components/library/search-params";
import { PageHeading } from "@/components/shell/page-heading";
import { EmptyState } from "@/components/ui/empty-state";
import { KindGlyph } from "@/components/ui/kind-glyph";
import { LinkButton } from "@/components/ui/link-button";
import { formatCount } from "@/lib/projection/format";
import { localActor } from "@/lib/server/access";
import { listAgents } from "@/lib/server/services/agents";

export const metadata: Metadata = { title: "Agents" };

export default async function AgentsPage({ searchParams }: { readonly searchParams: SearchParams }) {
  const search = textOf((await searchParams).search);
  const agents = await listAgents(await localActor(), search === "" ? {} : { search });
  if (agents.length === 0 && search === "") return <EmptyLibrary />;

  const now = Date.now();
  return (
    <>
      <PageHeading actions={<NewAgent />} count={formatCount(agents.length)} title="Agents" />
      <div className="mb-4 flex items-center gap-2">
        <QuerySearch className="max-w-[280px] flex-1" label="Search agents" />
      </div>
      {agents.length === 0 ? (
        <NothingFound clearHref="/agents" what="agent" />
      ) : (
        <CardGrid label="Agents">
          {agents.map((agent) => (
            <li className="flex min-w-0 flex-col *:flex-1" key={agent.id}>
              <AgentCard agent={agent} now={now} />
            </li>
          ))}
        </CardGrid>
      )}
    </>
  );
}

function NewAgent() {
  return (
    <LinkButton href="/agents/new" icon={<Plus aria-hidden />} variant="primary">
      New
    </LinkButton>
  );
}

function EmptyLibrary() {
  return (
    <>
      <PageHeading title="Agents" />
      <EmptyState
        actions={<NewAgent />}
        className="rounded-card border border-dashed"
        icon={<KindGlyph glyph="agent" group="agents" />}
        title="No agents yet"
      >
        An agent kept here has a name, a model, instructions and tools, and stands in the palette of every workflow. Any agent on a canvas
        can be saved here from its panel.
      </EmptyState>
    </>
  );
}
