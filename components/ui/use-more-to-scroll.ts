"use client";

/** Which ends of a row that scrolls sideways hide something, so that it can be shown that it goes on. */
import { type RefObject, useEffect, useState } from "react";

export type MoreToScroll = "none" | "left" | "right" | "both";

/** Less than this is a rounding of the browser's. */
const leastPx = 2;

/** @param count how many parts the row has: each of them is watched for its width. */
export function useMoreToScroll(row: RefObject<HTMLElement | null>, count: number): MoreToScroll {
  const [more, setMore] = useState<MoreToScroll>("none");

  // biome-ignore lint/correctness/useExhaustiveDependencies: other parts are to be watched
  useEffect(() => {
    const element = row.current;
    if (element === null) return;
    const measure = () => setMore(moreOf(element));
    measure();
    const observer = new ResizeObserver(measure);
    for (const watched of [element, ...element.children]) observer.observe(watched);
    element.addEventListener("scroll", measure, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener("scroll", measure);
    };
  }, [row, count]);

  return more;
}

function moreOf({ scrollLeft, scrollWidth, clientWidth }: HTMLElement): MoreToScroll {
  const isLeft = scrollLeft > leastPx;
  const isRight = scrollLeft + clientWidth < scrollWidth - leastPx;
  if (isLeft && isRight) return "both";
  return isLeft ? "left" : isRight ? "right" : "none";
}
