/** What a run's stream says, as data: parsed from server-sent events, knowing neither network nor store. */
import { z } from "zod";
import { RunEvent } from "../../engine/events";

const LivePieceData = z.object({
  path: z.string(),
  attempt: z.number().int(),
  offset: z.number().int().nonnegative(),
  text: z.string(),
});

const ToolNoticeData = z.object({
  path: z.string(),
  attempt: z.number().int(),
  id: z.string(),
  name: z.string(),
  arguments: z.string(),
  state: z.enum(["started", "done"]),
  at: z.number(),
});

const HeldNoticeData = z.object({ path: z.string(), attempt: z.number().int(), because: z.string().nullable() });

export type StreamMessage =
  | { readonly is: "event"; readonly event: RunEvent }
  | { readonly is: "live"; readonly piece: z.infer<typeof LivePieceData> }
  | { readonly is: "tool"; readonly notice: z.infer<typeof ToolNoticeData> }
  | { readonly is: "held"; readonly notice: z.infer<typeof HeldNoticeData> }
  | { readonly is: "end" };

/** Null for what this release does not know: a newer server may say more, and the rest still holds. */
export function parseStreamMessage(name: string | undefined, data: string): StreamMessage | null {
  if (name === "end") return { is: "end" };
  const value = parsedJson(data);
  if (name === "run") {
    const event = RunEvent.safeParse(value);
    return event.success ? { is: "event", event: event.data } : null;
  }
  if (name === "live") {
    const piece = LivePieceData.safeParse(value);
    return piece.success ? { is: "live", piece: piece.data } : null;
  }
  if (name === "tool") {
    const notice = ToolNoticeData.safeParse(value);
    return notice.success ? { is: "tool", notice: notice.data } : null;
  }
  if (name === "held") {
    const notice = HeldNoticeData.safeParse(value);
    return notice.success ? { is: "held", notice: notice.data } : null;
  }
  return null;
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
