import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, afterEach, expect, it } from "vitest";
import { startChild } from "./child.mjs";
import { choosePort, waitUntilHealthy } from "./web.mjs";

const folder = mkdtempSync(path.join(tmpdir(), "windrose-web-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let occupant: Server | undefined;
afterEach(() => new Promise<void>((resolve) => (occupant ? occupant.close(() => resolve()) : resolve())));

function occupy(): Promise<number> {
  return new Promise((resolve) => {
    occupant = createServer().listen(0, "127.0.0.1", () => {
      const address = occupant?.address();
      resolve(typeof address === "object" && address ? address.port : 0);
    });
  });
}

it("does not take another port than the one that was asked for", async () => {
  const port = await occupy();
  await expect(choosePort(String(port))).rejects.toThrow(`Port ${port} is in use by another program. Stop it, or set PORT to a free one.`);
});

it("refuses a PORT that is none", async () => {
  await expect(choosePort("soon")).rejects.toThrow(/PORT is "soon", which is not a port/);
});

it("goes on to the next free port when none was asked for", async () => {
  expect(await choosePort("")).toBeGreaterThanOrEqual(3000);
});

/** An app that writes this and ends, where nothing answers. */
function endingApp(program: string) {
  return startChild({
    name: "The app",
    args: ["--eval", program],
    env: process.env,
    cwd: folder,
    logFile: path.join(folder, "app.log"),
  });
}

it("stops waiting for an app that has ended, and says its last words", async () => {
  const web = endingApp('console.log("starting"); console.error("out of paper"); process.exit(1)');
  await expect(waitUntilHealthy(web, "http://127.0.0.1:1", 60_000)).rejects.toThrow("The app did not start.\nstarting\nout of paper");
});

it("says only the sentence of an app that refused to start", async () => {
  const web = endingApp('console.log("a banner"); console.error("PORT must be a number."); process.exit(78)');
  await expect(waitUntilHealthy(web, "http://127.0.0.1:1", 60_000)).rejects.toThrow(/^PORT must be a number\.$/);
});
