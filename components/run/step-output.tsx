"use client";

/** What a step gave: its answer with sources and files; what it writes right now; why it gave nothing. */
import { CodeBlock } from "@/components/ui/code-block";
import { useLiveText, useRunState, useToolCalls } from "@/lib/client/run-store/use-run";
import type { StepView, ViewError } from "@/lib/projection/run-view";
import { toolCallSummary } from "@/lib/projection/tool-calls";
import { EditOutput } from "./edit-output";
import { FileList } from "./file-list";
import { LoadedValue } from "./loaded-value";
import { PanelSection } from "./panel-section";
import { PinOutput } from "./pin-output";
import { RetryCountdown } from "./retry-countdown";
import { useShownRun } from "./shown-run";
import { StartedRun } from "./started-run";
import { StreamingMarkdown } from "./streaming-markdown";
import { useStepAnswer } from "./use-step-answer";
import { ToolLines } from "./utterance-block";
import { WaitingFor } from "./waiting-for";

export function StepOutput({ step }: { readonly step: StepView }) {
  return (
    <>
      <StepToolLines step={step} />
      <StartedRun step={step} />
      {step.because !== null && step.status !== "cancelled" && <p className="mb-3 text-ink-soft">{step.because}</p>}
      <OutputBody step={step} />
      <FileList files={step.model?.files ?? []} />
    </>
  );
}

function OutputBody({ step }: { readonly step: StepView }) {
  switch (step.status) {
    case "succeeded":
      return <Given step={step} />;
    case "failed":
      return step.error === null ? null : <Failure error={step.error} />;
    case "waiting":
      return (
        <>
          {step.waiting !== null && <WaitingFor waiting={step.waiting} />}
          <RetryCountdown retryAt={step.attempts.at(-1)?.retryAt ?? null} />
          {step.error !== null && <Failure error={step.error} />}
        </>
      );
    case "cancelled":
      return <Cancelled step={step} />;
    default:
      return <Writing step={step} />;
  }
}

function Cancelled({ step: { because, isSuperseded } }: { readonly step: StepView }) {
  const reason = because === null ? "." : `: ${because}.`;
  return (
    <p className="text-ink-soft">
      {isSuperseded ? `Superseded${reason} Nobody has to decide any more.` : `Cancelled before it was done${reason}`}
    </p>
  );
}

function Given({ step }: { readonly step: StepView }) {
  const { nodesById, summary } = useShownRun();
  const answer = useStepAnswer(step);
  const isOver = useRunState(({ view }) => view.finishedAt !== null) ?? false;
  const node = nodesById.get(step.nodeId);
  if (step.output === null) return <p className="text-ink-soft">This step gives no output.</p>;
  // Marks belong to the answer's own text; an output made of something else has none.
  const isAnswer = answer !== null && answer.sources.length > 0 && "inline" in step.output && typeof step.output.inline === "string";
  return (
    <>
      {step.isPinned && <p className="mb-3 text-ink-soft">This output is pinned; the step itself did not work.</p>}
      {step.isEdited && <p className="mb-3 text-ink-soft">This output was put in by hand; the step itself was not done again.</p>}
      <LoadedValue
        fileName={`${summary?.workflowName ?? "run"} ${summary?.number ?? ""} ${node?.title ?? step.nodeId}`}
        format={node?.format ?? "markdown"}
        stored={step.output}
        {...(isAnswer ? { cited: answer } : {})}
      />
      {/* Nothing would be done again behind what the run gives out. */}
      <div className="flex flex-wrap gap-x-2">
        {isOver && node?.isOutput === false && <EditOutput output={step.output} path={step.path} title={node.title} />}
        {isOver && node?.isOutput === false && !step.isPinned && <PinOutput key={step.path} nodeId={step.nodeId} output={step.output} />}
      </div>
    </>
  );
}

function Writing({ step }: { readonly step: StepView }) {
  const text = useLiveText(step.path);
  if (text !== null) return <StreamingMarkdown text={text} />;
  return (
    <p className="text-ink-soft">{step.status === "pending" ? "Interrupted; it is tried again." : "At work; nothing is written yet."}</p>
  );
}

function Failure({ error }: { readonly error: ViewError }) {
  return (
    <PanelSection note={`${error.code.replaceAll("_", " ")} · ${error.class}`} title="What went wrong">
      <p className="rounded-control border border-danger/40 bg-danger-tint px-3 py-2.5 [overflow-wrap:anywhere]">{error.message}</p>
      {error.raw !== undefined && error.raw !== "" && <CodeBlock className="mt-3" isWrapped text={error.raw} title="What came back" />}
    </PanelSection>
  );
}

function StepToolLines({ step }: { readonly step: StepView }) {
  const attempt = step.attempts.at(-1)?.attempt;
  const calls = useToolCalls(step.path).filter((call) => call.attempt === attempt);
  if (calls.length === 0) return null;
  return (
    <div className="mb-3">
      <ToolLines
        tools={calls.map((call) => ({
          name: call.name,
          summary: toolCallSummary(call.arguments),
          ms: call.finishedAt === null ? null : call.finishedAt - call.startedAt,
        }))}
      />
    </div>
  );
}
