"use client";

/** A block of the panel, and one that folds. */
import { ChevronRight } from "lucide-react";
import { type ReactNode, useId, useState } from "react";

export function PanelSection({ children, label }: { readonly children: ReactNode; readonly label?: string }) {
  return (
    <section aria-label={label} className="flex flex-col gap-2 border-b px-4 py-3 empty:hidden">
      {children}
    </section>
  );
}

export type FoldedSectionProps = {
  readonly title: string;
  /** What is inside, in a few words, while it is folded. */
  readonly summary?: ReactNode;
  readonly startsOpen?: boolean;
  readonly children: ReactNode;
};

export function FoldedSection({ title, summary, startsOpen = false, children }: FoldedSectionProps) {
  const [isOpen, setOpen] = useState(startsOpen);
  const id = useId();
  return (
    <section aria-label={title} className="border-b">
      <button
        aria-controls={id}
        aria-expanded={isOpen}
        className="flex min-h-10 w-full items-center gap-2 px-4 py-2 text-left hover:bg-sunken focus-visible:-outline-offset-2"
        onClick={() => setOpen(!isOpen)}
        type="button"
      >
        <span className="flex-none font-medium text-xs">{title}</span>
        <span className="min-w-0 flex-1 truncate text-right text-ink-soft text-xs">{isOpen ? null : summary}</span>
        <ChevronRight
          aria-hidden
          className="size-4 text-ink-soft transition-transform data-[open]:rotate-90"
          data-open={isOpen || undefined}
        />
      </button>
      <div className="flex flex-col gap-3 px-4 pb-4" hidden={!isOpen} id={id}>
        {isOpen && children}
      </div>
    </section>
  );
}
