"use client";

/** What leads in and out of a node, in words: the way to follow and cut connections by keyboard. */
import { ArrowLeft, ArrowRight, Plus, X } from "lucide-react";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { useEditor, useEditorStore } from "@/lib/client/editor-store/use-editor";
import { factsOf } from "@/lib/client/node-facts";
import type { WorkflowEdge, WorkflowNode } from "@/lib/document/schema";
import { formatCountOf } from "@/lib/projection/format";
import { FoldedSection } from "./panel-section";

export function ConnectionsSection({ node }: { readonly node: WorkflowNode }) {
  const store = useEditorStore();
  const edges = useEditor((state) => state.document.edges);
  const own = edges.filter((edge) => edge.source === node.id || edge.target === node.id);
  return (
    <FoldedSection summary={own.length === 0 ? "none" : formatCountOf(own.length, "connection")} title="Connections">
      <ul className="flex flex-col gap-0.5">
        {own.map((edge) => (
          <li key={edge.id}>
            <Connection edge={edge} node={node} />
          </li>
        ))}
      </ul>
      {factsOf(node).ports.outputs.length > 0 && (
        <Button
          className="self-start"
          icon={<Plus aria-hidden className="size-3.5" />}
          onClick={() => {
            store.getState().select([node.id]);
            store.getState().openDialog("connect");
          }}
          size="sm"
        >
          Connect to…
        </Button>
      )}
    </FoldedSection>
  );
}

function Connection({ node, edge }: { readonly node: WorkflowNode; readonly edge: WorkflowEdge }) {
  const store = useEditorStore();
  const isOut = edge.source === node.id;
  const otherId = isOut ? edge.target : edge.source;
  const title = useEditor((state) => state.document.nodes.find((other) => other.id === otherId)?.title) || otherId;
  const port = factsOf(node).ports.outputs.find((candidate) => candidate.id === edge.sourcePort);
  const Arrow = isOut ? ArrowRight : ArrowLeft;
  return (
    <div className="flex items-center gap-1">
      <button
        className="flex min-h-7 min-w-0 flex-1 items-center gap-2 rounded-control px-1.5 text-left text-sm hover:bg-sunken"
        onClick={() => store.getState().revealNode(otherId)}
        type="button"
      >
        <Arrow aria-label={isOut ? "to" : "from"} className="size-3.5 text-ink-soft" />
        <span className="truncate">{title}</span>
        {isOut && port?.named === true && <span className="text-ink-soft text-xs">{port.label}</span>}
      </button>
      <IconButton
        className="size-6"
        label={`Remove the connection ${isOut ? "to" : "from"} ${title}`}
        onClick={() => store.getState().dispatch({ type: "remove_nodes", nodeIds: [], edgeIds: [edge.id] })}
      >
        <X aria-hidden className="size-3.5" />
      </IconButton>
    </div>
  );
}
