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

it("works with a level that does not exist, which the environment's own error is then about", () => {
  for (const level of ["", " ", "loud"]) {
    process.env.WINDROSE_LOG_LEVEL = level;
    expect(log().level).toBe("silent");
    forgetProcessWide("log");
  }
});
