"use client";

/** What the run came to: the value of each output, with files and sources. Meanwhile, what is written last. */
import { FileOutput } from "lucide-react";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { StatusBadge } from "@/components/ui/status-badge";
import type { OutlineNode } from "@/lib/client/run-store/run-outline";
import { useRunView } from "@/lib/client/run-store/use-run";
import type { StoredValue } from "@/lib/engine/events";
import { emptyRunView, type RunView } from "@/lib/projection/run-view";
import { FileList } from "./file-list";
import { LoadedValue } from "./loaded-value";
import { RunSources } from "./run-sources";
import { useShownRun } from "./shown-run";

export function OutputTab({ onSelectNode }: { readonly onSelectNode: (nodeId: string) => void }) {
  const { outline, summary } = useShownRun();
  const view = useRunView() ?? emptyRunView;
  const outputs = outputsOf(view, outline);
  const files = [...view.steps.values()].flatMap(({ model }) => model?.files ?? []);
  if (outputs.length === 0) return <NoOutput onSelectNode={onSelectNode} view={view} />;
  return (
    <div className="h-full overflow-y-auto px-4 py-3.5 sm:px-6">
      <div className="flex max-w-[760px] flex-col gap-6">
        {outputs.map(({ node, value }) => (
          <section aria-label={node.title} key={node.id}>
            {outputs.length > 1 && (
              <h3 className="mb-2 font-medium">
                <button
                  className="min-h-6 rounded-sm underline-offset-2 hover:underline"
                  onClick={() => onSelectNode(node.id)}
                  type="button"
                >
                  {node.title}
                </button>
              </h3>
            )}
            <LoadedValue
              fileName={`${summary?.workflowName ?? "run"} ${summary?.number ?? ""} ${node.title}`.trim()}
              format={node.format}
              stored={value}
            />
          </section>
        ))}
        <FileList files={files} />
        <RunSources />
      </div>
    </div>
  );
}

type ShownOutput = { readonly node: OutlineNode; readonly value: StoredValue };

/** A run that is over says what its outputs are; before that, output steps that are done say theirs. */
function outputsOf(view: RunView, outline: readonly OutlineNode[]): readonly ShownOutput[] {
  return outline.flatMap((node) => {
    const value = view.outputs[node.id] ?? (node.isOutput ? view.steps.get(node.id)?.output : null) ?? null;
    return value === null ? [] : [{ node, value }];
  });
}

function NoOutput({ view, onSelectNode }: { readonly view: RunView; readonly onSelectNode: (nodeId: string) => void }) {
  if (view.finishedAt === null) {
    return (
      <EmptyState icon={<FileOutput aria-hidden />} title="No output yet">
        The result appears here when the last step is done. The conversation shows what is being written.
      </EmptyState>
    );
  }
  const failedAt = view.error?.path;
  return (
    <EmptyState
      actions={
        failedAt !== undefined && (
          <Button onClick={() => onSelectNode(failedAt)} variant="secondary">
            Show the step that failed
          </Button>
        )
      }
      icon={<FileOutput aria-hidden />}
      title="This run has no output"
    >
      <StatusBadge status={view.status} /> {view.error?.message ?? "No output was reached. What the steps gave stands under State."}
    </EmptyState>
  );
}
