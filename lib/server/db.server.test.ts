import { expect, it } from "vitest";
import { withTestDatabase } from "../../scripts/vitest/test-database";
import { pool, prisma } from "./db";

withTestDatabase();

it("reaches one database through the pool and through Prisma", async () => {
  await prisma().workspace.create({ data: { id: "w1", name: "Through Prisma" } });
  const { rows } = await pool().query("SELECT name FROM workspace WHERE id = 'w1'");
  expect(rows).toEqual([{ name: "Through Prisma" }]);
});

it("holds the local workspace and its owner from the start", async () => {
  expect(await prisma().membership.findMany()).toMatchObject([{ workspaceId: "local", personId: "local", role: "owner" }]);
});

it("is the same pool for every caller in a process", () => {
  expect(pool()).toBe(pool());
});
