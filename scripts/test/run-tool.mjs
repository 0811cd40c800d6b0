/**
 * Runs one tool of the test command and keeps what it said.
 */
import { spawn } from "node:child_process";
import path from "node:path";
import { checkoutDir } from "../shared/checkout.mjs";

/** Variables of the person who runs the tests must not reach them: no test talks to a real service. */
const ownVariables = /^(MISTRAL_|OPENAI_COMPATIBLE_|DATABASE_URL$|PORT$|WINDROSE_(?!TEST_))/;

/**
 * @param args for node; the first is a file in node_modules or the checkout.
 * @returns `status` and everything written to stdout and stderr.
 */
export function runTool(args, env = {}) {
  const inherited = Object.fromEntries(Object.entries(process.env).filter(([name]) => !ownVariables.test(name)));
  const child = spawn(process.execPath, [path.join(checkoutDir, args[0]), ...args.slice(1)], {
    cwd: checkoutDir,
    env: { ...inherited, NEXT_TELEMETRY_DISABLED: "1", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8");
    stream.on("data", (text) => {
      output += text;
    });
  }
  return new Promise((resolve) => {
    child.once("error", (error) => resolve({ status: 1, output: `${output}${error.message}` }));
    child.once("close", (code) => resolve({ status: code ?? 1, output }));
  });
}
