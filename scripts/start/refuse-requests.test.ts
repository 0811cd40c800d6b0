import { createServer, type IncomingMessage, request } from "node:http";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import "./refuse-requests.mjs";

const seen: string[] = [];
const app = createServer(({ method, url }, response) => {
  seen.push(`${method} ${url}`);
  response.end();
});

beforeAll(() => new Promise<void>((resolve) => app.listen(0, "127.0.0.1", resolve)));
beforeEach(() => seen.splice(0));
afterAll(() => app.close());

function send(method: string, path: string): Promise<{ readonly status: number | undefined; readonly text: string }> {
  const address = app.address();
  const port = typeof address === "object" && address ? address.port : 0;
  const textOf = async (answer: IncomingMessage) => {
    let text = "";
    for await (const piece of answer.setEncoding("utf8")) text += piece;
    return text;
  };
  return new Promise((resolve, reject) => {
    request({ port, method, path, agent: false }, async (answer) => resolve({ status: answer.statusCode, text: await textOf(answer) }))
      .once("error", reject)
      .end();
  });
}

it("answers TRACE with 405 before the app sees it, and leaves other methods to the app", async () => {
  const answers = [await send("TRACE", "/"), await send("GET", "/"), await send("POST", "/")];
  expect(answers.map(({ status }) => status)).toEqual([405, 200, 200]);
  expect(seen).toEqual(["GET /", "POST /"]);
});

it("answers 400 where the percent signs of a path spell no text, to programs with a code", async () => {
  expect(await send("GET", "/workflows/%ff")).toMatchObject({ status: 400, text: expect.stringContaining("can't be read") });
  const answer = await send("GET", "/api/v1/workflows/%zz/runs");
  expect(answer.status).toBe(400);
  expect(JSON.parse(answer.text)).toMatchObject({ code: "invalid_encoding" });
  expect(seen).toEqual([]);
});

it("leaves addresses that can be read to the app, whatever they ask for", async () => {
  for (const path of ["/workflows/%C3%A9", "/runs?q=%ff", "/100%25"]) expect((await send("GET", path)).status).toBe(200);
  expect(seen).toHaveLength(3);
});
