/**
 * `npm run flow` as a shell sees it: exit statuses, what goes to stdout and what to stderr, and Ctrl+C.
 *
 * Starts the script itself, on a database of its own. Most cases share one simulated model; where the
 * script starts its own is a case itself.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { checkoutDir } from "../../scripts/shared/checkout.mjs";
import { identityOf } from "../../scripts/shared/processes.mjs";
import { endChild } from "../../scripts/start/child.mjs";
import { startSimulator } from "../../scripts/start/simulator.mjs";
import { createTestDatabase, type TestDatabase } from "../../scripts/vitest/test-database";
import { databaseAddress } from "../../scripts/vitest/test-server";

const limitMs = 120_000; // each command is a process or two, on a machine that does other things as well

let folder = "";
let database: TestDatabase;
let simulator: Awaited<ReturnType<typeof startSimulator>>;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "windrose-flow-"));
  database = await createTestDatabase();
  simulator = await startSimulator(folder);
  await simulator.ready;
}, limitMs);
afterAll(async () => {
  await endChild(simulator.child.identity, 2_000);
  await database.drop();
  rmSync(folder, { recursive: true, force: true });
});

describe("run", { timeout: limitMs }, () => {
  it("prints the result on stdout and the progress on stderr, and exits with 0", async () => {
    write("short.json", pipeline("Answer in one sentence."));
    const { status, stdout, stderr } = await flow(["run", "short.json", "--input", "topic=tides"]);
    expect({ status, stderr }).toMatchObject({
      status: 0,
      stderr: expect.stringMatching(/Simulated model[\s\S]*Writer +running[\s\S]*Run +succeeded/),
    });
    expect(stdout).toMatch(/tides/i);
    expect(stdout).not.toContain("running");
  });

  it("prints with --json one event a line, in order, and the result last", async () => {
    write("lines.json", pipeline("Answer in one sentence."));
    const { status, stdout } = await flow(["run", "lines.json", "--json"]);
    const lines = jsonLines(stdout);
    const events = lines.slice(0, -1);
    expect(status).toBe(0);
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
    expect([events.at(0)?.type, events.at(-1)?.type]).toEqual(["run_started", "run_finished"]);
    expect(events.at(0)?.input).toEqual({ topic: "sodium-ion batteries" });
    expect(lines.at(-1)).toMatchObject({ type: "result", status: "succeeded", outputs: { answer: expect.any(String) } });
  });

  it("exits with 1 when the run failed, and says which step and why", async () => {
    write("fails.json", pipeline("Answer. [simulate: guardrail]"));
    const { status, stdout, stderr } = await flow(["run", "fails.json", "--json"]);
    expect({ status, stderr }).toEqual({ status: 1, stderr: "" });
    expect(jsonLines(stdout).at(-1)).toMatchObject({ type: "result", status: "failed" });
    expect(jsonLines(stdout).some(({ type, path: step }) => type === "step_failed" && step === "writer")).toBe(true);
  });

  it("cancels the run on Ctrl+C, waits for its end, exits with 130 and leaves nothing running", async () => {
    write("slow.json", pipeline("Answer. [simulate: slow 30s]"));
    const started = startFlow(["run", "slow.json", "--json"]);
    await started.untilPrinted("stdout", '"nodeId":"writer"');
    started.process.kill("SIGINT");
    const { status, stdout, stderr } = await started.ended;
    expect({ status, stderr }).toMatchObject({ status: 130, stderr: expect.stringContaining("Cancelling the run.") });
    expect(jsonLines(stdout).at(-1)).toMatchObject({ type: "result", status: "cancelled" });
  });
});

describe("refusals", { timeout: limitMs }, () => {
  it.each([
    ["a command that does not exist", ["fly"], 2, /no command "fly".*npm run flow -- help/],
    ["an unknown template", ["run", "no-such-template"], 1, /no template, workflow or file "no-such-template"/],
    ["a required input that is empty", ["run", "research-team", "--input", "topic="], 1, /Topic/],
    ["a file that is not there", ["import", "nowhere.json"], 1, /nowhere\.json can't be read/],
    ["a broken file", ["run", "broken.json"], 1, /can't be read\.\n.*not JSON/],
  ])("refuses %s with a sentence, and prints no result", async (_what, words, expected, sentence) => {
    write("broken.json", '{"format":');
    const { status, stdout, stderr } = await flow(words);
    expect({ status, stdout, stderr }).toEqual({ status: expected, stdout: "", stderr: expect.stringMatching(sentence) });
    expect(stderr).not.toMatch(/^\s+at /m);
  });

  it.each([
    ["the command", ["run", "--json"], 2, "usage"],
    ["the target", ["run", "no-such-template", "--json"], 1, "not_found"],
    ["the input", ["run", "research-team", "--input", "topic=", "--json"], 1, "invalid_run_input"],
    ["the workflow", ["run", "cut.json", "--json"], 1, "invalid_workflow"],
  ])("says with --json on one line why %s was refused", async (_what, words, expected, code) => {
    const document = pipeline("Answer.");
    write("cut.json", { ...document, edges: [] });
    const { status, stdout, stderr } = await flow(words);
    expect({ status, lines: jsonLines(stdout) }).toEqual({
      status: expected,
      lines: [{ type: "error", code, message: expect.any(String), details: expect.any(Array) }],
    });
    expect(stderr).toContain(String(jsonLines(stdout).at(0)?.message));
  });

  it("says with --json also that nothing could be started", async () => {
    const { status, stdout } = await flow(["list", "--json"], { DATABASE_URL: "mysql://x" });
    expect({ status, lines: jsonLines(stdout) }).toMatchObject({ status: 3, lines: [{ type: "error", code: "not_started" }] });
  });

  it("says what is wrong with the database, without a stack or the password, and exits with 3", async () => {
    const { status, stdout, stderr } = await flow(["list"], { DATABASE_URL: databaseAddress(database.url, "no_such_database") });
    expect({ status, stdout }).toEqual({ status: 3, stdout: "" });
    expect(stderr).toMatch(/^The database at \S+ does not exist\. .*DATABASE_URL\.\n$/);
    expect(stderr).not.toContain(new URL(database.url).password);
  });
});

describe("files", { timeout: limitMs }, () => {
  it("exports, validates, imports, runs and shows the same workflow", async () => {
    write("original.json", pipeline("Answer in one sentence."));
    const imported = await flow(["import", "original.json", "--json"]);
    const { workflowId } = JSON.parse(imported.stdout);
    expect(await flow(["export", workflowId, "--out", "copy.json"])).toMatchObject({ status: 0, stdout: "" });
    expect(JSON.parse(readFileSync(path.join(folder, "copy.json"), "utf8"))).toMatchObject(pipeline("Answer in one sentence."));
    expect(await flow(["validate", "copy.json"])).toMatchObject({ status: 0, stdout: '"Short" can run.\n' });

    const ran = await flow(["run", workflowId, "--json"]);
    const { runId } = jsonLines(ran.stdout).at(-1) ?? {};
    expect((await flow(["show", String(runId), "--json"])).stdout).toBe(ran.stdout);
    expect(JSON.parse((await flow(["list", "--json"])).stdout)).toMatchObject({
      templates: expect.arrayContaining([expect.objectContaining({ id: "research-team", name: "Research team" })]),
      workflows: expect.arrayContaining([expect.objectContaining({ id: workflowId, runCount: 1 })]),
    });
  });

  it("calls a workflow that can't run yet invalid, and names the node", async () => {
    const document = pipeline("Answer.");
    write("no-model.json", { ...document, nodes: document.nodes.map((node) => (node.type === "agent" ? { ...node, config: {} } : node)) });
    const { status, stdout } = await flow(["validate", "no-model.json", "--json"]);
    expect(status).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ isValid: false, diagnostics: [{ code: "missing_model", nodeId: "writer" }] });
  });
});

describe("publishing", { timeout: limitMs }, () => {
  it("publishes under a name, runs what was published, tells who said what, and unpublishes", async () => {
    write("published.json", { ...pipeline("Answer in one sentence."), name: "Published" });
    const published = await flow(["publish", "published.json", "--name", "short-answer", "--json"]);
    expect(JSON.parse(published.stdout)).toMatchObject({ name: "short-answer", number: 1, inputSchema: { required: ["topic"] } });
    expect(JSON.parse((await flow(["list", "--json"])).stdout).published).toMatchObject([
      { name: "short-answer", title: "Published", version: 1 },
    ]);

    const ran = await flow(["run", "short-answer", "--input", "topic=tides", "--json"]);
    const result = jsonLines(ran.stdout).at(-1);
    expect({ status: ran.status, result }).toMatchObject({
      status: 0,
      result: { status: "succeeded", outputs: { answer: expect.any(String) } },
    });

    const history = await flow(["history", String(result?.runId), "--step", "writer", "--json"]);
    expect(jsonLines(history.stdout)).toMatchObject([
      { path: "writer", agent: "Writer", role: "user", type: "message.input", at: expect.any(String) },
      { path: "writer", agent: "Writer", role: "assistant", type: "message.output", at: expect.any(String) },
    ]);
    expect((await flow(["history", String(result?.runId)])).stdout).toMatch(
      / {2}user {2}message\.input {2}Writer \(writer\)\n {2}Write about tides\./,
    );

    expect(await flow(["unpublish", "short-answer"])).toMatchObject({ status: 0, stdout: "", stderr: "short-answer answers no more.\n" });
    expect(await flow(["unpublish", "short-answer"])).toMatchObject({
      status: 1,
      stderr: expect.stringContaining("There is no published workflow"),
    });
  });

  it("refuses what can't run, with its problems, and exits with 1", async () => {
    const document = pipeline("Answer.");
    write("unready.json", { ...document, nodes: document.nodes.map((node) => (node.type === "agent" ? { ...node, config: {} } : node)) });
    const { status, stdout, stderr } = await flow(["publish", "unready.json", "--name", "unready"]);
    expect({ status, stdout, stderr }).toEqual({
      status: 1,
      stdout: "",
      stderr: expect.stringMatching(/can't be published yet[\s\S]*error: Writer/),
    });
  });
});

it("uses the database of the app that runs, and starts nothing of its own", { timeout: limitMs }, async () => {
  const dataDir = mkdtempSync(path.join(folder, "running-"));
  const app = { ...identityOf(process.pid), url: "http://127.0.0.1:1", databaseUrl: database.url, simulatorUrl: "http://127.0.0.1:1" };
  writeFileSync(path.join(dataDir, "app.json"), JSON.stringify(app));
  const { status, stdout } = await flow(["list", "--json"], { DATABASE_URL: "", WINDROSE_DATA_DIR: dataDir });
  expect({ status, templates: JSON.parse(stdout).templates.length > 0 }).toEqual({ status: 0, templates: true });
  expect(["postgres", "simulator.log"].filter((name) => existsSync(path.join(dataDir, name)))).toEqual([]);
});

type Ended = { readonly status: number | null; readonly stdout: string; readonly stderr: string };

function flow(words: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ended> {
  return startFlow(words, env).ended;
}

/** Starts the command as a shell in the test's folder would, whatever the person's own variables are. */
function startFlow(words: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const child = spawn(process.execPath, [path.join(checkoutDir, "scripts/flow.mjs"), ...words], {
    cwd: folder,
    env: {
      ...withoutOwnVariables(),
      DATABASE_URL: database.url,
      WINDROSE_SIMULATOR_URL: simulator.url,
      WINDROSE_DATA_DIR: path.join(folder, "data"),
      ...env,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const printed = { stdout: "", stderr: "" };
  for (const stream of ["stdout", "stderr"] as const) {
    child[stream].setEncoding("utf8").on("data", (text: string) => {
      printed[stream] += text;
    });
  }
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (status) => resolve({ status, ...printed }));
  });
  const untilPrinted = (stream: "stdout" | "stderr", words: string) => whenPrinted(child, stream, () => printed[stream].includes(words));
  return { process: child, ended, untilPrinted };
}

