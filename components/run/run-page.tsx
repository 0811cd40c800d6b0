"use client";

/**
 * A run on its own page: the version that ran, its five views, and the step that is looked at.
 *
 * Wide: canvas over the views, the step at the right. Narrow: one column, the views first, the step a sheet.
 */
import { FlaskConical, PencilLine, RotateCw } from "lucide-react";
import Link from "next/link";
import { type RefObject, useRef, useState } from "react";
import { RunCanvas } from "@/components/canvas/run-canvas";
import { Logo } from "@/components/shell/logo";
import { SimulatedBadge } from "@/components/shell/simulated-badge";
import { cx } from "@/components/ui/class-names";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";
import { Sheet } from "@/components/ui/sheet";
import { RunStoreProvider } from "@/lib/client/run-store/run-store-provider";
import { useRunView } from "@/lib/client/run-store/use-run";
import { breakpoints, useMediaQuery } from "@/lib/client/use-media-query";
import type { RunEvent } from "@/lib/engine/events";
import type { ModelPrice, RunDetail, StartedRuns } from "@/lib/projection/summaries";
import { nodeIdOf } from "@/lib/shared/step-path";
import { CancelRunButton } from "./cancel-run-button";
import { DrawerHandle } from "./drawer-handle";
import { RunAnnouncer } from "./run-announcer";
import { RunBanner } from "./run-banner";
import { RunSummaryBar } from "./run-summary-bar";
import { RunTabs } from "./run-tabs";
import { ShownRunProvider, useShownRun } from "./shown-run";
import { StepAside } from "./step-aside";
import { useChosenStep } from "./use-chosen-step";
import { useDrawerHeight } from "./use-drawer-height";

export type RunPageProps = {
  readonly detail: RunDetail;
  readonly events: readonly RunEvent[];
  readonly prices: readonly ModelPrice[];
  readonly started: StartedRuns;
  /** The step the address names. */
  readonly step: string | null;
  /** Epoch milliseconds when the page was made. */
  readonly now: number;
};

export function RunPage({ detail: { run, document }, events, prices, started, step, now }: RunPageProps) {
  const [known] = useState({ run, prices, started });
  return (
    <RunStoreProvider run={{ runId: run.id, events, edges: document.edges }}>
      <ShownRunProvider document={document} info={known} runId={run.id} workflowId={run.workflowId}>
        <RunAnnouncer />
        <Page now={now} step={step} />
      </ShownRunProvider>
    </RunStoreProvider>
  );
}

function Page({ step, now }: Pick<RunPageProps, "step" | "now">) {
  const { chosen, choose } = useChosenStep(step);
  const isNarrow = useMediaQuery(breakpoints.oneColumn);
  // A step nobody asked for would cover half of a narrow run.
  const [isStepOpen, setStepOpen] = useState(step !== null);
  const show = (path: string): void => {
    choose(path);
    setStepOpen(true);
  };
  return (
    <div className="flex h-dvh min-h-0 flex-col max-lg:h-auto max-lg:min-h-dvh">
      <PageHeader />
      <RunSummaryBar now={now} />
      <RunBanner onSelectNode={show} />
      <main className="min-h-0 flex-1" id="content">
        {isNarrow ? (
          <NarrowBody choose={choose} chosen={chosen} isOpen={isStepOpen} setOpen={setStepOpen} />
        ) : (
          <WideBody choose={choose} chosen={chosen} />
        )}
      </main>
    </div>
  );
}

function PageHeader() {
  const { workflowId, runId, summary } = useShownRun();
  const view = useRunView();
  const isSimulated = view?.isSimulated === true;
  const isOver = view !== null && view.finishedAt !== null;
  return (
    <header className="flex h-12 flex-none items-center gap-1 border-b bg-surface pr-3 pl-3.5">
      <Link aria-label="Windrose: all workflows" className="grid size-8 flex-none place-items-center rounded-control" href="/">
        <Logo />
      </Link>
      <Slash />
      <Link className="min-w-0 truncate rounded-sm text-ink-soft hover:text-ink" href={`/workflows/${workflowId}`}>
        {summary?.workflowName ?? "Workflow"}
      </Link>
      <Slash />
      <h1 className="flex-none font-semibold text-base">Run {summary?.number}</h1>
      <span className="flex-1" />
      {isSimulated && <SimulatedMark />}
      <span className="max-sm:hidden">
        <LinkButton href={`/workflows/${workflowId}`} icon={<PencilLine aria-hidden />} variant="ghost">
          Open in the editor
        </LinkButton>
      </span>
      <CancelRunButton runId={runId} size="md" />
      {isOver && (
        <LinkButton className="ml-1" href={`/workflows/${workflowId}?again=${runId}`} icon={<RotateCw aria-hidden />} variant="primary">
          Run again
        </LinkButton>
      )}
    </header>
  );
}

