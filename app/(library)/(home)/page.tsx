/** Home: the workflows of this workspace, or the templates to start from when there are none. */
import { LayoutGrid } from "lucide-react";
import type { Metadata } from "next";
import { CardGrid } from "@/components/library/card-grid";
import { ImportButton } from "@/components/library/import-button";
import { NewWorkflowButton } from "@/components/library/new-workflow-button";
import { NothingFound } from "@/components/library/nothing-found";
import { QuerySearch } from "@/components/library/query-search";
import { QuerySelect } from "@/components/library/query-select";
import { RefreshWhileActive } from "@/components/library/refresh-while-active";
import { isActiveRun } from "@/components/library/run-states";
import { oneOf, type SearchParams, textOf } from "@/components/library/search-params";
import { TemplateGallery } from "@/components/library/template-gallery";
import { WorkflowCard } from "@/components/library/workflow-card";
import { PageHeading } from "@/components/shell/page-heading";
import { LinkButton } from "@/components/ui/link-button";
import { formatCount } from "@/lib/projection/format";
import { localActor } from "@/lib/server/access";
import { listWorkflows } from "@/lib/server/services/workflows";

export const metadata: Metadata = { title: "Workflows" };

const sorts = ["lastRun", "edited", "name"] as const;

const sortOptions = [
  { value: "", label: "Last run" },
  { value: "edited", label: "Last edited" },
  { value: "name", label: "Name" },
];

export default async function HomePage({ searchParams }: { readonly searchParams: SearchParams }) {
  const params = await searchParams;
  const search = textOf(params.search);
  const sort = oneOf(sorts, params.sort) ?? "lastRun";
  const workflows = await listWorkflows(await localActor(), { ...(search === "" ? {} : { search }), sort });
  if (workflows.length === 0 && search === "") return <EmptyHome />;

  const now = Date.now();
  return (
    <>
      <PageHeading actions={<Actions />} count={formatCount(workflows.length)} title="Workflows" />
      <div className="mb-4 flex items-center gap-2">
        <QuerySearch className="max-w-[280px] flex-1" label="Search workflows" />
        <QuerySelect className="ml-auto w-auto flex-none" label="Sort by" name="sort" options={sortOptions} />
      </div>
      {workflows.length === 0 ? (
        <NothingFound clearHref="/" what="workflow" />
      ) : (
        <CardGrid label="Workflows">
          {workflows.map((workflow) => (
            <li className="flex min-w-0 flex-col *:flex-1" key={workflow.id}>
              <WorkflowCard now={now} workflow={workflow} />
            </li>
          ))}
        </CardGrid>
      )}
      <RefreshWhileActive isActive={workflows.some(({ lastRun }) => lastRun !== null && isActiveRun(lastRun.status))} />
    </>
  );
}

function Actions() {
  return (
    <>
      <ImportButton />
      <LinkButton href="/templates" icon={<LayoutGrid aria-hidden />}>
        From a template
      </LinkButton>
      <NewWorkflowButton />
    </>
  );
}

function EmptyHome() {
  return (
    <>
      <PageHeading
        actions={
          <>
            <ImportButton />
            <NewWorkflowButton />
          </>
        }
        title="Start with a template"
      >
        You have no workflows yet. The input of a template is filled in, so the first run is one click away. Or begin with an empty canvas.
      </PageHeading>
      <TemplateGallery />
    </>
  );
}
