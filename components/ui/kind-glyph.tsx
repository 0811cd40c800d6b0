/**
 * The glyph of a node kind in its group's hue. Decoration: the kind's name stands beside it.
 *
 * Knows glyphs by name, not kinds; an unknown name draws a plain ring.
 */
import type { ReactNode } from "react";
import type { NodeGroup } from "@/lib/nodes/contract";
import { cx } from "./class-names";

const shapes: { readonly [glyph: string]: ReactNode } = {
  agent: (
    <>
      <path d="M12 3.4 20.6 12 12 20.6 3.4 12Z" />
      <circle cx="12" cy="12" fill="currentColor" r="2.1" stroke="none" />
    </>
  ),
  network: (
    <>
      <rect height="6" rx="1.5" width="7" x="8.5" y="3" />
      <rect height="6" rx="1.5" width="6" x="3" y="15" />
      <rect height="6" rx="1.5" width="6" x="15" y="15" />
      <path d="M12 9v3M6 15v-1.5A1.5 1.5 0 0 1 7.5 12h9a1.5 1.5 0 0 1 1.5 1.5V15" />
    </>
  ),
  "git-fork": (
    <>
      <circle cx="5" cy="12" r="2" />
      <circle cx="19" cy="5" r="2" />
      <circle cx="19" cy="12" r="2" />
      <circle cx="19" cy="19" r="2" />
      <path d="M7 12h10M8.5 12c3.5 0 3-7 8.5-7M8.5 12c3.5 0 3 7 8.5 7" />
    </>
  ),
  "arrow-right-left": <path d="M4 8h15M15 4l4 4-4 4M20 16H5M9 12l-4 4 4 4" />,
  split: (
    <>
      <path d="M3 12h5c4 0 4-6.5 8-6.5h4M8 12c4 0 4 6.5 8 6.5h4" />
      <path d="m17.5 3 2.5 2.5L17.5 8M17.5 16l2.5 2.5-2.5 2.5" />
    </>
  ),
  "chart-gantt": <path d="M4 6h9M8 12h12M4 18h12" strokeWidth="3" />,
  clock: (
    <>
      <circle cx="12" cy="12" r="9" />
      <path d="M12 6.5V12l3.8 2.2" />
    </>
  ),
  "square-code": (
    <>
      <rect height="18" rx="2.5" width="18" x="3" y="3" />
      <path d="m10 9-3 3 3 3M14 9l3 3-3 3" />
    </>
  ),
  workflow: (
    <>
      <rect height="7" rx="1.5" width="7" x="3" y="3" />
      <rect height="7" rx="1.5" width="7" x="14" y="14" />
      <path d="M6.5 10v4.5a3 3 0 0 0 3 3H14" />
    </>
  ),
  copy: (
    <>
      <rect height="12.5" rx="2" width="12.5" x="3.5" y="3.5" />
      <path d="M8.5 20.5H18a2.5 2.5 0 0 0 2.5-2.5V8.5" />
    </>
  ),
  repeat: <path d="m17 2.5 3 3-3 3M4 11.5v-2a4 4 0 0 1 4-4h12M7 21.5l-3-3 3-3M20 12.5v2a4 4 0 0 1-4 4H4" />,
  merge: (
    <>
      <path d="M3 5.5h3c5 0 4 6.5 9 6.5h5M3 18.5h3c5 0 4-6.5 9-6.5" />
      <path d="m17 9 3 3-3 3" />
    </>
  ),
  brackets: <path d="M8 4H6a2 2 0 0 0-2 2v12a2 2 0 0 0 2 2h2M16 4h2a2 2 0 0 1 2 2v12a2 2 0 0 1-2 2h-2M9.5 9h5M9.5 12h5M9.5 15h5" />,
  "user-check": (
    <>
      <circle cx="9" cy="7.5" r="3.8" />
      <path d="M2.5 20.5c0-3.6 2.9-6.3 6.5-6.3 2.3 0 4.3 1.1 5.5 2.8" />
      <path d="m15.5 17.5 2.2 2.3 4.3-4.6" />
    </>
  ),
  "clipboard-list": (
    <>
      <rect height="18" rx="2" width="15" x="4.5" y="3" />
      <path d="M8.5 8h7M8.5 12h7M8.5 16h4" />
    </>
  ),
  "log-in": <path d="M3 12h11.5M10.5 8l4 4-4 4M15 4h3a2 2 0 0 1 2 2v12a2 2 0 0 1-2 2h-3" />,
  "log-out": <path d="M9 4H6a2 2 0 0 0-2 2v12a2 2 0 0 0 2 2h3M9.5 12H21M17 8l4 4-4 4" />,
  braces: (
    <path d="M8.5 4C6.5 4 6 5 6 7v2.5c0 1.7-.8 2.5-2.3 2.5 1.5 0 2.3.8 2.3 2.5V17c0 2 .5 3 2.5 3M15.5 4C17.5 4 18 5 18 7v2.5c0 1.7.8 2.5 2.3 2.5-1.5 0-2.3.8-2.3 2.5V17c0 2-.5 3-2.5 3" />
  ),
  "square-function": <path d="M17 4.8c-2.7-1-4.3.2-4.7 3L10.7 17c-.5 2.8-2.1 3.8-4.7 2.7M8 10.5h8" />,
  globe: (
    <>
      <circle cx="12" cy="12" r="9" />
      <path d="M3 12h18M12 3c2.6 2.7 3.8 5.6 3.8 9s-1.2 6.3-3.8 9c-2.6-2.7-3.8-5.6-3.8-9S9.4 5.7 12 3Z" />
    </>
  ),
  plug: <path d="M9 3v5M15 3v5M6 8h12v3.5a6 6 0 0 1-12 0ZM12 17.5V21" />,
  zap: <path d="M13 3 5 13.5h6L10 21l8.5-10.5h-6Z" />,
  "sticky-note": (
    <>
      <path d="M5 4h14v10.5L14 20H5Z" />
      <path d="M19 14.5h-5V20" />
    </>
  ),
};

const unknownShape = <circle cx="12" cy="12" r="7" />;

export const groupHues: { readonly [G in NodeGroup]: string } = {
  agents: "text-k-agent",
  flow: "text-k-flow",
  people: "text-k-people",
  data: "text-k-data",
  world: "text-k-world",
  notes: "text-k-note",
};

const strokeWidths = { 12: 2.4, 14: 2.3, 16: 2.05 } as const;

export type KindGlyphProps = {
  readonly glyph: string;
  readonly group: NodeGroup;
  readonly size?: 12 | 14 | 16;
  readonly className?: string;
};

export function KindGlyph({ glyph, group, size = 16, className }: KindGlyphProps) {
  return (
    <svg
      aria-hidden
      className={cx("flex-none", groupHues[group], className)}
      fill="none"
      height={size}
      stroke="currentColor"
      strokeLinecap="round"
      strokeLinejoin="round"
      strokeWidth={strokeWidths[size]}
      viewBox="0 0 24 24"
      width={size}
    >
      {Object.hasOwn(shapes, glyph) ? shapes[glyph] : unknownShape}
    </svg>
  );
}
