/**
 * Refuses what Next can't read, in the web process, which loads this before Next: the method TRACE, and
 * addresses whose percent signs spell no UTF-8.
 *
 * Next builds a `Request` of everything that comes in and decodes the parts of a path. Where it can't it
 * would answer with 500 and log a fault.
 */
import { Server } from "node:http";

const emit = Server.prototype.emit;

Server.prototype.emit = function (event, ...given) {
  const [request, response] = given;
  const refusal = event === "request" ? refusalOf(request) : null;
  if (refusal === null) return emit.call(this, event, ...given);
  response.writeHead(refusal.status, { ...refusal.headers, "x-content-type-options": "nosniff", connection: "close" });
  response.end(refusal.body);
  return true;
};

function refusalOf({ method, url }) {
  if (method === "TRACE") return { status: 405, headers: { allow: "GET, HEAD, POST", ...plain }, body: "TRACE is not answered here.\n" };
  const path = url.split("?", 1)[0];
  if (isDecodable(path)) return null;
  if (!path.startsWith("/api/")) return { status: 400, headers: plain, body: `${unreadable}\n` };
  return { status: 400, headers: json, body: JSON.stringify({ code: "invalid_encoding", message: unreadable }) };
}

const plain = { "content-type": "text/plain; charset=utf-8" };
const json = { "content-type": "application/json" };
const unreadable = "This address can't be read: its percent signs spell no UTF-8 text. Copy it again from where it came.";

function isDecodable(path) {
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
}
