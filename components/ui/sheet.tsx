"use client";

/** A panel that rises from the bottom of a narrow window. What it leaves of the page stays in use. */
import { Dialog as Radix } from "radix-ui";
import type { ReactNode } from "react";

/** Of the window's height that it covers at most. */
export const sheetShare = 0.5;

export type SheetProps = {
  /** Accessible name. */
  readonly label: string;
  readonly onClose: () => void;
  /** Brings a visible way to close it. */
  readonly children: ReactNode;
};

export function Sheet({ label, onClose, children }: SheetProps) {
  return (
    <Radix.Root modal={false} onOpenChange={(isOpen) => !isOpen && onClose()} open>
      <Radix.Portal>
        <Radix.Content
          aria-describedby={undefined}
          className="fixed inset-x-0 bottom-0 z-30 flex max-h-[50dvh] flex-col rounded-t-group border-t bg-surface pb-[env(safe-area-inset-bottom)] shadow-float focus:outline-none"
          onInteractOutside={(event) => event.preventDefault()}
          onOpenAutoFocus={(event) => event.preventDefault()}
        >
          <Radix.Title className="sr-only">{label}</Radix.Title>
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
