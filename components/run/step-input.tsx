"use client";

/** What a step got: for a model step exactly what was sent, for any other the values it received. */
import { useState } from "react";
import { Segments } from "@/components/ui/segments";
import { Select } from "@/components/ui/select";
import { useAttempts } from "@/lib/client/run-store/use-request";
import { useRunView } from "@/lib/client/run-store/use-run";
import type { StepView } from "@/lib/projection/run-view";
import type { AttemptRecord } from "@/lib/projection/summaries";
import type { Exchange } from "@/lib/providers/exchange";
import { JsonTree } from "./json-tree";
import { FailedToLoad, LoadingLines } from "./load-states";
import { PanelSection } from "./panel-section";
import { ReceivedValues } from "./received-values";
import { SentBody } from "./sent-body";
import { SentParts } from "./sent-parts";
import { useShownRun } from "./shown-run";

export function StepInput({ step }: { readonly step: StepView }) {
  const { nodesById } = useShownRun();
  const node = nodesById.get(step.nodeId);
  const view = useRunView();
  if (node?.isInput === true) {
    return (
      <PanelSection title="Given to the run">
        <JsonTree value={view?.input ?? {}} />
      </PanelSection>
    );
  }
  return (
    <>
      {node?.maxAttempts !== null && <SentSection step={step} />}
      <ReceivedValues step={step} />
    </>
  );
}

type SentCall = { readonly key: string; readonly label: string; readonly record: AttemptRecord; readonly exchange: Exchange };

function SentSection({ step }: { readonly step: StepView }) {
  const attempts = useAttempts(step.path);
  if (attempts.is === "loading") return <LoadingLines label="Loading what was sent" />;
  if (attempts.is === "failed") return <FailedToLoad message={attempts.message} onRetry={attempts.retry} />;
  const calls = callsOf(attempts.value);
  if (calls.length > 0) return <SentCalls calls={calls} step={step} />;
  // A rule-driven router, for one, is a model kind that calls none.
  if (step.status !== "running") return null;
  return <p className="mb-4 text-ink-soft">The call is under way. What was sent stands here once this attempt is over.</p>;
}

function SentCalls({ calls, step }: { readonly calls: readonly SentCall[]; readonly step: StepView }) {
  const [chosen, setChosen] = useState<string | null>(null);
  const [mode, setMode] = useState<"read" | "body">("read");
  const call = calls.find(({ key }) => key === chosen) ?? calls.at(-1);
  if (call === undefined) return null;
  const { record, exchange } = call;
  return (
    <div className="mb-5">
      <div className="mb-3 flex flex-wrap items-center gap-2">
        <Segments
          label="How what was sent is shown"
          onChange={setMode}
          options={[
            { value: "read", label: "Read" },
            { value: "body", label: "Request body" },
          ]}
          value={mode}
        />
        <span className="flex-1" />
        {calls.length > 1 ? (
          <Select
            aria-label="Call"
            className="h-7 w-auto text-xs"
            onChange={setChosen}
            options={calls.map(({ key, label }) => ({ value: key, label }))}
            value={call.key}
          />
        ) : (
          <span className="text-ink-soft text-xs">exactly what was sent</span>
        )}
      </div>
      {mode === "body" ? <SentBody exchange={exchange} /> : <SentParts exchange={exchange} leftOut={leftOutOf(step, record)} />}
    </div>
  );
}

function callsOf(records: readonly AttemptRecord[]): readonly SentCall[] {
  const hasTurns = records.some(({ turn }) => turn > 0);
  return records.flatMap((record) =>
    record.exchanges.map((exchange, index) => ({
      key: `${record.epoch}.${record.turn}.${record.attempt}.${index}`,
      label: callLabel(record, index, hasTurns),
      record,
      exchange,
    })),
  );
}

function callLabel({ turn, attempt, exchanges }: AttemptRecord, index: number, hasTurns: boolean): string {
  const tried = hasTurns ? `Turn ${turn + 1} · attempt ${attempt}` : `Attempt ${attempt}`;
  return exchanges.length > 1 ? `${tried}, call ${index + 1} of ${exchanges.length}` : tried;
}

function leftOutOf(step: StepView, { turn, attempt }: AttemptRecord): readonly string[] {
  return step.attempts.findLast((view) => view.turn === turn && view.attempt === attempt)?.model?.leftOut ?? [];
}
