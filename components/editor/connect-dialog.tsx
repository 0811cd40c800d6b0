"use client";

/** The keyboard's way to draw a connection: pick a port of the selected card, then where it leads. */
import { Command } from "cmdk";
import { useMemo, useState } from "react";
import { pickerInputStyles, pickerItemStyles } from "@/components/palette/picker-styles";
import { Dialog } from "@/components/ui/dialog";
import { KindTile } from "@/components/ui/kind-tile";
import { Segments } from "@/components/ui/segments";
import { useCanvas } from "@/lib/client/canvas-controls";
import { startsOf, targetsFor } from "@/lib/client/connections";
import { useEditor, useEditorStore } from "@/lib/client/editor-store/use-editor";
import { factsOf } from "@/lib/client/node-facts";
import { rankItem } from "@/lib/client/rank-match";

export function ConnectDialog() {
  const store = useEditorStore();
  const isOpen = useEditor((state) => state.dialog === "connect");
  const nodeId = useEditor((state) => [...state.selection.nodeIds][0]);
  const title = useEditor((state) => state.document.nodes.find((node) => node.id === nodeId)?.title ?? "");
  if (!isOpen || nodeId === undefined) return null;
  return (
    <Dialog bodyClassName="px-0 pb-1" onOpenChange={() => store.getState().closeDialog()} open size="sm" title={`Connect ${title} to…`}>
      <Targets nodeId={nodeId} />
    </Dialog>
  );
}

function Targets({ nodeId }: { readonly nodeId: string }) {
  const store = useEditorStore();
  const canvas = useCanvas();
  const document = useEditor((state) => state.document);
  const starts = useMemo(() => startsOf(document, nodeId), [document, nodeId]);
  const [portId, setPortId] = useState(starts[0]?.portId ?? "");
  const targets = useMemo(() => {
    const start = starts.find((candidate) => candidate.portId === portId);
    return start === undefined ? [] : targetsFor(document, start);
  }, [document, starts, portId]);
  const nodeOf = (id: string) => document.nodes.find((node) => node.id === id);

  if (starts.length === 0) return <p className="px-5 pb-4 text-ink-soft text-sm">Nothing leads out of this node: it ends the flow.</p>;
  return (
    <>
      {starts.length > 1 && (
        <div className="px-5 pb-3">
          <Segments
            label="From which port"
            onChange={setPortId}
            options={starts.map((start) => ({ value: start.portId, label: start.label }))}
            value={portId}
          />
        </div>
      )}
      <Command filter={rankItem} label="Nodes to connect to">
        <Command.Input autoFocus className={pickerInputStyles} placeholder="Find a node" />
        <Command.List className="max-h-72 overflow-auto p-1">
          <Command.Empty className="px-3 py-4 text-ink-soft text-sm">No node here takes this connection.</Command.Empty>
          {targets.map(({ end, edge, nodeTitle, portLabel }) => {
            const node = nodeOf(end.nodeId);
            const definition = node === undefined ? null : factsOf(node).definition;
            return (
              <Command.Item
                className={pickerItemStyles}
                key={edge.id}
                keywords={[nodeTitle, portLabel]}
                onSelect={() => {
                  store.getState().dispatch({ type: "connect", edge });
                  store.getState().announce(`Connected to ${nodeTitle}`);
                  store.getState().closeDialog();
                  requestAnimationFrame(() => canvas.current?.focus(nodeId));
                }}
                value={edge.id}
              >
                <KindTile glyph={definition?.glyph ?? ""} group={definition?.group ?? "data"} size={24} />
                <span className="min-w-0 flex-1 truncate">{nodeTitle}</span>
                <span className="text-ink-soft text-xs">{portLabel}</span>
              </Command.Item>
            );
          })}
        </Command.List>
      </Command>
    </>
  );
}
