"use client";

/** On a phone the panel is a sheet, for what was tapped. */
import { useEffect } from "react";
import { Inspector } from "@/components/inspector/inspector";
import { Sheet, sheetShare } from "@/components/ui/sheet";
import { useCanvas } from "@/lib/client/canvas-controls";
import { useEditor, useEditorStore } from "@/lib/client/editor-store/use-editor";

export function PhonePanel() {
  const store = useEditorStore();
  const canvas = useCanvas();
  const isEmpty = useEditor(({ selection }) => selection.nodeIds.size + selection.edgeIds.size === 0);
  const nodeId = useEditor(({ selection }) => [...selection.nodeIds][0]);
  useEffect(() => {
    if (nodeId !== undefined) canvas.current?.showAbove(nodeId, 1 - sheetShare);
  }, [canvas, nodeId]);
  if (isEmpty) return null;
  return (
    <Sheet label="Selection" onClose={() => store.getState().clearSelection()}>
      <Inspector />
    </Sheet>
  );
}
