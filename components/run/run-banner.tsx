"use client";

/** What must be known about the run as a whole: that it failed and why, went on after a restart, was told something too late, or can't be heard. */
import { CircleAlert, CircleSlash, History, Hourglass, Layers, PlugZap, RefreshCw, TriangleAlert, Wallet, Zap } from "lucide-react";
import { type ReactNode, useState } from "react";
import { Button } from "@/components/ui/button";
import { cx } from "@/components/ui/class-names";
import type { RunConnection } from "@/lib/client/run-store/store";
import { useRunConnection, useRunView } from "@/lib/client/run-store/use-run";
import { useSecondsUntil } from "@/lib/client/use-now";
import { formatCount, formatCountOf, formatWhen } from "@/lib/projection/format";
import type { RunView } from "@/lib/projection/run-view";
import { partInWords, shortageInWords } from "@/lib/shared/budget";
import { limits } from "@/lib/shared/limits";
import { nodeIdOf } from "@/lib/shared/step-path";
import { BudgetDialog } from "./budget-dialog";
import { RerunButton } from "./rerun-button";
import { useShownRun } from "./shown-run";
import { useLateEvents } from "./use-late-events";

export function RunBanner({ onSelectNode }: { readonly onSelectNode: (nodeId: string) => void }) {
  const view = useRunView();
  const connection = useRunConnection();
  return (
    <>
      {view?.batch != null && (
        <Line icon={<Layers aria-hidden className="text-ink-soft" />} tone="plain">
          This run does a part of another run’s work, and nothing else of the workflow: {view.batch.title}.
        </Line>
      )}
      {connection !== null && <ConnectionLine connection={connection} />}
      {view?.error != null && view.status === "failed" && <FailureLine error={view.error} onSelectNode={onSelectNode} />}
      {view?.status === "cancelled" && (
        <Line icon={<CircleSlash aria-hidden className="text-ink-soft" />} tone="plain">
          This run was cancelled. What was done stands. <RerunButton>Go on from here</RerunButton>
        </Line>
      )}
      {view !== null && view.finishedAt === null && <WaitingLine onSelectNode={onSelectNode} view={view} />}
      {view !== null && view.finishedAt === null && <BudgetLine budget={view.budget} />}
      {view !== null && view.finishedAt === null && view.seq >= limits.runEventsWarning.value && <LargeLine events={view.seq} />}
      {view !== null && view.recoveredAt.length > 0 && <RecoveredLine view={view} />}
      <LateLine />
    </>
  );
}

function ConnectionLine({ connection }: { readonly connection: RunConnection }) {
  const seconds = useSecondsUntil(connection.is === "reconnecting" ? connection.retryAt : null) ?? 0;
  if (connection.is === "lost") {
    return (
      <Line icon={<PlugZap aria-hidden className="text-danger" />} tone="danger">
        This run can't be followed. {connection.reason}
      </Line>
    );
  }
  if (connection.is !== "reconnecting") return null;
  return (
    <Line icon={<RefreshCw aria-hidden className="text-waiting" />} tone="plain">
      Reconnecting{seconds > 0 && <span className="num"> in {seconds} s</span>}. {connection.reason} What the run has done is kept; nothing
      is lost.
    </Line>
  );
}

type FailureLineProps = { readonly error: NonNullable<RunView["error"]>; readonly onSelectNode: (nodeId: string) => void };

function FailureLine({ error, onSelectNode }: FailureLineProps) {
  const { nodesById } = useShownRun();
  const { path } = error;
  const node = path === undefined ? undefined : nodesById.get(nodeIdOf(path));
  return (
    <Line icon={<CircleAlert aria-hidden className="text-danger" />} role="alert" tone="danger">
      {node !== undefined && <span className="font-medium">{node.title}: </span>}
      {error.message}
      <span className="ml-2 inline-flex gap-2">
        {path !== undefined && node !== undefined && (
          <Button onClick={() => onSelectNode(path)} size="sm" variant="secondary">
            Show the step
          </Button>
        )}
        <RerunButton>Go on from here</RerunButton>
      </span>
    </Line>
  );
}

