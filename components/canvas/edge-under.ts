/** Which edge lies under the pointer, beneath whatever is being dragged over it. */

/** @returns the edge's id, or null. */
export function edgeUnder(event: MouseEvent | TouchEvent | { readonly clientX: number; readonly clientY: number }): string | null {
  const point = "touches" in event ? event.touches[0] : event;
  if (point === undefined) return null;
  for (const element of document.elementsFromPoint(point.clientX, point.clientY)) {
    const edge = element.closest(".react-flow__edge");
    if (edge !== null) return edge.getAttribute("data-id");
  }
  return null;
}
