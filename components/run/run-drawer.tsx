"use client";

/**
 * The run under the editor's canvas: five views, its state and numbers, to resize, fold and close.
 *
 * Reads the run from the store above it; where none is, or another run is shown, it opens its own.
 */
import { ArrowUpRight, ChevronDown, ChevronUp, X } from "lucide-react";
import Link from "next/link";
import { type ReactNode, useState } from "react";
import { SimulatedBadge } from "@/components/shell/simulated-badge";
import { IconButton } from "@/components/ui/icon-button";
import { StatusBadge } from "@/components/ui/status-badge";
import { RunStoreProvider } from "@/lib/client/run-store/run-store-provider";
import { useRunId, useRunView } from "@/lib/client/run-store/use-run";
import type { WorkflowDocument } from "@/lib/document/schema";
import { CancelRunButton } from "./cancel-run-button";
import { DrawerHandle } from "./drawer-handle";
import { RunAnnouncer } from "./run-announcer";
import { RunBanner } from "./run-banner";
import { RunCost, RunTokens, StartedRunsUse } from "./run-cost";
import { RunElapsed } from "./run-elapsed";
import { RunTabs } from "./run-tabs";
import { ShownRunProvider, useShownRun } from "./shown-run";
import { useDrawerHeight } from "./use-drawer-height";

export type RunDrawerProps = {
  readonly workflowId: string;
  readonly runId: string;
  /** The version that runs. */
  readonly document: WorkflowDocument;
  readonly selectedNodeId: string | null;
  readonly onSelectNode: (nodeId: string) => void;
  readonly onClose: () => void;
  /** Draws a cancel button of its own, where the page has none. */
  readonly hasCancel?: boolean;
};

export function RunDrawer({ workflowId, runId, document, ...rest }: RunDrawerProps) {
  return (
    <WithRun document={document} runId={runId}>
      <ShownRunProvider document={document} runId={runId} workflowId={workflowId}>
        <Drawer {...rest} />
      </ShownRunProvider>
    </WithRun>
  );
}

function WithRun({ runId, document, children }: Pick<RunDrawerProps, "runId" | "document"> & { readonly children: ReactNode }) {
  const above = useRunId();
  if (above === runId) return children;
  return <RunStoreProvider run={{ runId, edges: document.edges }}>{children}</RunStoreProvider>;
}

type DrawerProps = Pick<RunDrawerProps, "selectedNodeId" | "onSelectNode" | "onClose" | "hasCancel">;

function Drawer({ selectedNodeId, onSelectNode, onClose, hasCancel = false }: DrawerProps) {
  const drawer = useDrawerHeight("editor");
  const [isCollapsed, setCollapsed] = useState(false);
  return (
    <section
      aria-label="Run"
      className="relative z-2 flex min-h-0 flex-none flex-col border-t bg-surface"
      data-testid="run-drawer"
      style={{ height: isCollapsed ? undefined : drawer.height }}
    >
      {!isCollapsed && <DrawerHandle {...drawer} />}
      <h2 className="sr-only">Run</h2>
      <RunAnnouncer />
      {!isCollapsed && <RunBanner onSelectNode={onSelectNode} />}
      <RunTabs
        actions={<DrawerActions hasCancel={hasCancel} isCollapsed={isCollapsed} onClose={onClose} onCollapse={setCollapsed} />}
        isCollapsed={isCollapsed}
        onExpand={() => setCollapsed(false)}
        onSelectNode={onSelectNode}
        selectedNodeId={selectedNodeId}
      />
    </section>
  );
}

type DrawerActionsProps = {
  readonly hasCancel: boolean;
  readonly isCollapsed: boolean;
  readonly onCollapse: (isCollapsed: boolean) => void;
  readonly onClose: () => void;
};

function DrawerActions({ hasCancel, isCollapsed, onCollapse, onClose }: DrawerActionsProps) {
  const { workflowId, runId, summary } = useShownRun();
  const view = useRunView();
  const page = `/workflows/${workflowId}/runs/${runId}`;
  const name = summary === null ? "Run" : `Run ${summary.number}`;
  return (
    <>
      <div className="hidden items-center gap-3.5 pr-1 md:flex">
        <StatusBadge status={view?.status ?? "queued"} text={`${name} ${view?.status ?? "queued"}`} />
        <RunElapsed className="num" />
        <RunTokens className="num text-ink-soft" />
        <RunCost className="num text-ink-soft" />
        <StartedRunsUse className="num text-ink-soft max-xl:hidden" />
      </div>
      {view?.isSimulated === true && (
        <div className="hidden lg:block">
          <SimulatedBadge />
        </div>
      )}
      {hasCancel && <CancelRunButton runId={runId} />}
      <span aria-hidden className="mx-1 h-5 w-px bg-line" />
      <IconLink href={page} label="Open the run's own page" />
      <IconButton label={isCollapsed ? "Unfold the run" : "Fold the run"} onClick={() => onCollapse(!isCollapsed)} tooltipSide="top">
        {isCollapsed ? <ChevronUp aria-hidden /> : <ChevronDown aria-hidden />}
      </IconButton>
      <IconButton label="Close the run" onClick={onClose} tooltipSide="top">
        <X aria-hidden />
      </IconButton>
    </>
  );
}

function IconLink({ href, label }: { readonly href: string; readonly label: string }) {
  return (
    <Link
      aria-label={label}
      className="inline-grid size-7 place-items-center rounded-control text-ink-soft hover:bg-sunken hover:text-ink"
      href={href}
      title={label}
    >
      <ArrowUpRight aria-hidden />
    </Link>
  );
}
