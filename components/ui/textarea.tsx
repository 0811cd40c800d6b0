/** Several lines of text; grows with them up to the height its class allows. */
import type { ComponentProps } from "react";
import { cx } from "./class-names";
import { inputStyles } from "./input-styles";

export function Textarea({ className, ...rest }: ComponentProps<"textarea">) {
  return <textarea {...rest} className={cx(inputStyles, "field-sizing-content max-h-96 min-h-20 px-3 py-2 text-sm", className)} />;
}
