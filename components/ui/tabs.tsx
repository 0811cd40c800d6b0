"use client";

/**
 * Views of one thing, one at a time. With `children` they are the panel of the chosen tab. Where there
 * are more tabs than room, the row scrolls, fades out where it goes on, and has an arrow there for the pointer.
 */
import { ChevronLeft, ChevronRight } from "lucide-react";
import { Tabs as Radix } from "radix-ui";
import { type ReactNode, type RefObject, useEffect, useRef } from "react";
import { cx } from "./class-names";
import { type MoreToScroll, useMoreToScroll } from "./use-more-to-scroll";

export type TabsProps<Id extends string> = {
  readonly value: Id;
  readonly onChange: (id: Id) => void;
  readonly tabs: readonly { readonly id: Id; readonly label: ReactNode; readonly count?: number }[];
  /** Stands at the right end of the row. */
  readonly actions?: ReactNode;
  /** Accessible name of the row. */
  readonly label?: string;
  readonly className?: string;
  readonly panelClassName?: string;
  readonly children?: ReactNode;
};

export function Tabs<Id extends string>({ value, onChange, tabs, actions, label, className, panelClassName, children }: TabsProps<Id>) {
  // Without a panel of ours there is no id to point at; the attribute must not name one.
  const controls = children === undefined ? { "aria-controls": undefined } : {};
  const list = useRef<HTMLDivElement>(null);
  const more = useMoreToScroll(list, tabs.length);
  useEffect(() => bringIntoRow(list.current, value), [value]);
  const rows = (
    <div className={cx("flex h-10 flex-none items-stretch gap-2 border-b px-1.5", className)}>
      <Radix.List
        aria-label={label}
        className="flex min-w-0 flex-1 overflow-x-auto overflow-y-hidden [scrollbar-width:none] data-[more=both]:mask-x-from-[calc(100%-32px)] data-[more=left]:mask-l-from-[calc(100%-32px)] data-[more=right]:mask-r-from-[calc(100%-32px)]"
        data-more={more}
        ref={list}
      >
        {tabs.map((tab) => (
          <Radix.Trigger
            key={tab.id}
            {...controls}
            className="relative flex flex-none items-center gap-1.5 rounded-control px-2.5 text-ink-soft text-sm hover:text-ink focus-visible:-outline-offset-2 data-[state=active]:font-medium data-[state=active]:text-ink data-[state=active]:after:absolute data-[state=active]:after:inset-x-2.5 data-[state=active]:after:bottom-0 data-[state=active]:after:h-0.5 data-[state=active]:after:rounded-full data-[state=active]:after:bg-ink"
            data-tab={tab.id}
            value={tab.id}
          >
            {tab.label}
            {tab.count !== undefined && <span className="num font-normal text-ink-soft">{tab.count}</span>}
          </Radix.Trigger>
        ))}
      </Radix.List>
      {more !== "none" && <MoreTabs list={list} more={more} />}
      {actions !== undefined && <div className="flex flex-none items-center gap-1">{actions}</div>}
    </div>
  );
  return (
    <Radix.Root
      className={children === undefined ? "contents" : "flex min-h-0 flex-1 flex-col"}
      onValueChange={(next) => {
        const tab = tabs.find((candidate) => candidate.id === next);
        if (tab !== undefined) onChange(tab.id);
      }}
      value={value}
    >
      {rows}
      {children !== undefined && (
        <Radix.Content className={cx("min-h-0 flex-1 overflow-auto focus-visible:-outline-offset-2", panelClassName)} value={value}>
          {children}
        </Radix.Content>
      )}
    </Radix.Root>
  );
}

/** Goes on to the hidden tabs, and back from the end. The keyboard needs no arrow: it walks the tabs themselves. */
function MoreTabs({ list, more }: { readonly list: RefObject<HTMLDivElement | null>; readonly more: MoreToScroll }) {
  const isAtEnd = more === "left";
  function goOn(): void {
    const row = list.current;
    if (row !== null) row.scrollTo({ left: isAtEnd ? 0 : row.scrollLeft + row.clientWidth * 0.8, behavior: "smooth" });
  }
  return (
    <button
      aria-hidden
      className="flex w-6 flex-none items-center justify-center self-center rounded-control py-1 text-ink-soft hover:bg-sunken hover:text-ink"
      onClick={goOn}
      tabIndex={-1}
      title={isAtEnd ? "First tabs" : "More tabs"}
      type="button"
    >
      {isAtEnd ? <ChevronLeft className="size-4" /> : <ChevronRight className="size-4" />}
    </button>
  );
}

/** Not `scrollIntoView`: only the row may move, never the page. */
function bringIntoRow(row: HTMLElement | null, id: string): void {
  const tab = row?.querySelector(`[data-tab="${id}"]`)?.getBoundingClientRect();
  if (row === null || tab === undefined) return;
  const { left, right } = row.getBoundingClientRect();
  if (tab.left < left) row.scrollLeft -= left - tab.left;
  else if (tab.right > right) row.scrollLeft += tab.right - right;
}
