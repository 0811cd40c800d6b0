"use client";

/** One kind of the palette: a click adds it to the middle of the view, a drag where it is let go. */
import { createPortal } from "react-dom";
import { cx } from "@/components/ui/class-names";
import { KindGlyph } from "@/components/ui/kind-glyph";
import { addNodeAt } from "@/lib/client/add-node";
import { useCanvas } from "@/lib/client/canvas-controls";
import { useEditorStore } from "@/lib/client/editor-store/use-editor";
import { cornerFor } from "@/lib/client/placement";
import type { NodeDefinition } from "@/lib/nodes/contract";
import { useKindDrag } from "./use-kind-drag";

export type KindButtonProps = {
  readonly kind: NodeDefinition;
  readonly className: string;
  readonly isIcon?: boolean;
  /** Called after a node of it was added, either way. */
  readonly onAdded?: () => void;
};

/** Takes the handlers of a tooltip around it. */
export function KindButton({ kind, className, isIcon = false, onAdded, ...rest }: KindButtonProps) {
  const store = useEditorStore();
  const canvas = useCanvas();
  const { at, handlers } = useKindDrag(kind.type, () => onAdded?.());

  function add(): void {
    const centre = canvas.current?.centre();
    if (centre === undefined) return;
    const id = addNodeAt(store, kind.type, { at: cornerFor(centre) });
    if (id === null) return;
    canvas.current?.focus(id);
    onAdded?.();
  }

  return (
    <button
      {...rest}
      {...handlers}
      aria-label={isIcon ? `Add ${kind.label}` : undefined}
      className={cx("cursor-grab select-none rounded-control hover:bg-sunken active:cursor-grabbing", className)}
      data-testid={`palette-${kind.type}`}
      onClick={add}
      title={isIcon ? undefined : kind.summary}
      type="button"
    >
      <KindGlyph glyph={kind.glyph} group={kind.group} />
      {!isIcon && kind.label}
      {at !== null && createPortal(<CarriedKind at={at} kind={kind} />, document.body)}
    </button>
  );
}

type CarriedKindProps = { readonly kind: NodeDefinition; readonly at: { readonly x: number; readonly y: number } };

function CarriedKind({ kind, at }: CarriedKindProps) {
  return (
    <span
      aria-hidden
      className="-translate-1/2 pointer-events-none fixed z-60 flex h-9 items-center gap-2 rounded-card border bg-surface px-3 text-sm shadow-float"
      style={{ left: at.x, top: at.y }}
    >
      <KindGlyph glyph={kind.glyph} group={kind.group} />
      {kind.label}
    </span>
  );
}
