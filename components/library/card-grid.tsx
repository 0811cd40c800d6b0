/** A list of cards: three columns, two when narrow, one on a phone. */
import type { ReactNode } from "react";

export function CardGrid({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <ul aria-label={label} className="grid grid-cols-1 gap-4 sm:grid-cols-2 sm:gap-5 lg:grid-cols-3">
      {children}
    </ul>
  );
}
