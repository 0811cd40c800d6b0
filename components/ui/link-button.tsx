/** A link that looks like a button: it goes somewhere, so it stays a link. */
import Link from "next/link";
import type { ComponentProps, ReactNode } from "react";
import { type ButtonVariants, buttonStyles } from "./button-styles";
import { cx } from "./class-names";

export type LinkButtonProps = ComponentProps<typeof Link> & ButtonVariants & { readonly icon?: ReactNode };

export function LinkButton({ variant, size, icon, className, children, ...rest }: LinkButtonProps) {
  return (
    <Link {...rest} className={cx(buttonStyles({ variant, size }), className)}>
      {icon}
      {children}
    </Link>
  );
}
