/** A kind's glyph on a small tile, as it stands on a node card. Faded when the step was skipped. */
import { cx } from "./class-names";
import { KindGlyph, type KindGlyphProps } from "./kind-glyph";

const sizes = {
  28: { tile: "size-7 rounded-control", glyph: 16 },
  24: { tile: "size-6 rounded-tile", glyph: 14 },
  20: { tile: "size-5 rounded-sm", glyph: 12 },
} as const;

export type KindTileProps = Pick<KindGlyphProps, "glyph" | "group"> & {
  readonly size?: 28 | 24 | 20;
  readonly isFaded?: boolean;
  readonly className?: string;
};

export function KindTile({ glyph, group, size = 28, isFaded = false, className }: KindTileProps) {
  return (
    <span className={cx("grid flex-none place-items-center border", isFaded ? "border-dashed" : "bg-paper", sizes[size].tile, className)}>
      <KindGlyph glyph={glyph} group={group} size={sizes[size].glyph} {...(isFaded ? { className: "opacity-55" } : {})} />
    </span>
  );
}
