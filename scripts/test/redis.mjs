/**
 * A Redis for the tests of distributed runs: the server that is here, else the one that apt installs.
 */
import { spawnSync } from "node:child_process";

const program = "redis-server";
const installLimitMs = 300_000;

/** @returns a line that says which; throws a sentence when there is none and none could be installed. */
export function ensureRedis() {
  const found = versionOf(program);
  if (found !== null) return found;
  if (process.getuid?.() === 0 && run("apt-get", ["update"]) && run("apt-get", ["install", "-y", "--no-install-recommends", program])) {
    const installed = versionOf(program);
    if (installed !== null) return `${installed}, installed now`;
  }
  throw new Error(
    `The tests of distributed runs need Redis: install it (on Debian "apt-get install ${program}" as root). They start one of their own, stop it and throw it away.`,
  );
}

function versionOf(name) {
  const answer = spawnSync(name, ["--version"], { encoding: "utf8" });
  return answer.status === 0 ? `Redis ${/v=(\S+)/.exec(answer.stdout)?.[1] ?? ""}`.trim() : null;
}

function run(command, args) {
  return (
    spawnSync(command, args, { stdio: "ignore", timeout: installLimitMs, env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" } })
      .status === 0
  );
}
