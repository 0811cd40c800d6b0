"use client";

/** The values a template can read: input, declared state with its changes, outputs by step. */
import { Braces } from "lucide-react";
import { useMemo } from "react";
import { EmptyState } from "@/components/ui/empty-state";
import { useRunView } from "@/lib/client/run-store/use-run";
import { formatDuration } from "@/lib/projection/format";
import { emptyRunView, type StepView } from "@/lib/projection/run-view";
import { stateView, type VariableView } from "@/lib/projection/state-view";
import { JsonTree } from "./json-tree";
import { LoadedTree } from "./loaded-tree";
import { useShownRun } from "./shown-run";

export function StateTab({ onSelectNode }: { readonly onSelectNode: (nodeId: string) => void }) {
  const { document, outline } = useShownRun();
  const view = useRunView() ?? emptyRunView;
  const variables = useMemo(() => stateView(view, document.state), [view, document.state]);
  const outputs = outline.flatMap((node) => {
    const step = view.steps.get(node.id);
    return step?.output == null ? [] : [{ node, step }];
  });

  if (view.startedAt === null) {
    return (
      <EmptyState icon={<Braces aria-hidden />} title="No values yet">
        The run is queued. Its input and what each step gives appear here once it starts.
      </EmptyState>
    );
  }
  return (
    <div className="h-full overflow-y-auto px-4 py-3.5">
      <div className="flex max-w-4xl flex-col gap-5">
        <StateSection reference="input" title="Input">
          <JsonTree value={view.input} />
        </StateSection>
        <StateSection reference="state" title="State">
          {variables.length === 0 ? (
            <p className="text-ink-soft">This workflow declares no state variables.</p>
          ) : (
            variables.map((variable) => <Variable key={variable.name} startedAt={view.startedAt ?? 0} variable={variable} />)
          )}
        </StateSection>
        <StateSection reference="nodes" title="Outputs of steps">
          {outputs.length === 0 && <p className="text-ink-soft">No step has given anything yet.</p>}
          {outputs.map(({ node, step }) => (
            <StepOutput key={node.id} onSelect={() => onSelectNode(node.id)} step={step} title={node.title} />
          ))}
        </StateSection>
      </div>
    </div>
  );
}

type StateSectionProps = { readonly title: string; readonly reference: string; readonly children: React.ReactNode };

function StateSection({ title, reference, children }: StateSectionProps) {
  return (
    <section aria-label={title}>
      <h3 className="mb-1 flex items-baseline gap-2 font-medium">
        {title}
        <code className="font-normal text-ink-soft">{`{{${reference}}}`}</code>
      </h3>
      {children}
    </section>
  );
}

function StepOutput({ title, step, onSelect }: { readonly title: string; readonly step: StepView; readonly onSelect: () => void }) {
  if (step.output === null) return null;
  return (
    <div className="border-t py-1.5">
      <button className="min-h-6 rounded-sm underline-offset-2 hover:underline" onClick={onSelect} type="button">
        {title} <code className="ml-1 text-ink-soft">nodes.{step.nodeId}.output</code>
      </button>
      <LoadedTree stored={step.output} />
    </div>
  );
}

function Variable({ variable, startedAt }: { readonly variable: VariableView; readonly startedAt: number }) {
  return (
    <div className="border-t py-1.5">
      <p>
        <code>{variable.name}</code> <span className="text-ink-soft text-xs">{variable.type}</span>
      </p>
      <JsonTree openDepth={1} value={variable.current} />
      {variable.changes.length === 0 ? (
        <p className="pl-4 text-ink-soft text-xs">Initial value; no step wrote it.</p>
      ) : (
        <ol className="pl-4 text-ink-soft text-xs">
          {variable.changes.map((change) => (
            <li key={`${change.path}-${change.at}`}>
              <span className="num">{formatDuration(change.at - startedAt)}</span> {change.path} wrote{" "}
              <code>{JSON.stringify(change.written)}</code>
            </li>
          ))}
        </ol>
      )}
    </div>
  );
}
