/**
 * Where the command line writes: results to stdout, everything for the eye to stderr.
 */
import type { ImportError } from "../server/services/workflows";
import type { AppError } from "../shared/app-error";

export type ExitCode = 0 | 1 | 2 | 3 | 130;

/** Nothing for an empty text. */
export function printResult(text: string): void {
  if (text === "") return;
  process.stdout.write(text.endsWith("\n") ? text : `${text}\n`);
}

export function printNote(text: string): void {
  process.stderr.write(`${text}\n`);
}

/** Prints the sentence and its details; the exit status for a command that was refused. */
export function refuse(error: AppError, details: readonly string[] = []): ExitCode {
  printNote(error.message);
  for (const detail of details) printNote(`  ${detail}`);
  return error.code === "usage" ? 2 : 1;
}

/** The same for a document, with each of its problems and where it is. */
export function refuseDocument({ problems, ...error }: ImportError): ExitCode {
  if (problems === undefined) return refuse(error);
  const details = problems.map(({ path, message }) => (path === undefined || path === "" ? message : `${path}: ${message}`));
  return refuse({ ...error, message: "The document can't be read." }, details);
}
