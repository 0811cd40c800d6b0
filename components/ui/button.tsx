/** A button with a word on it. `isBusy` keeps its width, spins and refuses clicks. */
import { LoaderCircle } from "lucide-react";
import type { ComponentProps, ReactNode } from "react";
import { type ButtonVariants, buttonStyles } from "./button-styles";
import { cx } from "./class-names";

export type ButtonProps = Omit<ComponentProps<"button">, "size"> &
  ButtonVariants & {
    readonly icon?: ReactNode;
    /** The shortcut, drawn inside. */
    readonly kbd?: string;
    readonly isBusy?: boolean;
  };

export function Button({ variant, size, icon, kbd, isBusy = false, className, children, disabled, type = "button", ...rest }: ButtonProps) {
  return (
    <button
      {...rest}
      aria-busy={isBusy || undefined}
      className={cx(buttonStyles({ variant, size }), className)}
      disabled={disabled === true || isBusy}
      type={type}
    >
      {isBusy ? <LoaderCircle aria-hidden className="size-4 animate-spin" /> : icon}
      {children}
      {kbd !== undefined && (
        <span aria-hidden className="ml-0.5 font-mono text-xs opacity-90">
          {kbd}
        </span>
      )}
    </button>
  );
}
