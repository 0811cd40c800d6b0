/**
 * `npm test`: everything that must hold, in one command. Its last line is `tests: N passed, N failed`.
 *
 * `--only unit,e2e` runs some stages.
 */
import { stages } from "./test/stages.mjs";

function chooseStages(args) {
  const index = args.indexOf("--only");
  if (index === -1) return stages;
  const wanted = (args[index + 1] ?? "").split(",");
  const unknown = wanted.filter((name) => !stages.some((stage) => stage.name === name));
  if (unknown.length > 0)
    throw new Error(`There is no stage ${unknown.join(", ")}. The stages are ${stages.map((stage) => stage.name).join(", ")}.`);
  return stages.filter((stage) => wanted.includes(stage.name));
}

/** A stage that throws has failed; the others still run. */
async function runStage(stage) {
  try {
    return await stage.run();
  } catch (error) {
    return { passed: 0, failed: 1, failures: [], output: error.message };
  }
}

function report(stage, result, seconds) {
  const verdict = result.failed === 0 ? `${result.passed} passed` : `${result.passed} passed, ${result.failed} failed`;
  console.log(
    `${result.failed === 0 ? "✓" : "✗"} ${stage.name.padEnd(11)} ${verdict} (${stage.about}${result.note ? `: ${result.note}` : ""}, ${seconds} s)`,
  );
  if (result.failed > 0 && result.output) console.log(`\n${result.output.trim()}\n`);
}

async function main() {
  const total = { passed: 0, failed: 0 };
  const failures = [];
  for (const stage of chooseStages(process.argv.slice(2))) {
    const startedAt = Date.now();
    const result = await runStage(stage);
    report(stage, result, Math.round((Date.now() - startedAt) / 1000));
    total.passed += result.passed;
    total.failed += result.failed;
    if (result.failed > 0)
      failures.push(...(result.failures.length > 0 ? result.failures : [stage.about]).map((name) => `${stage.name}: ${name}`));
  }
  if (failures.length > 0) console.log(`\nFailed:\n${failures.map((name) => `  ${name}`).join("\n")}\n`);
  console.log(`tests: ${total.passed} passed, ${total.failed} failed`);
  process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0;
}

await main();
