/** What went wrong in one sentence, with its cause when known and a way out. */
import { CircleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { cx } from "./class-names";

export type ErrorStateProps = {
  readonly title: string;
  readonly children?: ReactNode;
  readonly actions?: ReactNode;
  /** Where this is all a page says, its title is the page's. */
  readonly isPage?: boolean;
  readonly className?: string;
};

export function ErrorState({ title, children, actions, isPage = false, className }: ErrorStateProps) {
  const Title = isPage ? "h1" : "p";
  return (
    <div className={cx("flex flex-col items-center justify-center gap-1 px-6 py-12 text-center", className)} role="alert">
      <div className="mb-2 grid size-10 place-items-center rounded-card border border-danger/40 bg-surface text-danger">
        <CircleAlert aria-hidden />
      </div>
      <Title className="font-medium text-base">{title}</Title>
      {children !== undefined && <div className="max-w-[60ch] text-ink-soft text-sm">{children}</div>}
      {actions !== undefined && <div className="mt-3 flex flex-wrap justify-center gap-2">{actions}</div>}
    </div>
  );
}
