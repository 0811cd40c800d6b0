/** `npm run worker` as a process of a test's own. */
import { type ChildProcess, spawn } from "node:child_process";
import path from "node:path";
import { checkoutDir } from "../shared/checkout.mjs";

const readyWords = "The worker takes runs.";

/** Resolves once it takes runs. `env` names database, Redis and model. */
export async function startWorkerCommand(env: { readonly [name: string]: string | undefined }): Promise<ChildProcess> {
  const child = spawn(process.execPath, ["--conditions=react-server", "--import", "tsx", path.join(checkoutDir, "scripts/worker.mjs")], {
    cwd: checkoutDir,
    env: { ...process.env, NODE_ENV: "production", WINDROSE_LOG_LEVEL: "error", ...env },
    stdio: ["ignore", "pipe", "inherit"],
  });
  let said = "";
  await new Promise<void>((resolve, reject) => {
    child.stdout.on("data", (text: Buffer) => {
      said += text.toString();
      if (said.includes(readyWords)) resolve();
    });
    child.once("exit", (code) => reject(new Error(`The worker ended with ${code} before it took runs. ${said}`)));
  });
  return child;
}

/** Resolves with its exit status, or null when a signal ended it. */
export async function endWorkerCommand(child: ChildProcess, signal: "SIGTERM" | "SIGKILL"): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
  const ended = new Promise<number | null>((resolve) => child.once("exit", resolve));
  child.kill(signal);
  return ended;
}
