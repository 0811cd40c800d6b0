"use client";

/** What must be known about the run as a whole: that it failed and why, went on after a restart, or can't be heard. */
import { CircleAlert, History, PlugZap, RefreshCw } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { cx } from "@/components/ui/class-names";
import type { RunConnection } from "@/lib/client/run-store/store";
import { useRunConnection, useRunView } from "@/lib/client/run-store/use-run";
import { useSecondsUntil } from "@/lib/client/use-now";
import { formatWhen } from "@/lib/projection/format";
import type { RunView } from "@/lib/projection/run-view";
import { useShownRun } from "./shown-run";

export function RunBanner({ onSelectNode }: { readonly onSelectNode: (nodeId: string) => void }) {
  const view = useRunView();
  const connection = useRunConnection();
  return (
    <>
      {connection !== null && <ConnectionLine connection={connection} />}
      {view?.error != null && view.status === "failed" && <FailureLine error={view.error} onSelectNode={onSelectNode} />}
      {view !== null && view.recoveredAt.length > 0 && <RecoveredLine view={view} />}
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
      Reconnecting{seconds > 0 && <span className="num"> in {seconds} s</span>}. {connection.reason} The run goes on meanwhile; nothing is
      lost.
    </Line>
  );
}

type FailureLineProps = { readonly error: NonNullable<RunView["error"]>; readonly onSelectNode: (nodeId: string) => void };

function FailureLine({ error, onSelectNode }: FailureLineProps) {
  const { nodesById } = useShownRun();
  const node = error.path === undefined ? undefined : nodesById.get(error.path);
  return (
    <Line icon={<CircleAlert aria-hidden className="text-danger" />} role="alert" tone="danger">
      {node !== undefined && <span className="font-medium">{node.title}: </span>}
      {error.message}
      {node !== undefined && (
        <Button className="ml-2" onClick={() => onSelectNode(node.id)} size="sm" variant="secondary">
          Show the step
        </Button>
      )}
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