type WaitingLineProps = { readonly view: RunView; readonly onSelectNode: (path: string) => void };

/** Somebody has to decide before the run goes on. */
function WaitingLine({ view, onSelectNode }: WaitingLineProps) {
  const { nodesById } = useShownRun();
  const waiting = [...view.steps.values()].filter((step) => step.waiting?.until.for === "decision");
  const [first] = waiting;
  if (first === undefined) return null;
  return (
    <Line icon={<Hourglass aria-hidden className="text-waiting" />} tone="plain">
      <span className="font-medium text-ink">{nodesById.get(first.nodeId)?.title ?? first.nodeId}</span> waits for a person to decide
      {waiting.length > 1 && `, and ${waiting.length - 1} more`}.
      <Button className="ml-2" onClick={() => onSelectNode(first.path)} size="sm" variant="secondary">
        Decide
      </Button>
    </Line>
  );
}

/** What it may spend is used up, or nearly so. */
function BudgetLine({ budget: { short, near } }: { readonly budget: RunView["budget"] }) {
  const [isOpen, setOpen] = useState(false);
  if (short === null && near === null) return null;
  return (
    <Line icon={<Wallet aria-hidden className="text-waiting" />} tone="plain">
      {short !== null ? (
        <>
          <span className="font-medium text-ink">Waits for its budget to be raised:</span> {shortageInWords(short)}
        </>
      ) : (
        near !== null && `The budget of this run comes to its end: ${partInWords(near.item, near.spent, near.cap)} spent.`
      )}
      <Button className="ml-2" onClick={() => setOpen(true)} size="sm" variant="secondary">
        Raise…
      </Button>
      {isOpen && <BudgetDialog onClose={() => setOpen(false)} short={short?.item ?? near?.item ?? null} />}
    </Line>
  );
}

function LargeLine({ events }: { readonly events: number }) {
  return (
    <Line icon={<TriangleAlert aria-hidden className="text-waiting" />} tone="plain">
      This run has grown to <span className="num">{formatCountOf(Math.floor(events / 1_000) * 1_000, "event")}</span>. It fails when it has
      more than a run may have ({formatCount(limits.runEvents.value)}, where nobody raised that): lower what its loops may repeat, or move a
      part of it into a Sub-workflow.
    </Line>
  );
}

function RecoveredLine({ view }: { readonly view: RunView }) {
  const last = view.recoveredAt.at(-1) ?? 0;
  const times = view.recoveredAt.length;
  return (
    <Line icon={<History aria-hidden className="text-ink-soft" />} tone="plain">
      This run went on after a restart{times > 1 ? `, ${times} times` : ""}
      {view.startedAt !== null && <span suppressHydrationWarning>{` (${formatWhen(new Date(last).toISOString(), Date.now())})`}</span>}.
      Steps that were done were not repeated; what was in flight was tried again.
    </Line>
  );
}

function LateLine() {
  const late = useLateEvents();
  if (late.length === 0) return null;
  const names = [...new Set(late.map(({ name }) => name))];
  return (
    <Line icon={<Zap aria-hidden className="text-ink-soft" />} tone="plain">
      {formatCountOf(late.length, "event")} came after the end: <span className="font-mono text-xs">{names.slice(0, 3).join(", ")}</span>
      {names.length > 3 && " and others"}. The tab Events shows what was said.
    </Line>
  );
}

type LineProps = {
  readonly icon: ReactNode;
  readonly tone: "danger" | "plain";
  readonly role?: "alert" | "status";
  readonly children: ReactNode;
};

function Line({ icon, tone, role = "status", children }: LineProps) {
  return (
    <div
      className={cx(
        "flex flex-none items-start gap-2 border-b px-4 py-2 text-sm",
        tone === "danger" ? "bg-danger-tint" : "bg-sunken text-ink-soft",
      )}
      role={role}
    >
      <span className="mt-0.5">{icon}</span>
      <div className="min-w-0 [overflow-wrap:anywhere]">{children}</div>
    </div>
  );
}
