import { describe, expect, it } from "vitest";
import { z } from "zod";
import { withTestDatabase } from "../../../scripts/vitest/test-database";
import { appError } from "../../shared/app-error";
import { err, ok } from "../../shared/result";
import type { Actor } from "../access";
import { answerAction } from "../boundary";

withTestDatabase();

const ownPage = new Headers({ host: "localhost:3000", origin: "http://localhost:3000" });

const rename = {
  policy: "edit" as const,
  input: z.strictObject({ name: z.string(), list: z.array(z.number()).max(3).optional() }),
  run: async (actor: Actor, input: { name: string }) => ok({ by: actor.personId, name: input.name }),
};

const call = (input: unknown, headers = ownPage) => answerAction(rename, headers, input);

describe("a server action", () => {
  it("runs for our own page, as the local owner", async () => {
    expect(await call({ name: "Sextant" })).toEqual({ ok: true, value: { by: "local", name: "Sextant" } });
  });

  it.each([
    ["a rebound name", { host: "attacker.example:3000", origin: "http://attacker.example:3000" }, "wrong_host"],
    ["a foreign page", { host: "localhost:3000", origin: "https://evil.example" }, "wrong_origin"],
    ["a page without an origin", { host: "localhost:3000", origin: "null" }, "wrong_origin"],
    ["a form that names no origin", { host: "localhost:3000", "content-type": "multipart/form-data" }, "unsupported_media_type"],
  ])("refuses %s", async (_who, headers, code) => {
    expect(await call({ name: "x" }, new Headers(headers))).toMatchObject({ ok: false, error: { code } });
  });

  const cyclic: { self?: unknown } = {};
  cyclic.self = cyclic;

  it.each([
    ["nothing", undefined],
    ["null", null],
    ["a text", "name"],
    ["a list", [{ name: "x" }]],
    ["an unknown field", { name: "x", workspaceId: "other" }],
    ["form data", new FormData()],
    ["a map", new Map([["name", "x"]])],
    ["a cycle", cyclic],
    ["a bigint", { name: 1n }],
    ["something to be awaited", JSON.parse('{"name":"x","then":{}}')],
    ["a long list", { name: "x", list: Array.from({ length: 100_000 }, () => 1) }],
    ["deep nesting", { name: JSON.parse(`${"[".repeat(5_000)}${"]".repeat(5_000)}`) }],
    ["__proto__", JSON.parse('{"name":"x","__proto__":{"polluted":true}}')],
    ["more than a megabyte", { name: "x".repeat(1_000_001) }],
  ])("refuses %s as input and runs nothing", async (_what, input) => {
    const seen: unknown[] = [];
    const spec = { ...rename, run: async (_actor: Actor, given: unknown) => ok(seen.push(given)) };
    expect(await answerAction(spec, ownPage, input)).toMatchObject({ ok: false, error: { message: expect.stringMatching(/\w/) } });
    expect(seen).toEqual([]);
  });

  it("returns an expected failure as it is, and of a bug only an id", async () => {
    const refuses = { ...rename, run: async () => err(appError("not_found", "Gone.")) };
    expect(await answerAction(refuses, ownPage, { name: "x" })).toEqual({ ok: false, error: { code: "not_found", message: "Gone." } });

    const breaks = { ...rename, run: () => Promise.reject(new Error("password is hunter2")) };
    const answer = await answerAction(breaks, ownPage, { name: "x" });
    expect(answer).toMatchObject({ ok: false, error: { code: "internal", requestId: expect.any(String) } });
    expect(JSON.stringify(answer)).not.toContain("hunter2");
  });
});
