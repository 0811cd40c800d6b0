"use client";

/** A recorded value as a tree; a large one comes when it is asked for. */
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { useStoredValue } from "@/lib/client/run-store/use-request";
import type { StoredValue } from "@/lib/engine/events";
import { formatBytes } from "@/lib/projection/format";
import { JsonTree } from "./json-tree";
import { FailedToLoad, LoadingLines } from "./load-states";

export function LoadedTree({ stored }: { readonly stored: StoredValue }) {
  const [isAsked, setAsked] = useState(false);
  if ("inline" in stored) return <JsonTree openDepth={1} value={stored.inline} />;
  if (isAsked) return <FetchedTree stored={stored} />;
  return (
    <Button onClick={() => setAsked(true)} size="sm" variant="secondary">
      Load {formatBytes(stored.blob.bytes)}
    </Button>
  );
}

function FetchedTree({ stored }: { readonly stored: StoredValue }) {
  const loaded = useStoredValue(stored);
  if (loaded.is === "loading") return <LoadingLines label="Loading the value" />;
  if (loaded.is === "failed") return <FailedToLoad message={loaded.message} onRetry={loaded.retry} />;
  return <JsonTree openDepth={1} value={loaded.value} />;
}
