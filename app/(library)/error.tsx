"use client";

/** A list that could not be shown: the header stays. */
import { PageError } from "@/components/shell/page-error";

export default function LibraryError({
  error,
  reset,
}: {
  readonly error: Error & { readonly digest?: string };
  readonly reset: () => void;
}) {
  return <PageError digest={error.digest} onRetry={reset} />;
}