/** The words where there is room; on a phone the sign alone, with the words for screen readers. */
function SimulatedMark() {
  return (
    <>
      <span className="max-sm:hidden">
        <SimulatedBadge />
      </span>
      <span className="flex-none text-running sm:hidden" title="Simulated model">
        <FlaskConical aria-hidden />
        <span className="sr-only">Simulated model</span>
      </span>
    </>
  );
}

function Slash() {
  return (
    <span aria-hidden className="flex-none px-0.5 text-line-strong">
      /
    </span>
  );
}

type BodyProps = { readonly chosen: string | null; readonly choose: (nodeId: string | null) => void };

function WideBody({ chosen, choose }: BodyProps) {
  const { document } = useShownRun();
  const drawer = useDrawerHeight("page");
  return (
    <div className="grid h-full min-h-0 grid-cols-[minmax(0,1fr)_432px]">
      <div className="flex min-h-0 min-w-0 flex-col">
        <div className="min-h-0 flex-1">
          <h2 className="sr-only">The workflow as it ran</h2>
          <RunCanvas document={document} onSelectNode={choose} selectedNodeId={chosen === null ? null : nodeIdOf(chosen)} />
        </div>
        <section
          aria-label="Run"
          className="relative z-2 flex min-h-0 flex-none flex-col border-t bg-surface"
          style={{ height: drawer.height }}
        >
          <h2 className="sr-only">What happened</h2>
          <DrawerHandle {...drawer} />
          <RunTabs onSelectNode={choose} selectedNodeId={chosen} />
        </section>
      </div>
      <aside aria-label="Step" className="flex min-h-0 min-w-0 flex-col border-l bg-surface">
        {chosen === null ? <NothingChosen /> : <StepAside nodeId={chosen} onClose={() => choose(null)} />}
      </aside>
    </div>
  );
}

type NarrowBodyProps = BodyProps & {
  /** The chosen step is shown. */
  readonly isOpen: boolean;
  readonly setOpen: (isOpen: boolean) => void;
};

function NarrowBody({ chosen, choose, isOpen, setOpen }: NarrowBodyProps) {
  const { document } = useShownRun();
  const views = useRef<HTMLElement>(null);
  const graph = useRef<HTMLElement>(null);

  /** The sheet covers the lower half, so that what was tapped in has to stand in the upper one. */
  function show(nodeId: string | null, tapped: RefObject<HTMLElement | null>): void {
    choose(nodeId);
    setOpen(nodeId !== null);
    if (nodeId !== null) requestAnimationFrame(() => tapped.current?.scrollIntoView({ block: "start" }));
  }

  return (
    <div className={cx("flex flex-col", isOpen && "pb-[50dvh]")}>
      <section
        aria-label="Run"
        className={cx("flex min-h-64 flex-col border-b bg-surface", isOpen ? "h-[50dvh]" : "h-[62dvh]")}
        ref={views}
      >
        <h2 className="sr-only">What happened</h2>
        <RunTabs onSelectNode={(nodeId) => show(nodeId, views)} selectedNodeId={chosen} />
      </section>
      <section aria-label="Canvas" className="h-72" ref={graph}>
        <h2 className="sr-only">The workflow as it ran</h2>
        <RunCanvas
          document={document}
          onSelectNode={(nodeId) => show(nodeId, graph)}
          selectedNodeId={chosen === null ? null : nodeIdOf(chosen)}
        />
      </section>
      {isOpen && chosen !== null && (
        <Sheet label="Step" onClose={() => setOpen(false)}>
          <StepAside nodeId={chosen} onClose={() => setOpen(false)} />
        </Sheet>
      )}
    </div>
  );
}

function NothingChosen() {
  return (
    <EmptyState className="flex-1" title="No step is chosen">
      Choose a card or a bar to see what that step was sent, what it gave, its attempts and what it cost.
    </EmptyState>
  );
}
