/** One line of text. */
import type { ComponentProps } from "react";
import { cx } from "./class-names";
import { inputStyles } from "./input-styles";

export type InputProps = ComponentProps<"input">;

export function Input({ className, ...rest }: InputProps) {
  return <input autoComplete="off" {...rest} className={cx(inputStyles, "h-8 px-2.5 text-sm", className)} />;
}
