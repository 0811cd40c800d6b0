"use client";

/** The card's last line while and after a run: state, seconds, tokens. */
import { StatusBadge } from "@/components/ui/status-badge";
import { formatDuration, formatTokens } from "@/lib/projection/format";
import type { StepView } from "@/lib/projection/run-view";
import { useNow } from "./use-now";

export function RunStrip({ step }: { readonly step: StepView }) {
  const isOpen = step.status === "running" || step.status === "waiting";
  const now = useNow(isOpen);
  return (
    <div
      className="mx-3 flex h-[27px] items-center gap-3 overflow-hidden whitespace-nowrap border-t text-xs data-[skipped]:border-dashed"
      data-skipped={step.status === "skipped" || undefined}
    >
      <StatusBadge status={step.status} {...(step.skipped === null ? {} : { text: `skipped: ${step.skipped.text}` })} />
      <Figures now={now} step={step} />
    </div>
  );
}

function Figures({ step, now }: { readonly step: StepView; readonly now: number }) {
  if (step.status === "skipped") return null;
  if (step.status === "waiting") return <Waiting now={now} step={step} />;
  const tokens = step.model?.usage.totalTokens ?? 0;
  return (
    <>
      {step.startedAt !== null && <span className="num text-ink-soft">{formatDuration((step.finishedAt ?? now) - step.startedAt)}</span>}
      {tokens > 0 && <span className="num text-ink-soft">{formatTokens(tokens)} tok</span>}
    </>
  );
}

function Waiting({ step, now }: { readonly step: StepView; readonly now: number }) {
  const retryAt = step.attempts.at(-1)?.retryAt ?? null;
  if (retryAt === null) return null;
  const seconds = Math.max(0, Math.ceil((retryAt - now) / 1_000));
  return (
    <span className="text-waiting">
      next try in <span className="num">{seconds} s</span>
    </span>
  );
}
