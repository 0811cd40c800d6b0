/**
 * What the two test runners report, as counts and names. Pure: takes parsed JSON.
 */

/** Nothing ran: that is a failure of its own, or a broken runner would look like a green one. */
const nothingRan = (runner) => ({ passed: 0, failed: 1, failures: [`${runner} ran no test`] });

/** Counts Vitest's JSON report; a file that could not be loaded is one failed test. */
export function countVitest(report) {
  if (!report || report.numTotalTests === 0) return nothingRan("Vitest");
  const broken = report.testResults.filter(
    (file) => file.status === "failed" && file.assertionResults.every((test) => test.status !== "failed"),
  );
  const failures = [
    ...report.testResults.flatMap((file) => file.assertionResults.filter((test) => test.status === "failed").map((test) => test.fullName)),
    ...broken.map((file) => `${file.name}: ${file.message}`),
  ];
  return { passed: report.numPassedTests, failed: failures.length, failures };
}

/** Counts Playwright's JSON report; an error outside any test is one failed test. */
export function countPlaywright(report) {
  const { expected = 0, unexpected = 0, flaky = 0 } = report?.stats ?? {};
  if (expected + unexpected + flaky === 0) {
    return { ...nothingRan("Playwright"), failures: ["Playwright ran no test", ...(report?.errors ?? []).map((error) => error.message)] };
  }
  const failures = [...report.suites.flatMap(failedSpecs), ...report.errors.map((error) => error.message)];
  return { passed: expected, failed: Math.max(failures.length, unexpected + flaky), failures };
}

function failedSpecs(suite) {
  const own = (suite.specs ?? []).filter((spec) => !spec.ok).map((spec) => `${spec.file}: ${spec.title}`);
  return [...own, ...(suite.suites ?? []).flatMap(failedSpecs)];
}
