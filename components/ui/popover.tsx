"use client";

/** A small panel beside what opened it. The rest of the page stays in use. */
import { Popover as Radix } from "radix-ui";
import type { ComponentProps } from "react";
import { cx } from "./class-names";
import { floatMargin, floatStyles } from "./float-styles";

export const Popover = Radix.Root;
export const PopoverAnchor = Radix.Anchor;
export const PopoverClose = Radix.Close;

export function PopoverTrigger(props: ComponentProps<typeof Radix.Trigger>) {
  return <Radix.Trigger asChild {...props} />;
}

/** Give it an `aria-label`: it is a dialog to a screen reader. */
export function PopoverContent({ className, ...rest }: ComponentProps<typeof Radix.Content>) {
  const room = "max-h-(--radix-popover-content-available-height) max-w-[calc(100vw-16px)] overflow-auto";
  return (
    <Radix.Portal>
      <Radix.Content
        align="start"
        collisionPadding={floatMargin}
        sideOffset={6}
        {...rest}
        className={cx(floatStyles, room, "p-3 focus:outline-none", className)}
      />
    </Radix.Portal>
  );
}
