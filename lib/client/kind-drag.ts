/** How a kind travels from the palette to the canvas under the pointer. */

const mime = "application/x-windrose-kind";

export function startKindDrag(transfer: DataTransfer, type: string): void {
  transfer.setData(mime, type);
  transfer.effectAllowed = "copy";
}

export function isKindDrag(transfer: DataTransfer): boolean {
  return transfer.types.includes(mime);
}

/** Null when something else was dropped. */
export function draggedKind(transfer: DataTransfer): string | null {
  const type = transfer.getData(mime);
  return type === "" ? null : type;
}
