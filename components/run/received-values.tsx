"use client";

/** What a step received: the outputs of the steps before it, in the order of its edges. */
import { useRunView } from "@/lib/client/run-store/use-run";
import type { StoredValue } from "@/lib/engine/events";
import type { RunView, StepView } from "@/lib/projection/run-view";
import { LoadedTree } from "./loaded-tree";
import { PanelSection } from "./panel-section";
import { QuotedText } from "./quoted-text";
import { useShownRun } from "./shown-run";

export function ReceivedValues({ step }: { readonly step: StepView }) {
  const { document, nodesById } = useShownRun();
  const view = useRunView();
  const sources = step.from.flatMap((edgeId) => {
    const edge = document.edges.find(({ id }) => id === edgeId);
    return edge === undefined ? [] : [edge.source];
  });
  if (view === null || sources.length === 0) return null;
  return (
    <PanelSection note="from the steps before it" title="Received">
      <ul className="divide-y border-y">
        {sources.map((source, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two edges may come from one node; their order is fixed
          <li className="py-2" key={index}>
            <p className="text-ink-soft text-xs">{nodesById.get(source)?.title ?? source}</p>
            <Received stored={outputOf(view, source)} />
          </li>
        ))}
      </ul>
    </PanelSection>
  );
}

function Received({ stored }: { readonly stored: StoredValue | null }) {
  if (stored === null) return <p className="text-ink-soft">Nothing</p>;
  if ("inline" in stored && typeof stored.inline === "string") {
    return <QuotedText className="border-0 bg-transparent p-0" text={stored.inline} />;
  }
  return <LoadedTree stored={stored} />;
}

function outputOf(view: RunView, nodeId: string): StoredValue | null {
  return view.steps.get(nodeId)?.output ?? null;
}
