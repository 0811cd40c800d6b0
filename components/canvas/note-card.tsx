"use client";

/** A note on the canvas: text for people, never part of a run. */
import { StickyNote } from "lucide-react";
import type { ReactNode } from "react";
import { cx } from "@/components/ui/class-names";
import type { WorkflowNode } from "@/lib/document/schema";

export type NoteCardProps = { readonly node: WorkflowNode; readonly selected: boolean; readonly menu?: ReactNode };

export function NoteCard({ node, selected, menu }: NoteCardProps) {
  const text = typeof node.config.text === "string" ? node.config.text : "";
  return (
    <article
      aria-label={`Note: ${node.title}`}
      className={cx(
        "group/card relative w-60 rounded-card border border-note-line bg-note px-3.5 pt-2.5 pb-3",
        selected && "border-accent shadow-[0_0_0_1px_var(--accent)]",
      )}
      data-card=""
      data-selected={selected}
      data-testid={`node-${node.id}`}
    >
      <div className="mb-0.5 flex items-center gap-1.5 font-medium text-k-note text-xs">
        <StickyNote aria-hidden className="size-3.5" />
        <span className="truncate">{node.title || "Note"}</span>
      </div>
      {menu !== undefined && (
        <div className="absolute top-1 right-1 opacity-0 focus-within:opacity-100 group-hover/card:opacity-100 has-data-[state=open]:opacity-100">
          {menu}
        </div>
      )}
      <p className={cx("whitespace-pre-wrap break-words text-sm leading-[19px]", text === "" && "text-ink-soft")}>
        {text === "" ? "Write what a reader should know." : text}
      </p>
    </article>
  );
}
