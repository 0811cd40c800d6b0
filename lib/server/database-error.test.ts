import { expect, it } from "vitest";
import { isDatabaseUnreachable, isDiskFull } from "./database-error";

/** As Prisma's driver adapter nests what PostgreSQL said. */
const prismaError = (originalCode: string) =>
  Object.assign(new Error("Database error."), { code: "P2039", meta: { driverAdapterError: { cause: { originalCode } } } });

it("finds a full disk and a database that is going down under Prisma's own error", () => {
  expect([isDiskFull(prismaError("53100")), isDatabaseUnreachable(prismaError("57P01"))]).toEqual([true, true]);
  expect([isDiskFull(prismaError("23505")), isDatabaseUnreachable(prismaError("53100"))]).toEqual([false, false]);
});

it("finds a full disk in what the driver itself throws", () => {
  expect(isDiskFull(Object.assign(new Error("could not extend file"), { code: "53100" }))).toBe(true);
});
