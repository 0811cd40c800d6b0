"use client";

/** A few words about one control. Never the only place where something is said. */
import { Tooltip as Radix } from "radix-ui";
import type { ReactNode } from "react";

export type TooltipProps = {
  readonly content: ReactNode;
  readonly kbd?: string;
  readonly side?: "top" | "right" | "bottom" | "left";
  /** One element that takes a ref and event handlers. */
  readonly children: ReactNode;
};

export function Tooltip({ content, kbd, side = "bottom", children }: TooltipProps) {
  return (
    <Radix.Root>
      <Radix.Trigger asChild>{children}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          className="z-60 flex max-w-72 items-center gap-2 rounded-control bg-ink px-2 py-1 text-paper text-xs shadow-float data-[state=delayed-open]:animate-in data-[state=delayed-open]:fade-in-0"
          collisionPadding={8}
          side={side}
          sideOffset={6}
        >
          {content}
          {kbd !== undefined && <span className="font-mono opacity-75">{kbd}</span>}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
