"use client";

/** Moves a row of a list up or down, or takes it out. */
import { ArrowDown, ArrowUp, Trash2 } from "lucide-react";
import { IconButton } from "@/components/ui/icon-button";

export type RowControlsProps = {
  readonly name: string;
  readonly index: number;
  readonly count: number;
  /** False for a row that has to stay. */
  readonly canRemove?: boolean;
  readonly onMove: (to: number) => void;
  readonly onRemove: () => void;
};

export function RowControls({ name, index, count, canRemove = true, onMove, onRemove }: RowControlsProps) {
  return (
    <span className="flex flex-none items-center">
      <IconButton className="size-6" disabled={index === 0} label={`Move ${name} up`} onClick={() => onMove(index - 1)}>
        <ArrowUp aria-hidden className="size-3.5" />
      </IconButton>
      <IconButton className="size-6" disabled={index === count - 1} label={`Move ${name} down`} onClick={() => onMove(index + 1)}>
        <ArrowDown aria-hidden className="size-3.5" />
      </IconButton>
      <IconButton className="size-6" disabled={!canRemove} label={`Remove ${name}`} onClick={onRemove}>
        <Trash2 aria-hidden className="size-3.5" />
      </IconButton>
    </span>
  );
}

/** The list with one row moved to another place. */
export function moved<Row>(rows: readonly Row[], from: number, to: number): readonly Row[] {
  const row = rows[from];
  return row === undefined ? rows : rows.toSpliced(from, 1).toSpliced(to, 0, row);
}
