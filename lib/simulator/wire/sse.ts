/**
 * Paced streams: frames leave when a model would have written them.
 */
import { once } from "node:events";
import type { ServerResponse } from "node:http";
import type { JsonObject } from "../../shared/json";

/** A frame and how long after the one before it leaves, in milliseconds. `event` is absent in chat streams. */
export type Frame = { readonly afterMs: number; readonly event?: string; readonly data: JsonObject | "[DONE]" };

/** Events carry their type and the moment they leave; chat frames are data alone. */
function frameText({ event, data }: Frame): string {
  if (event === undefined) return `data: ${typeof data === "string" ? data : JSON.stringify(data)}\n\n`;
  const body = { type: event, created_at: new Date().toISOString(), ...(typeof data === "string" ? {} : data) };
  return `event: ${event}\ndata: ${JSON.stringify(body)}\n\n`;
}

/** Waits; ends early when the client has gone. */
export async function pause(response: ServerResponse, ms: number): Promise<void> {
  if (ms <= 0 || response.destroyed) return;
  await new Promise<void>((resolve) => {
    const done = () => {
      clearTimeout(timer);
      response.off("close", done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    response.once("close", done);
  });
}

export function openStream(response: ServerResponse): void {
  response.writeHead(200, { "content-type": "text/event-stream; charset=utf-8", "cache-control": "no-cache" });
}

/**
 * Writes frames at their pace and leaves the response open.
 *
 * Frames that are due at once leave in one write.
 * @returns false when the client went away.
 */
export async function writeFrames(response: ServerResponse, frames: readonly Frame[]): Promise<boolean> {
  let due = "";
  for (const frame of frames) {
    if (frame.afterMs > 0) {
      if (due !== "") await write(response, due);
      due = "";
      await pause(response, frame.afterMs);
    }
    if (response.destroyed) return false;
    due += frameText(frame);
  }
  if (due !== "") await write(response, due);
  return !response.destroyed;
}

async function write(response: ServerResponse, text: string): Promise<void> {
  if (response.destroyed || response.write(text)) return;
  await Promise.race([once(response, "drain"), once(response, "close")]);
}
