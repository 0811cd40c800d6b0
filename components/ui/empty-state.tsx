/** What a list or panel says when it holds nothing: what this is, and what to do next. */
import type { ReactNode } from "react";
import { cx } from "./class-names";

export type EmptyStateProps = {
  readonly icon?: ReactNode;
  readonly title: string;
  readonly children?: ReactNode;
  readonly actions?: ReactNode;
  /** Where this is all a page says, its title is the page's. */
  readonly isPage?: boolean;
  readonly className?: string;
};

export function EmptyState({ icon, title, children, actions, isPage = false, className }: EmptyStateProps) {
  const Title = isPage ? "h1" : "p";
  return (
    <div className={cx("flex flex-col items-center justify-center gap-1 px-6 py-12 text-center", className)}>
      {icon !== undefined && (
        <div className="mb-2 grid size-10 place-items-center rounded-card border bg-surface text-ink-soft">{icon}</div>
      )}
      <Title className="font-medium text-base">{title}</Title>
      {children !== undefined && <div className="max-w-[52ch] text-ink-soft text-sm">{children}</div>}
      {actions !== undefined && <div className="mt-3 flex flex-wrap justify-center gap-2">{actions}</div>}
    </div>
  );
}
