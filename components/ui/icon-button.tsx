/** A button that is only an icon: its label is the accessible name and the tooltip. */
import type { ComponentProps, ReactNode } from "react";
import { cx } from "./class-names";
import { Tooltip } from "./tooltip";

export type IconButtonProps = Omit<ComponentProps<"button">, "aria-label" | "title" | "children"> & {
  readonly label: string;
  readonly children: ReactNode;
  readonly size?: "md" | "sm";
  /** For a toggle; absent for a plain button. */
  readonly pressed?: boolean;
  /** The shortcut, shown in the tooltip. */
  readonly kbd?: string;
  readonly tooltipSide?: "top" | "right" | "bottom" | "left";
};

export function IconButton({
  label,
  children,
  size = "sm",
  pressed,
  kbd,
  tooltipSide = "bottom",
  className,
  type = "button",
  ...rest
}: IconButtonProps) {
  return (
    <Tooltip content={label} side={tooltipSide} {...(kbd === undefined ? {} : { kbd })}>
      <button
        {...rest}
        aria-label={label}
        aria-pressed={pressed}
        className={cx(
          "inline-grid shrink-0 place-items-center rounded-control text-ink-soft transition-colors hover:bg-sunken hover:text-ink",
          "disabled:pointer-events-none disabled:opacity-40 data-[state=open]:bg-sunken data-[state=open]:text-ink",
          "aria-pressed:bg-sunken aria-pressed:text-ink",
          size === "md" ? "size-8" : "size-7",
          className,
        )}
        type={type}
      >
        {children}
      </button>
    </Tooltip>
  );
}
