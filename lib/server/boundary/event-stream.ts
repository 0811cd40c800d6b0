import "server-only";

/** Server-sent events as an answer. */
const headers = {
  "content-type": "text/event-stream; charset=utf-8",
  // Compression would hold events back until its block is full.
  "cache-control": "no-store, no-transform",
  "x-accel-buffering": "no",
};

export function eventStream(body: BodyInit, more: HeadersInit = {}): Response {
  return new Response(body, { headers: { ...headers, ...more } });
}
