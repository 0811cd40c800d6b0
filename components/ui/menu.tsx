"use client";

/** A menu of things to do, opened by a button. Arrow keys move, letters jump, Escape closes. */
import Link from "next/link";
import { DropdownMenu as Radix } from "radix-ui";
import type { ComponentProps, ReactNode } from "react";
import { cx } from "./class-names";
import { floatMargin, floatStyles } from "./float-styles";

const itemStyles =
  "flex min-h-8 w-full cursor-default select-none items-center gap-2.5 rounded-control px-2 text-left text-sm outline-none data-[disabled]:opacity-45 data-[highlighted]:bg-accent-tint [&>svg]:text-ink-soft";

/** The page behind stays in use: a click there closes the menu and does what it says. */
export function Menu(props: ComponentProps<typeof Radix.Root>) {
  return <Radix.Root modal={false} {...props} />;
}

export function MenuTrigger(props: ComponentProps<typeof Radix.Trigger>) {
  return <Radix.Trigger asChild {...props} />;
}

export function MenuContent({ className, ...rest }: ComponentProps<typeof Radix.Content>) {
  const styles = cx(floatStyles, "max-h-(--radix-dropdown-menu-content-available-height) min-w-48 overflow-y-auto p-1", className);
  return (
    <Radix.Portal>
      <Radix.Content align="end" collisionPadding={floatMargin} sideOffset={4} {...rest} className={styles} />
    </Radix.Portal>
  );
}

export type MenuItemProps = Omit<ComponentProps<typeof Radix.Item>, "onSelect"> & {
  readonly icon?: ReactNode;
  readonly shortcut?: string;
  readonly danger?: boolean;
  readonly onSelect?: (event: Event) => void;
};

export function MenuItem({ icon, shortcut, danger = false, className, children, ...rest }: MenuItemProps) {
  return (
    <Radix.Item
      {...rest}
      className={cx(itemStyles, danger && "text-danger data-[highlighted]:bg-danger-tint [&>svg]:text-danger", className)}
    >
      {icon}
      <span className="min-w-0 flex-1 truncate">{children}</span>
      {shortcut !== undefined && <span className="font-mono text-ink-soft text-xs">{shortcut}</span>}
    </Radix.Item>
  );
}

/** An item that goes somewhere. `download` fetches instead of navigating. */
export function MenuLink({
  href,
  icon,
  download,
  isCurrent = false,
  children,
}: {
  readonly href: string;
  /** The page one is on. */
  readonly isCurrent?: boolean;
  readonly icon?: ReactNode;
  readonly download?: boolean;
  readonly children: ReactNode;
}) {
  const content = (
    <>
      {icon}
      <span className="min-w-0 flex-1 truncate">{children}</span>
    </>
  );
  return (
    <Radix.Item asChild className={itemStyles}>
      {download === true ? (
        <a download href={href}>
          {content}
        </a>
      ) : (
        <Link aria-current={isCurrent ? "page" : undefined} className="aria-[current=page]:font-medium" href={href}>
          {content}
        </Link>
      )}
    </Radix.Item>
  );
}

/** One of several choices, the chosen one marked. */
export function MenuRadioGroup(props: ComponentProps<typeof Radix.RadioGroup>) {
  return <Radix.RadioGroup {...props} />;
}

export function MenuRadioItem({
  icon,
  children,
  className,
  ...rest
}: ComponentProps<typeof Radix.RadioItem> & { readonly icon?: ReactNode }) {
  return (
    <Radix.RadioItem {...rest} className={cx(itemStyles, className)}>
      {icon}
      <span className="min-w-0 flex-1 truncate">{children}</span>
      <Radix.ItemIndicator className="size-1.5 rounded-full bg-accent" />
    </Radix.RadioItem>
  );
}

export function MenuLabel({ children }: { readonly children: ReactNode }) {
  return <Radix.Label className="px-2 pt-2 pb-1 font-medium text-ink-soft text-xs">{children}</Radix.Label>;
}

export function MenuSeparator() {
  return <Radix.Separator className="-mx-1 my-1 h-px bg-line" />;
}
