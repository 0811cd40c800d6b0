"use client";

/** Rendered Markdown of a model or a person. The renderer loads on first use; until then the plain text stands there. */
import { lazy, Suspense } from "react";
import { cx } from "./class-names";

const MarkdownBody = lazy(async () => ({ default: (await import("./markdown-body")).MarkdownBody }));

export function Markdown({ text, className }: { readonly text: string; readonly className?: string }) {
  return (
    <div className={cx("min-w-0 text-base leading-[22px] [overflow-wrap:anywhere]", className)}>
      <Suspense fallback={<div className="whitespace-pre-wrap">{text}</div>}>
        <MarkdownBody text={text} />
      </Suspense>
    </div>
  );
}
