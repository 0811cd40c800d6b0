import { describe, expect, it } from "vitest";
import { err, ok } from "../../shared/result";
import type { CodeJob } from "../execution";
import { firstTurn, stepContext } from "../testing";
import { codeNode } from "./definition";
import { executeCode } from "./executor.server";

const config = (source: string) => codeNode.config.parse({ source });

describe("a Code step", () => {
  it("gives its code what templates see, and goes on with what it returns", async () => {
    const jobs: CodeJob[] = [];
    const context = stepContext({
      scope: { received: [1, 2], item: "a" },
      code: (job) => {
        jobs.push(job);
        return ok({ sum: 3 });
      },
    });
    expect(await executeCode(firstTurn(config("return 3;")), context)).toEqual({ kind: "succeeded", ports: ["out"], output: { sum: 3 } });
    expect(jobs).toEqual([{ source: "return 3;", values: { input: {}, nodes: {}, state: {}, received: [1, 2], item: "a" } }]);
  });

  it("fails with what its code failed with", async () => {
    const error = { code: "code_error", class: "permanent", message: "Line 1: TypeError: no." } as const;
    expect(await executeCode(firstTurn(config("x")), stepContext({ code: () => err(error) }))).toEqual({ kind: "failed", error });
  });
});

describe("its card", () => {
  it.each([
    ["", "Code · nothing yet"],
    ["return 1;\n\n", "Code · 1 line"],
    ["const a = 1;\nreturn a;", "Code · 2 lines"],
  ])("describes %j as %s", (source, text) => {
    expect(codeNode.describe(config(source))).toBe(text);
  });

  it("wants code, and doubts code that returns nothing", () => {
    expect(codeNode.check?.(config(" "))).toMatchObject([{ code: "missing_code", severity: "error" }]);
    expect(codeNode.check?.(config("received.length;"))).toMatchObject([{ code: "no_return", severity: "warning" }]);
    expect(codeNode.check?.(config("return 1;"))).toEqual([]);
  });
});
