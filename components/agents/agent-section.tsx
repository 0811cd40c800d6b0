/** One part of an agent's page beside its form. */
import { type ReactNode, useId } from "react";

export function AgentSection({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  const id = useId();
  return (
    <section aria-labelledby={id} className="flex min-w-0 flex-col gap-2.5 rounded-card border bg-surface px-4 py-3.5">
      <h2 className="font-medium text-base" id={id}>
        {title}
      </h2>
      {children}
    </section>
  );
}
