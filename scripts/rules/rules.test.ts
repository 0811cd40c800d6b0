import { expect, it } from "vitest";
import { missingServerOnly } from "./files.mjs";
import { isOlder, unsafeVersions } from "./versions.mjs";

it("knows which version is older", () => {
  expect(isOlder("16.3.4", "16.3.5")).toBe(true);
  expect(isOlder("16.3.5", "16.3.5")).toBe(false);
  expect(isOlder("16.10.0", "16.3.5")).toBe(false);
  expect(isOlder("16.3.5-canary.1", "16.3.5")).toBe(true);
});

it("refuses an unsafe version wherever it is installed", () => {
  const lockfile = {
    packages: {
      "node_modules/next": { version: "16.4.5" },
      "node_modules/@mistralai/mistralai": { version: "2.7.0" },
      "node_modules/other/node_modules/@mistralai/mistralai": { version: "2.2.3" },
    },
  };
  expect(unsafeVersions(lockfile)).toEqual(["@mistralai/mistralai is 2.2.3 in the lockfile but must be 2.7.0"]);
});

it("asks every server file, and no test, to say that it is one", () => {
  const problems = missingServerOnly([
    { file: "lib/server/db.ts", text: 'import "server-only";\n' },
    { file: "lib/server/bare.ts", text: "export const a = 1;\n" },
    { file: "lib/nodes/agent/executor.server.ts", text: "export const b = 1;\n" },
    { file: "lib/server/db.server.test.ts", text: "it();\n" },
    { file: "lib/shared/result.ts", text: "export const c = 1;\n" },
  ]);
  expect(problems).toHaveLength(2);
});
