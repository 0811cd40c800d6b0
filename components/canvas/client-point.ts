/** Where an event of a mouse or a finger happened, in pixels of the window. */
import type { Point } from "@/lib/client/edge-geometry";

export function clientPoint(event: MouseEvent | TouchEvent): Point {
  const at = "changedTouches" in event ? event.changedTouches[0] : event;
  return { x: at?.clientX ?? 0, y: at?.clientY ?? 0 };
}
