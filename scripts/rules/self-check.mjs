/**
 * Proves that the rules can fail: plants one violation of each kind in a throw-away tree.
 */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { checkoutDir } from "../shared/checkout.mjs";
import { cruise } from "./imports.mjs";

const planted = {
  "lib/shared/a.ts": 'import { b } from "../engine/b";\nexport const a = b;\n',
  "lib/engine/b.ts": 'import { readFileSync } from "node:fs";\nexport const b = readFileSync;\n',
  "lib/nodes/one/definition.ts": 'import { two } from "../two/definition";\nexport const one = two;\n',
  "lib/nodes/two/definition.ts": "export const two = 2;\n",
  "lib/server/secret.ts": 'import { view } from "../../components/view";\nexport const secret = view;\n',
  "components/view.ts": 'import { secret } from "../lib/server/secret";\nimport pg from "pg";\nexport const view = [secret, pg];\n',
  "components/card.ts": 'import { Handle } from "@xyflow/react";\nexport const card = Handle;\n',
};

const expected = [
  "shared-imports-only-below",
  "pure-code-has-no-framework",
  "node-folders-do-not-know-each-other",
  "server-never-loads-browser-code",
  "browser-never-loads-server-code",
  "only-the-server-talks-to-the-database",
  "react-flow-stays-at-the-edge",
  "no-cycles",
];

/** @returns a sentence for each planted violation that was not found. */
export function selfCheck() {
  const folder = mkdtempSync(path.join(tmpdir(), "windrose-rules-"));
  try {
    for (const [file, text] of Object.entries(planted)) {
      mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
      writeFileSync(path.join(folder, file), text);
    }
    writeFileSync(path.join(folder, "tsconfig.json"), "{}");
    symlinkSync(path.join(checkoutDir, "node_modules"), path.join(folder, "node_modules"));
    const { modules, violations } = cruise(["lib", "components"], folder);
    const unseen = Object.keys(planted).filter((file) => !modules.includes(file));
    const missed = expected.filter((rule) => !violations.some((violation) => violation.startsWith(`${rule}:`)));
    return [
      ...unseen.map((file) => `The planted file ${file} was not looked at.`),
      ...missed.map((rule) => `The rule ${rule} did not find the violation planted for it.`),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
