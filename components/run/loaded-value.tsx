"use client";

/** A recorded value, also one that lies beside the journal and comes when it is looked at. */
import { useStoredValue } from "@/lib/client/run-store/use-request";
import type { StoredValue } from "@/lib/engine/events";
import { FailedToLoad, LoadingLines } from "./load-states";
import { ValueView, type ValueViewProps } from "./value-view";

export type LoadedValueProps = Omit<ValueViewProps, "value"> & { readonly stored: StoredValue };

export function LoadedValue({ stored, ...rest }: LoadedValueProps) {
  const loaded = useStoredValue(stored);
  if (loaded.is === "loading") return <LoadingLines label="Loading the value" />;
  if (loaded.is === "failed") return <FailedToLoad message={loaded.message} onRetry={loaded.retry} />;
  return <ValueView {...rest} value={loaded.value} />;
}
