/**
 * Tells the other tabs of this browser that a workflow was saved.
 */
import { z } from "zod";

const Message = z.object({ workflowId: z.string(), revision: z.number() });

export type TabChannel = { readonly tellSaved: (revision: number) => void; readonly close: () => void };

/** @param onSavedElsewhere another tab saved this workflow as `revision`. */
export function openTabChannel(workflowId: string, onSavedElsewhere: (revision: number) => void): TabChannel {
  if (typeof BroadcastChannel === "undefined") return { tellSaved: () => undefined, close: () => undefined };
  const channel = new BroadcastChannel("windrose-saved");
  channel.onmessage = (event: MessageEvent<unknown>) => {
    const message = Message.safeParse(event.data);
    if (message.success && message.data.workflowId === workflowId) onSavedElsewhere(message.data.revision);
  };
  return {
    tellSaved: (revision) => channel.postMessage({ workflowId, revision }),
    close: () => channel.close(),
  };
}
