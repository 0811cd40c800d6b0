"use client";

/** A question or a task that must end before the page goes on. Fills the width of a phone. */
import { X } from "lucide-react";
import { Dialog as Radix } from "radix-ui";
import { type ComponentProps, type KeyboardEvent, type ReactNode, useState } from "react";
import { cx } from "./class-names";
import { IconButton } from "./icon-button";

export type DialogProps = {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly title: ReactNode;
  readonly description?: ReactNode;
  readonly children?: ReactNode;
  /** Buttons, the primary one last. */
  readonly footer?: ReactNode;
  readonly size?: "sm" | "md" | "lg";
  readonly bodyClassName?: string;
  /** Hears every key pressed in it, its buttons included. */
  readonly onKeyDown?: (event: KeyboardEvent) => void;
};

const widths = { sm: "sm:max-w-[420px]", md: "sm:max-w-[560px]", lg: "sm:max-w-[880px]" } as const;

export function Dialog({ open, onOpenChange, title, description, children, footer, size = "md", bodyClassName, onKeyDown }: DialogProps) {
  return (
    <Radix.Root onOpenChange={onOpenChange} open={open}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 bg-scrim data-[state=open]:animate-in data-[state=open]:fade-in-0" />
        <Content
          {...(description === undefined ? { "aria-describedby": undefined } : {})}
          onKeyDown={onKeyDown}
          // Else the close button gets the focus, and its tooltip takes the first Escape.
          onOpenAutoFocus={(event) => {
            event.preventDefault();
            if (event.currentTarget instanceof HTMLElement) event.currentTarget.focus();
          }}
          className={cx(
            "fixed inset-x-2 top-1/2 z-50 mx-auto flex max-h-[calc(100dvh-32px)] max-w-full -translate-y-1/2 flex-col rounded-group border bg-surface shadow-float focus:outline-none",
            "data-[state=open]:animate-in data-[state=open]:fade-in-0 data-[state=open]:zoom-in-98",
            widths[size],
          )}
        >
          <div className="flex-none pt-4 pr-12 pb-3 pl-5">
            <Radix.Title className="font-semibold text-lg">{title}</Radix.Title>
            {description !== undefined && <Radix.Description className="mt-1 text-ink-soft text-sm">{description}</Radix.Description>}
          </div>
          {children !== undefined && <div className={cx("min-h-0 flex-1 overflow-auto px-5 pt-1 pb-4", bodyClassName)}>{children}</div>}
          {footer !== undefined && (
            <div className="flex flex-none flex-wrap justify-end gap-2 rounded-b-group border-t px-5 py-3">{footer}</div>
          )}
          {/* Last, so that the first control of the task gets the focus. */}
          <Radix.Close asChild>
            <IconButton className="absolute top-3.5 right-3" label="Close">
              <X aria-hidden />
            </IconButton>
          </Radix.Close>
        </Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

/** Gives the focus back to where it was before, unless whoever closed the dialog has put it somewhere already. */
function Content(props: ComponentProps<typeof Radix.Content>) {
  // Read while rendering: once it is drawn, a field with `autoFocus` has the focus.
  const [opener] = useState(() => document.activeElement);
  return (
    <Radix.Content
      {...props}
      onCloseAutoFocus={(event) => {
        event.preventDefault();
        if (document.activeElement === document.body && opener instanceof HTMLElement) opener.focus();
      }}
    />
  );
}
