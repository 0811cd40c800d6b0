import { createServer, request, type Server } from "node:http";
import { afterAll, expect, it } from "vitest";
import "./refuse-trace.mjs";

let server: Server | undefined;
afterAll(() => server?.close());

it("answers TRACE with 405 before the app sees it, and leaves everything else to the app", async () => {
  const seen: (string | undefined)[] = [];
  const app = createServer(({ method }, response) => {
    seen.push(method);
    response.end();
  });
  server = app;
  await new Promise<void>((resolve) => app.listen(0, "127.0.0.1", resolve));
  const address = app.address();
  const port = typeof address === "object" && address ? address.port : 0;
  const statusOf = (method: string) =>
    new Promise<number | undefined>((resolve, reject) => {
      request({ port, method, agent: false }, ({ statusCode }) => resolve(statusCode))
        .once("error", reject)
        .end();
    });
  expect([await statusOf("TRACE"), await statusOf("GET"), await statusOf("POST")]).toEqual([405, 200, 200]);
  expect(seen).toEqual(["GET", "POST"]);
});
