"use client";

/**
 * The canvas of the editor: pan, zoom, select, move, connect.
 *
 * Measures itself before it draws, so that the first frame already shows the whole workflow.
 */
import "@xyflow/react/dist/base.css";
import "./canvas.css";
import { ReactFlowProvider } from "@xyflow/react";
import { useLayoutEffect, useRef, useState } from "react";
import type { ShortcutId } from "@/lib/client/shortcuts";
import { EditorFlow, type Size } from "./editor-flow";

export type EditorCanvasProps = {
  /** Phones: look, pan, zoom and select only. */
  readonly readOnly: boolean;
  /** What a menu of the canvas asks for, at a point of the window. */
  readonly onAct: (id: ShortcutId, at: { readonly x: number; readonly y: number }) => void;
};

export function EditorCanvas({ readOnly, onAct }: EditorCanvasProps) {
  const frame = useRef<HTMLDivElement>(null);
  const [size, setSize] = useState<Size | null>(null);

  useLayoutEffect(() => {
    const box = frame.current?.getBoundingClientRect();
    if (box !== undefined) setSize({ width: box.width, height: box.height });
  }, []);

  return (
    <div className="relative size-full overflow-hidden bg-paper" data-testid="canvas" ref={frame}>
      {size !== null && (
        <ReactFlowProvider>
          <EditorFlow onAct={onAct} readOnly={readOnly} size={size} />
        </ReactFlowProvider>
      )}
    </div>
  );
}
