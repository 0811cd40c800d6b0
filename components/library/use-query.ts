"use client";

/**
 * Filters that live in the URL: changing one keeps the others and starts at the first page again.
 *
 * Replaces the entry of the history while a person refines, so that Back leaves the page.
 */
import { usePathname, useRouter, useSearchParams } from "next/navigation";
import { useTransition } from "react";

export function useQuery(): {
  readonly read: (name: string) => string;
  readonly write: (name: string, value: string) => void;
  readonly isPending: boolean;
} {
  const router = useRouter();
  const pathname = usePathname();
  const params = useSearchParams();
  const [isPending, startTransition] = useTransition();

  function write(name: string, value: string): void {
    // The address bar knows more than this render when two filters change quickly.
    const next = new URLSearchParams(window.location.search);
    next.delete("cursor");
    if (value === "") next.delete(name);
    else next.set(name, value);
    const query = next.toString();
    startTransition(() => router.replace(query === "" ? pathname : `${pathname}?${query}`, { scroll: false }));
  }

  return { read: (name) => params.get(name) ?? "", write, isPending };
}
