"use client";

/** When the next try is due, counting down. */
import { Hourglass } from "lucide-react";
import { useSecondsUntil } from "@/lib/client/use-now";

/** @param retryAt epoch milliseconds; null shows nothing. */
export function RetryCountdown({ retryAt }: { readonly retryAt: number | null }) {
  const seconds = useSecondsUntil(retryAt);
  if (retryAt === null) return null;
  return (
    <p className="mb-3 flex items-center gap-2 text-waiting">
      <Hourglass aria-hidden className="size-3.5" />
      <span>
        next try {seconds === 0 ? "now" : seconds === null ? "soon" : "in "}
        {seconds !== null && seconds > 0 && <span className="num">{seconds} s</span>}
      </span>
    </p>
  );
}
