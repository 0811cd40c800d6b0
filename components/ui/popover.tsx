"use client";

/** A small panel beside what opened it. The rest of the page stays in use. */
import { Popover as Radix } from "radix-ui";
import type { ComponentProps } from "react";
import { cx } from "./class-names";

export const Popover = Radix.Root;
export const PopoverAnchor = Radix.Anchor;
export const PopoverClose = Radix.Close;

export function PopoverTrigger(props: ComponentProps<typeof Radix.Trigger>) {
  return <Radix.Trigger asChild {...props} />;
}

/** Give it an `aria-label`: it is a dialog to a screen reader. */
export function PopoverContent({ className, align = "start", sideOffset = 6, ...rest }: ComponentProps<typeof Radix.Content>) {
  return (
    <Radix.Portal>
      <Radix.Content
        align={align}
        collisionPadding={8}
        sideOffset={sideOffset}
        {...rest}
        className={cx(
          "z-50 max-h-(--radix-popover-content-available-height) max-w-[calc(100vw-16px)] overflow-auto rounded-card border bg-surface p-3 shadow-float focus:outline-none data-[state=open]:animate-in data-[state=open]:fade-in-0",
          className,
        )}
      />
    </Radix.Portal>
  );
}
