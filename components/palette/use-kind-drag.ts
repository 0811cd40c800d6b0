"use client";

/**
 * Carrying a kind from the palette to the canvas, with a mouse, a pen or a finger alike.
 *
 * A press that stays where it is remains a click. Across its own direction the palette still scrolls under
 * a finger: the browser then takes the pointer away, and nothing is carried.
 */
import { type MouseEvent, type PointerEvent, useRef, useState } from "react";
import { useCanvas } from "@/lib/client/canvas-controls";
import type { NodePreset } from "@/lib/client/placement";

type Point = { readonly x: number; readonly y: number };

/** Less is a hand that is not still. */
const leastPx = 6;

export type KindDrag = {
  /** Where it is while it is carried, in pixels of the window; null at rest. */
  readonly at: Point | null;
  /** Capturing ones, so that they go beside the handlers of a tooltip. */
  readonly handlers: {
    readonly onPointerDownCapture: (event: PointerEvent<HTMLElement>) => void;
    readonly onClickCapture: (event: MouseEvent) => void;
  };
};

/** @param onDropped is told the new node's id. */
export function useKindDrag(type: string, preset: NodePreset | undefined, onDropped: (nodeId: string) => void): KindDrag {
  const canvas = useCanvas();
  const [at, setAt] = useState<Point | null>(null);
  const isCarried = useRef(false);

  function carryTo(point: Point | null): void {
    setAt(point);
    canvas.current?.carryOver(point);
  }

  function onPointerDownCapture(down: PointerEvent<HTMLElement>): void {
    isCarried.current = false;
    if (down.button !== 0) return;
    const ended = new AbortController();
    const { signal } = ended;
    down.currentTarget.setPointerCapture(down.pointerId);
    const follow = ({ clientX, clientY }: globalThis.PointerEvent) => {
      isCarried.current ||= Math.hypot(clientX - down.clientX, clientY - down.clientY) >= leastPx;
      if (isCarried.current) carryTo({ x: clientX, y: clientY });
    };
    const letGo = ({ clientX, clientY }: globalThis.PointerEvent) => {
      ended.abort();
      if (!isCarried.current) return;
      const nodeId = canvas.current?.letGo(type, { x: clientX, y: clientY }, preset) ?? null;
      carryTo(null);
      if (nodeId !== null) onDropped(nodeId);
    };
    const giveUp = () => {
      ended.abort();
      carryTo(null);
    };
    const press = (event: KeyboardEvent) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      giveUp();
    };
    down.currentTarget.addEventListener("pointermove", follow, { signal });
    down.currentTarget.addEventListener("pointerup", letGo, { signal });
    down.currentTarget.addEventListener("pointercancel", giveUp, { signal });
    window.addEventListener("keydown", press, { signal, capture: true });
  }

  /** The click that ends a drag is none. */
  function onClickCapture(event: MouseEvent): void {
    if (!isCarried.current) return;
    isCarried.current = false;
    event.stopPropagation();
    event.preventDefault();
  }

  return { at, handlers: { onPointerDownCapture, onClickCapture } };
}
