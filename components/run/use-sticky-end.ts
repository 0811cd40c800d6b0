"use client";

/** Keeps the end of a growing box in view, until the person scrolls up and once they are back at the end. */
import { type RefObject, useEffect } from "react";

const nearPx = 48;

/** @param content what grows inside the box that scrolls. */
export function useStickyEnd(box: RefObject<HTMLElement | null>, content: RefObject<HTMLElement | null>, isGrowing: boolean): void {
  useEffect(() => {
    const element = box.current;
    if (element === null || content.current === null || !isGrowing) return;
    let sticks = true;
    let lastTop = element.scrollTop;
    const watchScroll = () => {
      // What grows above the end moves the end away too; only going up is the person's doing.
      if (element.scrollTop < lastTop) sticks = false;
      if (element.scrollHeight - element.scrollTop - element.clientHeight < nearPx) sticks = true;
      lastTop = element.scrollTop;
    };
    const follow = () => {
      if (sticks) element.scrollTop = element.scrollHeight;
    };
    const observer = new ResizeObserver(follow);
    observer.observe(content.current);
    element.addEventListener("scroll", watchScroll, { passive: true });
    follow();
    return () => {
      observer.disconnect();
      element.removeEventListener("scroll", watchScroll);
    };
  }, [box, content, isGrowing]);
}
