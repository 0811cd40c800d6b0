/** A shop with one order, for the example that calls a service. */
import type { IncomingMessage, ServerResponse } from "node:http";

export function answerOfShop(request: IncomingMessage, response: ServerResponse): void {
  const isKnown = request.url === "/orders/A-17";
  response.writeHead(isKnown ? 200 : 404, { "content-type": "application/json", date: "Sat, 01 Aug 2026 09:00:00 GMT" });
  response.end(
    JSON.stringify(isKnown ? { number: "A-17", item: "desk lamp", state: "on its way" } : { message: "There is no such order." }),
  );
}
