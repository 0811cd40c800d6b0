import { createServer, type Server } from "node:net";
import { afterEach, expect, it } from "vitest";
import { choosePort } from "./web.mjs";

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