function whenPrinted(child: ChildProcess, stream: "stdout" | "stderr", isThere: () => boolean): Promise<void> {
  return new Promise((resolve, reject) => {
    const look = (): void => {
      if (isThere()) resolve();
    };
    child[stream]?.on("data", look);
    child.once("close", () => reject(new Error("The command ended before it printed what was waited for.")));
    look();
  });
}

/** An empty key also keeps one from a `.env` file out. */
function withoutOwnVariables(): NodeJS.ProcessEnv {
  const own = /^(MISTRAL_|OPENAI_COMPATIBLE_|WINDROSE_|npm_)/;
  const others = Object.entries(process.env).filter(([name]) => !own.test(name));
  return { ...Object.fromEntries(others), NODE_ENV: "production", MISTRAL_API_KEY: "" };
}

function jsonLines(text: string): { readonly [key: string]: unknown }[] {
  return text
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
}

function write(name: string, content: unknown): void {
  writeFileSync(path.join(folder, name), typeof content === "string" ? content : JSON.stringify(content));
}

/** topic ─► writer ─► answer */
function pipeline(instructions: string) {
  const node = (id: string, type: string, title: string, x: number, config: object) => ({
    id,
    type,
    typeVersion: 1,
    title,
    position: { x, y: 0 },
    config,
  });
  const edge = (source: string, target: string) => ({
    id: `${source}.out>${target}.in`,
    source,
    sourcePort: "out",
    target,
    targetPort: "in",
  });
  return {
    format: "windrose.workflow",
    formatVersion: 1,
    name: "Short",
    description: "",
    nodes: [
      node("topic", "input", "Topic", 0, { fields: [{ key: "topic", label: "Topic", type: "text", required: true }] }),
      node("writer", "agent", "Writer", 312, { model: "mistral-small-latest", instructions, message: "Write about {{input.topic}}." }),
      node("answer", "output", "Answer", 624, { format: "markdown", value: "" }),
    ],
    edges: [edge("topic", "writer"), edge("writer", "answer")],
    state: [],
    sampleInput: { topic: "sodium-ion batteries" },
  };
}
