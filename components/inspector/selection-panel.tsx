"use client";

/** The panel of several cards, or of a connection. */
import { ArrowRight, Copy, Trash2, X } from "lucide-react";
import { useAct } from "@/components/editor/use-editor-actions";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { useEditor, useEditorStore } from "@/lib/client/editor-store/use-editor";
import { formatCountOf } from "@/lib/projection/format";
import { PanelSection } from "./panel-section";

export function SelectionPanel() {
  const act = useAct();
  const store = useEditorStore();
  const nodeIds = useEditor((state) => state.selection.nodeIds);
  const edgeIds = useEditor((state) => state.selection.edgeIds);
  const isOneEdge = nodeIds.size === 0 && edgeIds.size === 1;
  const heading = isOneEdge
    ? "Connection"
    : nodeIds.size > 0
      ? formatCountOf(nodeIds.size, "node")
      : formatCountOf(edgeIds.size, "connection");
  return (
    <>
      <div className="flex flex-none items-center gap-2.5 border-b py-3 pr-3 pl-4">
        <div className="min-w-0 flex-1">
          <h2 className="truncate font-semibold text-base leading-[18px]">{heading}</h2>
          <p className="text-ink-soft text-xs">Selected</p>
        </div>
        <IconButton label="Close" onClick={() => store.getState().clearSelection()}>
          <X aria-hidden />
        </IconButton>
      </div>
      {isOneEdge && <Ends />}
      <div className="flex gap-2 px-4 py-3">
        {nodeIds.size > 0 && (
          <Button icon={<Copy aria-hidden className="size-3.5" />} onClick={() => act({ id: "duplicate" })} size="sm">
            Duplicate
          </Button>
        )}
        <Button icon={<Trash2 aria-hidden className="size-3.5" />} onClick={() => act({ id: "remove" })} size="sm" variant="danger">
          Delete
        </Button>
      </div>
    </>
  );
}

function Ends() {
  const store = useEditorStore();
  const document = useEditor((state) => state.document);
  const edge = useEditor((state) => state.document.edges.find((candidate) => state.selection.edgeIds.has(candidate.id)));
  if (edge === undefined) return null;
  const titleOf = (id: string) => document.nodes.find((node) => node.id === id)?.title || id;
  return (
    <PanelSection label="Ends">
      <div className="flex items-center gap-2">
        {[edge.source, edge.target].map((id, index) => (
          <span className="contents" key={id}>
            {index === 1 && <ArrowRight aria-label="to" className="text-ink-soft" />}
            <button
              className="truncate rounded-control px-1.5 py-1 hover:bg-sunken"
              onClick={() => store.getState().revealNode(id)}
              type="button"
            >
              {titleOf(id)}
            </button>
          </span>
        ))}
      </div>
    </PanelSection>
  );
}
