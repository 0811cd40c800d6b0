"use client";

/** Every try of a step, turn by turn, with the waits between: what went wrong, how long, what it used and logged. */
import { Hourglass } from "lucide-react";
import { Fragment } from "react";
import { CodeBlock } from "@/components/ui/code-block";
import { StatusBadge } from "@/components/ui/status-badge";
import { useAttempts } from "@/lib/client/run-store/use-request";
import { useElapsedMs } from "@/lib/client/use-now";
import { formatDuration, formatTokens } from "@/lib/projection/format";
import type { AttemptView, StepView } from "@/lib/projection/run-view";
import type { AttemptRecord } from "@/lib/projection/summaries";
import { isJsonObject } from "@/lib/shared/json";
import { RetryCountdown } from "./retry-countdown";
import { useShownRun } from "./shown-run";

export function StepAttempts({ step }: { readonly step: StepView }) {
  const { nodesById } = useShownRun();
  const loaded = useAttempts(step.path);
  const records = loaded.is === "ready" ? loaded.value : [];
  const hasTurns = step.attempts.some(({ turn }) => turn > 0);
  const maxAttempts = nodesById.get(step.nodeId)?.maxAttempts ?? null;
  return (
    <>
      <ol className="flex flex-col gap-2.5">
        {step.attempts.map((attempt, index) => (
          // A try that a crash interrupted may share its numbers with the next, but not when it began.
          <Fragment key={`${attempt.turn}.${attempt.attempt}.${attempt.startedAt}`}>
            <AttemptCard attempt={attempt} hasTurns={hasTurns} record={recordOf(attempt, records)} />
            <Wait attempt={attempt} next={step.attempts[index + 1]} step={step} />
          </Fragment>
        ))}
      </ol>
      {maxAttempts !== null && (
        <p className="mt-3 text-ink-soft text-xs">
          {maxAttempts === 1
            ? "This step is tried once."
            : `Up to ${maxAttempts} attempts with growing waits between them. A wait the provider asks for is honoured. Only failures that may pass are tried again.`}
        </p>
      )}
    </>
  );
}

type AttemptCardProps = { readonly attempt: AttemptView; readonly record: AttemptRecord | undefined; readonly hasTurns: boolean };

function AttemptCard({ attempt, record, hasTurns }: AttemptCardProps) {
  const tookMs = useElapsedMs(attempt);
  return (
    <li className="flex flex-col gap-1 rounded-control border px-3 py-2.5">
      <div className="flex items-center gap-2">
        <StatusBadge status={attempt.status} />
        <span className="text-ink-soft">
          {hasTurns ? `Turn ${attempt.turn + 1} · attempt ${attempt.attempt}` : `attempt ${attempt.attempt}`}
        </span>
        <span className="num ml-auto text-ink-soft">{formatDuration(tookMs)}</span>
      </div>
      {attempt.error !== null && (
        <>
          <p className="[overflow-wrap:anywhere]">{attempt.error.message}</p>
          <p className="text-ink-soft text-xs">
            <span className="font-mono">{attempt.error.code}</span> · {attempt.error.class}
          </p>
        </>
      )}
      {attempt.status === "interrupted" && (
        <p className="text-ink-soft">The process that ran it was lost. It was tried again from the recorded entries.</p>
      )}
      <AttemptFacts attempt={attempt} record={record} />
      <AttemptLog record={record} />
    </li>
  );
}

/** What code wrote to its console. */
function AttemptLog({ record }: { readonly record: AttemptRecord | undefined }) {
  const rendered = record?.rendered ?? null;
  const log = isJsonObject(rendered) ? rendered.log : undefined;
  if (typeof log !== "string" || log === "") return null;
  return <CodeBlock bodyClassName="max-h-60" className="mt-1.5" isWrapped text={log} title="Console" />;
}

function AttemptFacts({ attempt, record }: { readonly attempt: AttemptView; readonly record: AttemptRecord | undefined }) {
  const facts = factsOf(attempt, record);
  if (facts.length === 0) return null;
  return (
    <dl className="mt-0.5 grid grid-cols-[112px_minmax(0,1fr)] gap-y-0.5 text-xs">
      {facts.map(([name, value]) => (
        <Fragment key={name}>
          <dt className="text-ink-soft">{name}</dt>
          <dd className="num [overflow-wrap:anywhere]">{value}</dd>
        </Fragment>
      ))}
    </dl>
  );
}

function factsOf({ model }: AttemptView, record: AttemptRecord | undefined): readonly (readonly [string, string])[] {
  const facts: (readonly [string, string])[] = [];
  const usage = model?.usage ?? record?.usage;
  const name = model?.model ?? record?.model ?? null;
  if (name !== null) facts.push(["Model", name]);
  if (record !== undefined && record.exchanges.length > 0) {
    facts.push(["Calls", record.exchanges.map(({ status }) => (status === null ? "no response" : `HTTP ${status}`)).join(", ")]);
    const tools = record.exchanges.reduce((count, { toolSpans }) => count + toolSpans.length, 0);
    if (tools > 0) facts.push(["Tool calls", String(tools)]);
  }
  if (usage !== undefined && usage.totalTokens > 0) {
    facts.push(["Tokens", `${formatTokens(usage.promptTokens)} → ${formatTokens(usage.completionTokens)}`]);
  }
  if (model?.conversationId != null) facts.push(["Conversation", model.conversationId]);
  return facts;
}

type WaitProps = { readonly attempt: AttemptView; readonly next: AttemptView | undefined; readonly step: StepView };

function Wait({ attempt, next, step }: WaitProps) {
  if (attempt.retryAt === null || attempt.finishedAt === null) return null;
  if (next === undefined && step.finishedAt === null) {
    return (
      <li className="px-3">
        <RetryCountdown retryAt={attempt.retryAt} />
      </li>
    );
  }
  const waitedMs = (next?.startedAt ?? step.finishedAt ?? attempt.retryAt) - attempt.finishedAt;
  return (
    <li className="flex items-center gap-2 px-3 text-waiting text-xs">
      <Hourglass aria-hidden className="size-3.5" />
      <span>
        waited <span className="num">{formatDuration(waitedMs)}</span>
      </span>
      <span className="text-ink-soft">of {formatDuration(attempt.retryAt - attempt.finishedAt)} planned</span>
    </li>
  );
}

/** The newest record of that turn and number: a crash may have left an older one of the same try. */
function recordOf({ attempt, turn }: AttemptView, records: readonly AttemptRecord[]): AttemptRecord | undefined {
  return records.findLast((record) => record.attempt === attempt && record.turn === turn);
}
