"use client";

/**
 * When a large workflow is seen from too far away to be read, its cards are drawn as a picture instead of mounted.
 *
 * The picture is there at once. The cards come back after a rest at a nearer view, a few in every frame: all at
 * once would be a jolt.
 */
import { useReactFlow, useStoreApi } from "@xyflow/react";
import { useEffect, useState } from "react";
import type { NearCards } from "@/lib/client/react-flow-adapter";

const farBelow = 0.5;
/** Fewer cards than this cost nothing, however small they are. */
const leastCards = 80;
const restMs = 140;
const cardsPerFrame = 16;
const none: ReadonlySet<string> = new Set();

/**
 * @param firstZoom of the view before anything was drawn.
 * @returns the cards that are mounted; "all" when there is no picture.
 */
export function useOverview(cardCount: number, firstZoom: number): NearCards {
  const flow = useStoreApi();
  const { getIntersectingNodes } = useReactFlow();
  const isLarge = cardCount > leastCards;
  const [near, setNear] = useState<NearCards>(isLarge && firstZoom < farBelow ? none : "all");

  useEffect(() => {
    if (!isLarge) {
      setNear("all");
      return;
    }
    let shown: NearCards = "all";
    let view: readonly number[] = [];
    let rest: ReturnType<typeof setTimeout> | undefined;
    let frame = 0;

    function show(next: NearCards): void {
      shown = next;
      setNear(next);
    }

    function comeBack(): void {
      if (shown === "all") return;
      const drawn = shown;
      const missing = cardsInView().filter((id) => !drawn.has(id));
      show(missing.length === 0 ? "all" : new Set([...drawn, ...missing.slice(0, cardsPerFrame)]));
      frame = requestAnimationFrame(comeBack);
    }

    function cardsInView(): readonly string[] {
      const { transform, width, height } = flow.getState();
      const [x, y, zoom] = transform;
      return getIntersectingNodes({ x: -x / zoom, y: -y / zoom, width: width / zoom, height: height / zoom }).map(({ id }) => id);
    }

    function look(): void {
      const { transform } = flow.getState();
      if (transform === view) return;
      view = transform;
      clearTimeout(rest);
      cancelAnimationFrame(frame);
      if (transform[2] < farBelow) show(none);
      else if (shown !== "all") rest = setTimeout(comeBack, restMs);
    }

    look();
    const unsubscribe = flow.subscribe(look);
    return () => {
      unsubscribe();
      clearTimeout(rest);
      cancelAnimationFrame(frame);
    };
  }, [flow, isLarge, getIntersectingNodes]);

  return near;
}
