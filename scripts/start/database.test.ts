import { expect, inject, it } from "vitest";
import { anyFreePort } from "../shared/ports.mjs";
import { databaseAddress } from "../vitest/test-server";
import { waitForDatabase } from "./database.mjs";

it("says that nobody answers, where, and what to do", async () => {
  const port = await anyFreePort();
  await expect(waitForDatabase(`postgresql://u:p@127.0.0.1:${port}/x`, 0)).rejects.toThrow(
    new RegExp(`The database at 127.0.0.1:${port}/x \\(DATABASE_URL\\) can't be reached: .*Start it, or unset DATABASE_URL`),
  );
});

it("says at once that the password is wrong, without showing it", async () => {
  const wrong = new URL(inject("testServerUrl"));
  wrong.password = "wrong-password";
  const refusal = waitForDatabase(wrong.href);
  await expect(refusal).rejects.toThrow(/refuses the user or password/);
  await expect(refusal).rejects.not.toThrow(/wrong-password/);
});

it("says at once that the database does not exist", async () => {
  await expect(waitForDatabase(databaseAddress(inject("testServerUrl"), "no_such_database"))).rejects.toThrow(/does not exist/);
});

it("refuses an address of another kind", async () => {
  await expect(waitForDatabase("mysql://localhost/x")).rejects.toThrow(/not a PostgreSQL address/);
  await expect(waitForDatabase("nonsense")).rejects.toThrow(/not a PostgreSQL address/);
});
