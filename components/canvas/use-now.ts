"use client";

/** The time, while something on screen counts it. */
import { useEffect, useState } from "react";

/** Epoch milliseconds, renewed every `everyMs` while `isCounting`; a moment old otherwise. */
export function useNow(isCounting: boolean, everyMs = 200): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (!isCounting) return;
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [isCounting, everyMs]);
  return now;
}
