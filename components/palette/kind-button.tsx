"use client";

/** One kind of the palette: a click adds it to the middle of the view, a drag where it is let go. */
import { createPortal } from "react-dom";
import { cx } from "@/components/ui/class-names";
import { KindGlyph } from "@/components/ui/kind-glyph";
import { addNodeAt } from "@/lib/client/add-node";
import { useCanvas } from "@/lib/client/canvas-controls";
import { useEditorStore } from "@/lib/client/editor-store/use-editor";
import { cornerFor, type NodePreset } from "@/lib/client/placement";
import type { NodeDefinition } from "@/lib/nodes/contract";
import { useKindDrag } from "./use-kind-drag";

export type KindButtonProps = {
  readonly kind: NodeDefinition;
  /** A node of that kind as it was prepared, under its own title. */
  readonly preset?: NodePreset & { readonly summary: string };
  readonly className: string;
  readonly isIcon?: boolean;
  /** Called after a node of it was added, either way. */
  readonly onAdded?: () => void;
};

/** Takes the handlers of a tooltip around it. */
export function KindButton({ kind, preset, className, isIcon = false, onAdded, ...rest }: KindButtonProps) {
  const store = useEditorStore();
  const canvas = useCanvas();
  const { at, handlers } = useKindDrag(kind.type, preset, () => onAdded?.());
  const label = preset?.title ?? kind.label;

  function add(): void {
    const centre = canvas.current?.centre();
    if (centre === undefined) return;
    const id = addNodeAt(store, kind.type, { at: cornerFor(centre), preset });
    if (id === null) return;
    canvas.current?.focus(id);
    onAdded?.();
  }

  return (
    <button
      {...rest}
      {...handlers}
      aria-label={isIcon ? `Add ${label}` : undefined}
      className={cx("cursor-grab select-none rounded-control hover:bg-sunken active:cursor-grabbing", className)}
      data-testid={preset === undefined ? `palette-${kind.type}` : "palette-preset"}
      onClick={add}
      title={isIcon ? undefined : (preset?.summary ?? kind.summary)}
      type="button"
    >
      <KindGlyph glyph={kind.glyph} group={kind.group} />
      {!isIcon && <span className="min-w-0 truncate">{label}</span>}
      {at !== null && createPortal(<CarriedKind at={at} kind={kind} label={label} />, document.body)}
    </button>
  );
}

type CarriedKindProps = {
  readonly kind: NodeDefinition;
  readonly label: string;
  readonly at: { readonly x: number; readonly y: number };
};

function CarriedKind({ kind, label, at }: CarriedKindProps) {
  return (
    <span
      aria-hidden
      className="-translate-1/2 pointer-events-none fixed z-60 flex h-9 items-center gap-2 rounded-card border bg-surface px-3 text-sm shadow-float"
      style={{ left: at.x, top: at.y }}
    >
      <KindGlyph glyph={kind.glyph} group={kind.group} />
      {label}
    </span>
  );
}
