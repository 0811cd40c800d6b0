"use client";

/** A card as a node of the editor's canvas: what it shows comes from the editor and the run. */
import type { NodeProps } from "@xyflow/react";
import { Ellipsis } from "lucide-react";
import { memo, use } from "react";
import { noDiagnostics } from "@/lib/client/editor-store/diagnostics-slice";
import { useEditor } from "@/lib/client/editor-store/use-editor";
import type { CardNode } from "@/lib/client/react-flow-adapter";
import { useLiveLine, useStepView } from "@/lib/client/run-store/use-run";
import { CanvasMenuContext } from "./canvas-menu";
import { ContainerCard } from "./container-card";
import { NodeCard } from "./node-card";
import { NoteCard } from "./note-card";

/** React Flow hands new positions to every dragged node in every frame; a card does not depend on them. */
export function isSameCard(before: NodeProps<CardNode>, after: NodeProps<CardNode>): boolean {
  return before.data === after.data && before.selected === after.selected;
}

export const EditorCardNode = memo(function EditorCardNode({ data: { node, readOnly }, selected }: NodeProps<CardNode>) {
  const diagnostics = useEditor((state) => state.diagnosticsByNode.get(node.id) ?? noDiagnostics);
  const step = useStepView(node.id);
  const liveLine = useLiveLine(node.id);
  return (
    <NodeCard
      diagnostics={diagnostics}
      liveLine={liveLine}
      menu={readOnly ? undefined : <MenuButton nodeId={node.id} title={node.title} />}
      node={node}
      readOnly={readOnly}
      selected={selected}
      step={step}
    />
  );
}, isSameCard);

export const EditorNoteNode = memo(function EditorNoteNode({ data: { node, readOnly }, selected }: NodeProps<CardNode>) {
  return <NoteCard menu={readOnly ? undefined : <MenuButton nodeId={node.id} title={node.title} />} node={node} selected={selected} />;
}, isSameCard);

export const EditorContainerNode = memo(function EditorContainerNode({ data: { node, readOnly }, selected }: NodeProps<CardNode>) {
  const diagnostics = useEditor((state) => state.diagnosticsByNode.get(node.id) ?? noDiagnostics);
  const step = useStepView(node.id);
  return (
    <ContainerCard
      diagnostics={diagnostics}
      menu={readOnly ? undefined : <MenuButton nodeId={node.id} title={node.title} />}
      node={node}
      readOnly={readOnly}
      selected={selected}
      step={step}
    />
  );
}, isSameCard);

/** Out of the Tab order: the menu key opens the same menu on the card itself. */
function MenuButton({ nodeId, title }: { readonly nodeId: string; readonly title: string }) {
  const openMenu = use(CanvasMenuContext);
  return (
    <button
      aria-haspopup="menu"
      aria-label={`Menu of ${title}`}
      className="nodrag grid size-6 place-items-center rounded-control text-ink-soft hover:bg-sunken hover:text-ink"
      onClick={(event) => {
        event.stopPropagation();
        const box = event.currentTarget.getBoundingClientRect();
        openMenu({ x: box.left, y: box.bottom + 4 }, nodeId);
      }}
      tabIndex={-1}
      type="button"
    >
      <Ellipsis aria-hidden />
    </button>
  );
}
