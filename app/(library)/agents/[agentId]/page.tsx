/**
 * One agent of the library: what it is, what it was, where it is used, and its copy at Mistral. No loading.tsx lies above
 * it, so that an agent that does not exist is answered with 404.
 */
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache, Suspense } from "react";
import { AgentForm } from "@/components/agents/agent-form";
import { AgentMenu } from "@/components/agents/agent-menu";
import { BackToAgents } from "@/components/agents/back-to-agents";
import { CopySection } from "@/components/agents/copy-section";
import { UseList } from "@/components/agents/use-list";
import { VersionList } from "@/components/agents/version-list";
import { PageHeading } from "@/components/shell/page-heading";
import { Skeleton } from "@/components/ui/skeleton";
import { localActor } from "@/lib/server/access";
import { compareCopy } from "@/lib/server/services/agent-copies";
import { getAgent } from "@/lib/server/services/agents";
import { providerStatus } from "@/lib/server/services/settings";

type Props = { readonly params: Promise<{ agentId: string }> };

/** Once a request, for the title and the page. */
const readAgent = cache(async (agentId: string) => getAgent(await localActor(), agentId));

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const agent = await readAgent((await params).agentId);
  return { title: agent?.name ?? "Agent" };
}

export default async function AgentPage({ params }: Props) {
  const agent = await readAgent((await params).agentId);
  if (agent === null) notFound();
  return (
    <>
      <BackToAgents />
      <PageHeading
        actions={<AgentMenu agent={{ ...agent, usedBy: agent.uses.length }} isOnItsPage />}
        count={`v${agent.version}`}
        title={agent.name}
      />
      <div className="grid grid-cols-1 items-start gap-5 lg:grid-cols-[minmax(0,1fr)_360px]">
        <AgentForm agent={agent} key={agent.id} />
        <div className="flex min-w-0 flex-col gap-5">
          <Suspense fallback={<Skeleton className="h-32 rounded-card" />}>
            <Copy agentId={agent.id} />
          </Suspense>
          <VersionList agentId={agent.id} current={agent.version} now={Date.now()} versions={agent.versions} />
          <UseList uses={agent.uses} />
        </div>
      </div>
    </>
  );
}

/** Streams in after the rest: it asks Mistral. */
async function Copy({ agentId }: { readonly agentId: string }) {
  const copy = await compareCopy(await localActor(), agentId);
  return copy === null ? null : <CopySection agentId={agentId} copy={copy} isSimulated={providerStatus().isSimulated} />;
}
