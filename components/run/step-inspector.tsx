"use client";

/**
 * One step of the run: what it got, what it gave, every try, what it cost.
 *
 * The body of a panel: the caller draws the panel's head. Stands under `ShownRunProvider`.
 */
import { MousePointerClick } from "lucide-react";
import { type ReactNode, useState } from "react";
import { EmptyState } from "@/components/ui/empty-state";
import { StatusBadge } from "@/components/ui/status-badge";
import { Tabs } from "@/components/ui/tabs";
import { useRunView, useStepView } from "@/lib/client/run-store/use-run";
import { useElapsedMs } from "@/lib/client/use-now";
import { formatCountOf, formatDuration, formatTokens } from "@/lib/projection/format";
import { type StepView, shownStatus } from "@/lib/projection/run-view";
import { totalUsage, usesOfStep } from "@/lib/projection/usage";
import { nodeIdOf } from "@/lib/shared/step-path";
import { CancelStepButton } from "./cancel-step-button";
import { RerunButton } from "./rerun-button";
import { costText } from "./run-cost";
import { useShownRun } from "./shown-run";
import { StepAttempts } from "./step-attempts";
import { hasConversation, StepConversation } from "./step-conversation";
import { useStepCost } from "./step-cost";
import { StepInput } from "./step-input";
import { StepOutput } from "./step-output";
import { StepUsage } from "./step-usage";

export type StepTab = "input" | "output" | "attempts" | "usage" | "conversation";

export type StepInspectorProps = { readonly nodeId: string; readonly initial?: StepTab };

export function StepInspector({ nodeId, initial = "output" }: StepInspectorProps) {
  const { nodesById } = useShownRun();
  const step = useStepView(nodeId);
  const [tab, setTab] = useState<StepTab>(initial);
  const node = nodesById.get(nodeIdOf(nodeId));

  if (node === undefined) {
    return (
      <EmptyState icon={<MousePointerClick aria-hidden />} title="Not part of this run">
        The version that ran does not have this node, or it is a note.
      </EmptyState>
    );
  }
  if (step === null || step.status === "skipped" || step.startedAt === null) return <NotRun after={node.after} step={step} />;
  const hasSpoken = hasConversation(step);
  // The tab that was chosen for another step may not be there for this one.
  const shown = tab === "conversation" && !hasSpoken ? "output" : tab;
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <StepStrip maxAttempts={node.maxAttempts} step={step} />
      <Tabs
        label="Views of the step"
        onChange={setTab}
        panelClassName="px-4 py-4"
        tabs={[
          { id: "input", label: "Input" },
          { id: "output", label: "Output" },
          ...(hasSpoken ? [{ id: "conversation" as const, label: "Conversation" }] : []),
          { id: "attempts", label: "Attempts", ...(step.attempts.length > 1 ? { count: step.attempts.length } : {}) },
          { id: "usage", label: "Usage" },
        ]}
        value={shown}
      >
        <StepPanel step={step} tab={shown} />
      </Tabs>
    </div>
  );
}

function StepPanel({ tab, step }: { readonly tab: StepTab; readonly step: StepView }) {
  // A step's own key: what was opened in one step says nothing about the next.
  switch (tab) {
    case "input":
      return <StepInput key={step.path} step={step} />;
    case "output":
      return <StepOutput key={step.path} step={step} />;
    case "attempts":
      return <StepAttempts key={step.path} step={step} />;
    case "usage":
      return <StepUsage key={step.path} step={step} />;
    case "conversation":
      return <StepConversation key={step.path} step={step} />;
  }
}

function StepStrip({ step, maxAttempts }: { readonly step: StepView; readonly maxAttempts: number | null }) {
  const elapsedMs = useElapsedMs(step);
  const isOver = useRunView()?.finishedAt != null;
  const cost = useStepCost(step.path);
  const tokens = totalUsage(usesOfStep(step)).totalTokens;
  const tries = new Set(step.attempts.map(({ attempt }) => attempt)).size;
  return (
    <div className="flex min-h-10 flex-none flex-wrap items-center gap-x-3.5 border-b px-4 py-1">
      <StatusBadge status={shownStatus(step)} text={step.isSuperseded ? "superseded" : undefined} />
      <span className="num">{formatDuration(elapsedMs)}</span>
      {tokens > 0 && <span className="num text-ink-soft">{formatTokens(tokens)} tok</span>}
      {cost !== null && <span className="num text-ink-soft">{costText(cost)}</span>}
      <span className="flex-1" />
      {step.finishedAt === null && maxAttempts !== null ? (
        <span className="text-ink-soft text-xs">
          attempt <span className="num">{`${tries} / ${maxAttempts}`}</span>
        </span>
      ) : (
        tries > 1 && <span className="text-ink-soft text-xs">{formatCountOf(tries, "attempt")}</span>
      )}
      <CancelStepButton step={step} />
      {isOver && <RerunButton path={step.path}>Run again from here</RerunButton>}
    </div>
  );
}

function NotRun({ step, after }: { readonly step: StepView | null; readonly after: readonly string[] }) {
  const { title, text }: { title: string; text: ReactNode } =
    step?.skipped != null
      ? { title: "This step was skipped", text: `${step.skipped.text}. No flow led here, so it did not run and cost nothing.` }
      : step?.status === "cancelled"
        ? { title: "This step never began", text: `It was cancelled before it could: ${step.because ?? "the run was cancelled"}.` }
        : { title: "This step has not begun", text: after.length === 0 ? "It begins with the run." : `It waits for ${after.join(", ")}.` };
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <div className="flex h-10 flex-none items-center border-b px-4">
        <StatusBadge status={step?.status ?? "pending"} />
      </div>
      <EmptyState className="py-8" title={title}>
        {text}
      </EmptyState>
    </div>
  );
}
