/** The line of an edge: leaves to the right, arrives from the left, smooth between. */

type Point = { readonly x: number; readonly y: number };

const leastReach = 40;
const mostReach = 160;

/** An SVG path from the centre of one port to that of another. */
export function edgePath(from: Point, to: Point): string {
  const half = (to.x - from.x) / 2;
  // Where the target lies to the left, the line still leaves to the right and swings around.
  const reach = half >= leastReach || (from.y === to.y && half > 0) ? half : Math.min(mostReach, leastReach + Math.abs(half) / 2);
  return `M${from.x} ${from.y}C${from.x + reach} ${from.y} ${to.x - reach} ${to.y} ${to.x} ${to.y}`;
}
