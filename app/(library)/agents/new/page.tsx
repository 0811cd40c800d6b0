/** A new agent of the library: nothing is kept before it is saved. */
import type { Metadata } from "next";
import { NewAgentForm } from "@/components/agents/agent-form";
import { BackToAgents } from "@/components/agents/back-to-agents";
import { PageHeading } from "@/components/shell/page-heading";

export const metadata: Metadata = { title: "New agent" };

export default function NewAgentPage() {
  return (
    <>
      <BackToAgents />
      <PageHeading title="New agent" />
      <div className="max-w-[800px]">
        <NewAgentForm />
      </div>
    </>
  );
}
