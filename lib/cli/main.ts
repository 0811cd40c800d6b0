/**
 * Entry of `npm run flow`: one command, one exit status.
 *
 * scripts/flow.mjs prepared the environment: a migrated database and, where no running app has a
 * worker on it, `WINDROSE_FLOW_WORKER=1`, which makes this process execute the runs it starts.
 */
import { type Actor, localActor } from "../server/access";
import { closeDatabase } from "../server/db";
import { startWorker, stopWorker } from "../server/worker";
import { type Command, parseArguments, usage } from "./arguments";
import { exportCommand, importCommand } from "./commands/files";
import { historyCommand } from "./commands/history";
import { listCommand } from "./commands/list";
import { publishCommand, unpublishCommand } from "./commands/publish";
import { runCommand } from "./commands/run";
import { showCommand } from "./commands/show";
import { validateCommand } from "./commands/validate";
import { type ExitCode, printError, printNote, printResult, refuse } from "./terminal";

async function execute(command: Command): Promise<ExitCode> {
  switch (command.name) {
    case "help":
      printResult(usage);
      return 0;
    case "validate":
      return validateCommand(localActor, command);
    case "list":
      return listCommand(await localActor(), command);
    case "export":
      return exportCommand(await localActor(), command);
    case "import":
      return importCommand(await localActor(), command);
    case "publish":
      return publishCommand(await localActor(), command);
    case "unpublish":
      return unpublishCommand(await localActor(), command);
    case "show":
      return showCommand(await localActor(), command);
    case "history":
      return historyCommand(await localActor(), command);
    case "run":
      return withWorker(await localActor(), (actor) => runCommand(actor, command));
  }
}

async function withWorker(actor: Actor, run: (actor: Actor) => Promise<ExitCode>): Promise<ExitCode> {
  if (process.env.WINDROSE_FLOW_WORKER !== "1") return run(actor);
  await startWorker({ onlyRuns: true });
  try {
    return await run(actor);
  } finally {
    await stopWorker();
  }
}

async function main(): Promise<ExitCode> {
  const command = parseArguments(process.argv.slice(2));
  if (!command.ok) {
    const message = `${command.error.message} \`npm run flow -- help\` shows how it is used.`;
    return refuse({ ...command.error, message });
  }
  try {
    return await execute(command.value);
  } catch (error) {
    const message = `Windrose could not do this: ${error instanceof Error ? error.message : String(error)}`;
    printNote(message);
    printError({ code: "internal", message });
    return 3;
  } finally {
    if (process.env.DATABASE_URL !== undefined) await closeDatabase().catch(() => undefined);
  }
}

process.exitCode = await main();
