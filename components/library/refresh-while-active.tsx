"use client";

/** Draws the page again every few seconds while something on it runs and somebody looks. */
import { useRouter } from "next/navigation";
import { useEffect } from "react";

const everyMs = 3_000;

export function RefreshWhileActive({ isActive }: { readonly isActive: boolean }) {
  const router = useRouter();
  useEffect(() => {
    if (!isActive) return;
    const refresh = () => {
      if (document.visibilityState === "visible") router.refresh();
    };
    const timer = setInterval(refresh, everyMs);
    document.addEventListener("visibilitychange", refresh);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", refresh);
    };
  }, [isActive, router]);
  return null;
}
