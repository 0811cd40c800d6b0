/** A page's title with a number beside it, a sentence under it and its buttons. */
import type { ReactNode } from "react";
import { cx } from "@/components/ui/class-names";

export type PageHeadingProps = {
  readonly title: string;
  readonly count?: string;
  readonly children?: ReactNode;
  readonly actions?: ReactNode;
};

export function PageHeading({ title, count, children, actions }: PageHeadingProps) {
  return (
    <div className="mb-5 flex flex-wrap items-center gap-x-4 gap-y-3">
      <div className={cx("min-w-0 max-w-full grow", children !== undefined && "basis-64")}>
        <h1 className="flex items-baseline gap-2 font-semibold text-xl">
          {title}
          {count !== undefined && <span className="num font-normal text-ink-soft">{count}</span>}
        </h1>
        {children !== undefined && <p className="mt-1 text-base text-ink-soft">{children}</p>}
      </div>
      {actions !== undefined && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
    </div>
  );
}
