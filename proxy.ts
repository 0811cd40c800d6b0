/**
 * First gate of every page: answers only loopback names and the methods of pages, and sets the headers a page carries.
 *
 * Not the gate of the API: route handlers and server actions check for themselves
 * (lib/server/boundary.ts), so removing this file would open pages, never data. The matcher leaves
 * `/api` out also because Next buffers the body of every request that passes through here.
 */
import { type NextRequest, NextResponse } from "next/server";
import { isLoopbackHost, wrongHostMessage } from "@/lib/server/boundary/loopback-host";
import { pagePolicy } from "@/lib/server/boundary/page-policy";

/** POST is how server actions are called. */
const pageMethods = new Set(["GET", "HEAD", "POST"]);

export function proxy(request: NextRequest): NextResponse {
  if (!isLoopbackHost(request.headers.get("host"))) {
    return new NextResponse(`${wrongHostMessage}\n`, { status: 421, headers: { "content-type": "text/plain; charset=utf-8" } });
  }
  if (!pageMethods.has(request.method)) return new NextResponse(null, { status: 405, headers: { allow: [...pageMethods].join(", ") } });
  const nonce = Buffer.from(crypto.randomUUID()).toString("base64");
  const policy = pagePolicy({ nonce, isDevelopment: process.env.NODE_ENV === "development" });

  // Next reads the nonce from the request's own policy header; a caller's is overwritten here.
  const requestHeaders = new Headers(request.headers);
  requestHeaders.set("x-nonce", nonce);
  requestHeaders.set("content-security-policy", policy);

  const response = NextResponse.next({ request: { headers: requestHeaders } });
  response.headers.set("content-security-policy", policy);
  return response;
}

export const config = { matcher: ["/((?!api/|_next/static/|_next/image|healthz|readyz).*)"] };
