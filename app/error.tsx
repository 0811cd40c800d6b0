"use client";

/** A page that failed outside the lists. */
import { PageError } from "@/components/shell/page-error";

export default function RootError({ error, reset }: { readonly error: Error & { readonly digest?: string }; readonly reset: () => void }) {
  return (
    <main className="grid min-h-full place-items-center">
      <PageError digest={error.digest} onRetry={reset} />
    </main>
  );
}
