import { expect, it } from "vitest";
import { countPlaywright, countVitest } from "./reports.mjs";

it("counts a runner that ran nothing as a failure", () => {
  expect(countVitest({ numTotalTests: 0, numPassedTests: 0, testResults: [] })).toMatchObject({ passed: 0, failed: 1 });
  expect(countVitest(null)).toMatchObject({ passed: 0, failed: 1 });
  expect(countPlaywright({ stats: { expected: 0 }, suites: [], errors: [] })).toMatchObject({ passed: 0, failed: 1 });
  expect(countPlaywright(null)).toMatchObject({ passed: 0, failed: 1 });
});

it("counts a file that could not be loaded as a failed test", () => {
  const report = {
    numTotalTests: 1,
    numPassedTests: 1,
    testResults: [
      { name: "a.test.ts", status: "passed", assertionResults: [{ status: "passed", fullName: "a" }] },
      { name: "b.test.ts", status: "failed", message: "no such module", assertionResults: [] },
    ],
  };
  expect(countVitest(report)).toEqual({ passed: 1, failed: 1, failures: ["b.test.ts: no such module"] });
});

it("names failed specs at any depth", () => {
  const failed = { ok: false, file: "run.spec.ts", title: "runs" };
  const report = { stats: { expected: 2, unexpected: 1, flaky: 0 }, errors: [], suites: [{ suites: [{ specs: [failed, { ok: true }] }] }] };
  expect(countPlaywright(report)).toEqual({ passed: 2, failed: 1, failures: ["run.spec.ts: runs"] });
});
