"use client";

/** Where toasts appear. A toast says what happened elsewhere, or offers to undo. Call `toast` of sonner. */
import { Toaster as Sonner } from "sonner";

export function Toaster() {
  return (
    <Sonner
      closeButton={false}
      gap={8}
      offset={16}
      position="bottom-right"
      style={{ fontFamily: "inherit" }}
      toastOptions={{
        unstyled: true,
        classNames: {
          toast:
            "flex w-[var(--width)] items-center gap-3 rounded-card border bg-surface px-4 py-3 text-sm text-ink shadow-float [&_[data-content]]:min-w-0 [&_[data-content]]:flex-1",
          title: "font-medium",
          description: "text-ink-soft",
          actionButton: "h-7 flex-none rounded-control border border-line bg-surface px-2.5 text-xs font-medium hover:bg-sunken",
          cancelButton: "h-7 flex-none rounded-control px-2.5 text-xs font-medium text-ink-soft hover:bg-sunken",
          error: "border-danger/40 [&>[data-icon]]:text-danger",
          icon: "flex-none text-ink-soft data-[icon]:[&>svg]:size-4",
        },
      }}
    />
  );
}
