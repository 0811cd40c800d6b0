/**
 * Answers TRACE with 405 in the web process, which loads this before Next.
 *
 * Next builds a `Request` of everything that comes in, and there is none with that method: it would
 * answer with 500 and log a fault.
 */
import { Server } from "node:http";

const emit = Server.prototype.emit;

Server.prototype.emit = function (event, ...given) {
  const [request, response] = given;
  if (event !== "request" || request.method !== "TRACE") return emit.call(this, event, ...given);
  response.writeHead(405, { allow: "GET, HEAD, POST", "content-type": "text/plain; charset=utf-8", connection: "close" });
  response.end("TRACE is not answered here.\n");
  return true;
};
