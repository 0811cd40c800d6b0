"use client";

/** Pins what a step gave: its node gives that out in the next runs, and nobody is asked. */
import { Check, Pin } from "lucide-react";
import { use, useState } from "react";
import { Button } from "@/components/ui/button";
import { useStoredValue } from "@/lib/client/run-store/use-request";
import type { StoredValue } from "@/lib/engine/events";
import { utf8Bytes } from "@/lib/shared/json";
import { limits } from "@/lib/shared/limits";
import { type DraftInEditor, DraftInEditorContext } from "./draft-in-editor";

type PinOutputProps = { readonly nodeId: string; readonly output: StoredValue };

export function PinOutput(props: PinOutputProps) {
  const draft = use(DraftInEditorContext);
  if (draft === null) return null;
  const refusal = draft.whyNotPinned(props.nodeId);
  return refusal === null ? (
    <PinButton draft={draft} {...props} />
  ) : (
    <p className="mt-4 self-center text-ink-soft text-xs">Can't be pinned. {refusal}</p>
  );
}

function PinButton({ draft, nodeId, output }: PinOutputProps & { readonly draft: DraftInEditor }) {
  const loaded = useStoredValue(output);
  const [isPinned, setPinned] = useState(false);
  if (loaded.is !== "ready") return null;
  const { value } = loaded;
  const isTooLarge = utf8Bytes(JSON.stringify(value)) > limits.stepOutputInlineBytes.value;
  return (
    <Button
      className="mt-4"
      disabled={isTooLarge}
      icon={isPinned ? <Check aria-hidden className="size-3.5" /> : <Pin aria-hidden className="size-3.5" />}
      onClick={() => {
        draft.pin(nodeId, value);
        setPinned(true);
      }}
      size="sm"
      title={isTooLarge ? "It is too large to be pinned." : "In the next runs this node gives this out, and nobody is asked."}
      variant="secondary"
    >
      {isPinned ? "Pinned" : "Pin this output"}
    </Button>
  );
}
