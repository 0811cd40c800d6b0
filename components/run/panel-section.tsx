/** A labelled part of a step's panel. */
import type { ReactNode } from "react";

export type PanelSectionProps = {
  readonly title: string;
  readonly note?: ReactNode;
  readonly aside?: ReactNode;
  readonly children: ReactNode;
};

export function PanelSection({ title, note, aside, children }: PanelSectionProps) {
  return (
    <div className="mb-4 last:mb-0">
      <div className="mb-1.5 flex min-h-5 items-center gap-2 text-xs leading-4">
        <h3 className="font-medium">{title}</h3>
        {note !== undefined && <span className="min-w-0 truncate text-ink-soft">{note}</span>}
        {aside !== undefined && <span className="ml-auto">{aside}</span>}
      </div>
      {children}
    </div>
  );
}
