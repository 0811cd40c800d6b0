"use client";

/** When the next try is due, counting down. */
import { Hourglass } from "lucide-react";
import { useNow } from "@/lib/client/run-store/use-now";

/** @param retryAt epoch milliseconds; null shows nothing. */
export function RetryCountdown({ retryAt }: { readonly retryAt: number | null }) {
  const now = useNow(retryAt !== null);
  if (retryAt === null) return null;
  const seconds = now === 0 ? null : Math.max(0, Math.ceil((retryAt - now) / 1_000));
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
