/** The icon of a state. Decoration beside the word: alone, give it a `label`. */
import type { ReactNode } from "react";
import { cx } from "./class-names";
import { type ShownStatus, statusHues } from "./status";

const ring = <circle cx="12" cy="12" r="8.7" />;
const dashedRing = <circle cx="12" cy="12" r="8.7" strokeDasharray="3.4 3.43" />;

const shapes: { readonly [S in ShownStatus]: ReactNode } = {
  pending: dashedRing,
  queued: dashedRing,
  running: <path d="M12 3.3A8.7 8.7 0 1 1 3.9 8.8" />,
  waiting: <path d="M7 3.5h10M7 20.5h10M8 3.5v3.2c0 2.5 4 3.8 4 5.3s-4 2.8-4 5.3v3.2M16 3.5v3.2c0 2.5-4 3.8-4 5.3s4 2.8 4 5.3v3.2" />,
  succeeded: (
    <>
      {ring}
      <path d="m8.2 12.3 2.7 2.7 5-5.4" />
    </>
  ),
  failed: (
    <>
      {ring}
      <path d="m9.2 9.2 5.6 5.6M14.8 9.2l-5.6 5.6" />
    </>
  ),
  skipped: (
    <>
      {dashedRing}
      <path d="M8.5 12h7" />
    </>
  ),
  cancelled: (
    <>
      {ring}
      <path d="m6 6 12 12" />
    </>
  ),
  pinned: <path d="M9 3.5h6M10 3.5v5.2L7 13.5h10l-3-4.8V3.5M12 13.5v7" />,
  reused: <path d="M3.5 12A8.5 8.5 0 1 0 6.3 5.7L3.5 8.3M3.5 3.5v4.8h4.8M12 7.5V12l3 2" />,
  interrupted: (
    <>
      {dashedRing}
      <path d="M12 8v4.5M12 16v.1" />
    </>
  ),
};

export type StatusIconProps = {
  readonly status: ShownStatus;
  readonly size?: number;
  readonly label?: string;
  readonly className?: string;
};

export function StatusIcon({ status, size = 14, label, className }: StatusIconProps) {
  return (
    <svg
      aria-hidden={label === undefined}
      aria-label={label}
      className={cx("flex-none", statusHues[status], status === "running" && "animate-[spin_1.6s_linear_infinite]", className)}
      fill="none"
      height={size}
      role={label === undefined ? undefined : "img"}
      stroke="currentColor"
      strokeLinecap="round"
      strokeLinejoin="round"
      strokeWidth={2.3}
      viewBox="0 0 24 24"
      width={size}
    >
      {shapes[status]}
    </svg>
  );
}
