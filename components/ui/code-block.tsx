"use client";

/** Code, JSON or a raw answer: mono, copied with one click, wrapped on demand. */
import { WrapText } from "lucide-react";
import { useState } from "react";
import { cx } from "./class-names";
import { CopyButton } from "./copy-button";
import { IconButton } from "./icon-button";

export type CodeBlockProps = {
  readonly text: string;
  /** What this is: stands in the bar and names the region. */
  readonly title?: string;
  readonly isWrapped?: boolean;
  readonly className?: string;
  /** Of the scrolling part; by default at most 480 px high. */
  readonly bodyClassName?: string;
};

export function CodeBlock({ text, title, isWrapped = false, className, bodyClassName }: CodeBlockProps) {
  const [wraps, setWraps] = useState(isWrapped);
  return (
    <section aria-label={title ?? "Code"} className={cx("min-w-0 overflow-hidden rounded-control border bg-sunken", className)}>
      <div className="flex h-8 items-center gap-0.5 border-b pr-1 pl-3 text-ink-soft text-xs">
        <span className="min-w-0 flex-1 truncate">{title}</span>
        <IconButton label="Wrap lines" onClick={() => setWraps(!wraps)} pressed={wraps}>
          <WrapText aria-hidden className="size-3.5" />
        </IconButton>
        <CopyButton text={text} />
      </div>
      <pre
        className={cx(
          "max-h-[480px] overflow-auto px-3 py-2.5 font-mono text-xs leading-5 focus-visible:-outline-offset-2",
          wraps && "whitespace-pre-wrap [overflow-wrap:anywhere]",
          bodyClassName,
        )}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard
        tabIndex={0}
      >
        {text}
      </pre>
    </section>
  );
}
