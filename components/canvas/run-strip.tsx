"use client";

/** The card's last line while and after a run: state, seconds, tokens. */
import { StatusBadge } from "@/components/ui/status-badge";
import { useElapsedMs, useSecondsUntil } from "@/lib/client/use-now";
import { formatDuration, formatTokens } from "@/lib/projection/format";
import { type StepView, shownStatus } from "@/lib/projection/run-view";

export function RunStrip({ step }: { readonly step: StepView }) {
  return (
    <div
      className="mx-3 flex h-[27px] items-center gap-3 overflow-hidden whitespace-nowrap border-t text-xs data-[skipped]:border-dashed"
      data-skipped={step.status === "skipped" || undefined}
    >
      <StatusBadge status={shownStatus(step)} {...(step.skipped === null ? {} : { text: `skipped: ${step.skipped.text}` })} />
      <Figures step={step} />
    </div>
  );
}

function Figures({ step }: { readonly step: StepView }) {
  if (step.status === "skipped") return null;
  if (step.status === "waiting") return <Waiting retryAt={step.attempts.at(-1)?.retryAt ?? null} />;
  return <Taken step={step} />;
}

function Taken({ step }: { readonly step: StepView }) {
  const elapsedMs = useElapsedMs(step);
  const tokens = step.model?.usage.totalTokens ?? 0;
  return (
    <>
      {step.startedAt !== null && <span className="num text-ink-soft">{formatDuration(elapsedMs)}</span>}
      {tokens > 0 && <span className="num text-ink-soft">{formatTokens(tokens)} tok</span>}
    </>
  );
}

function Waiting({ retryAt }: { readonly retryAt: number | null }) {
  const seconds = useSecondsUntil(retryAt);
  if (seconds === null) return null;
  return (
    <span className="text-waiting">
      next try in <span className="num">{seconds} s</span>
    </span>
  );
}
