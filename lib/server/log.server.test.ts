import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, afterEach, expect, it } from "vitest";
import { log } from "./log";
import { forgetProcessWide } from "./runtime";

const folder = mkdtempSync(path.join(tmpdir(), "windrose-log-"));
afterEach(() => forgetProcessWide("log"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it("removes credentials wherever we log them, and keeps the rest", () => {
  process.env.WINDROSE_LOG_FILE = path.join(folder, "test.log");
  process.env.WINDROSE_LOG_LEVEL = "info";
  log().info({ apiKey: "sk-1", request: { headers: { authorization: "Bearer sk-2" } }, runId: "r1" }, "sent");
  const text = readFileSync(path.join(folder, "test.log"), "utf8");
  expect(text).not.toContain("sk-");
  expect(JSON.parse(text)).toMatchObject({ runId: "r1", msg: "sent", apiKey: "[removed]" });
});

it("removes them at any depth, in errors and in texts, and keeps counts of tokens", () => {
  process.env.WINDROSE_LOG_FILE = path.join(folder, "deep.log");
  process.env.WINDROSE_LOG_LEVEL = "info";
  const error = Object.assign(new Error("postgresql://mira:hunter2@db/x refused Bearer hunter3"), {
    config: { headers: { "X-Api-Key": "hunter4" } },
  });
  const headers = { "Set-Cookie": "hunter5", cookie: "hunter6" };
  log().error(
    { err: error, a: { b: [{ c: { d: { client_secret: "hunter7", access_token: "hunter8" } } }] }, headers, usage: { totalTokens: 7 } },
    "no",
  );
  const text = readFileSync(path.join(folder, "deep.log"), "utf8");
  expect(text).not.toContain("hunter");
  expect(JSON.parse(text)).toMatchObject({
    err: { type: "Error", message: "postgresql://mira:[removed]@db/x refused Bearer [removed]" },
    usage: { totalTokens: 7 },
  });
});

it("is not brought down by what is deep or goes in circles", () => {
  process.env.WINDROSE_LOG_FILE = path.join(folder, "odd.log");
  process.env.WINDROSE_LOG_LEVEL = "info";
  const circle: { self?: unknown; password?: string } = { password: "hunter2" };
  circle.self = circle;
  log().info({ circle, at: new Date(0) }, "round");
  const text = readFileSync(path.join(folder, "odd.log"), "utf8");
  expect(text).not.toContain("hunter");
  expect(JSON.parse(text)).toMatchObject({ msg: "round", at: "1970-01-01T00:00:00.000Z" });
});

it("works with a level that does not exist, which the environment's own error is then about", () => {
  for (const level of ["", " ", "loud"]) {
    process.env.WINDROSE_LOG_LEVEL = level;
    expect(log().level).toBe("silent");
    forgetProcessWide("log");
  }
});
