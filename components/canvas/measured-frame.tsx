"use client";

/**
 * The area of a canvas, measured before anything is drawn in it, so that the first frame already shows
 * the whole workflow. Brings React Flow's own styles.
 */
import "@xyflow/react/dist/base.css";
import "./canvas.css";
import { ReactFlowProvider } from "@xyflow/react";
import { type ReactNode, useLayoutEffect, useRef, useState } from "react";

/** In pixels. */
export type Size = { readonly width: number; readonly height: number };

export function MeasuredFrame({ children }: { readonly children: (size: Size) => ReactNode }) {
  const frame = useRef<HTMLDivElement>(null);
  const [size, setSize] = useState<Size | null>(null);
  useLayoutEffect(() => {
    const box = frame.current?.getBoundingClientRect();
    if (box !== undefined) setSize({ width: box.width, height: box.height });
  }, []);
  return (
    <div className="relative size-full overflow-hidden bg-paper" data-testid="canvas" ref={frame}>
      {size !== null && <ReactFlowProvider>{children(size)}</ReactFlowProvider>}
    </div>
  );
}
