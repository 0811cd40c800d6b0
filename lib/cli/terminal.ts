/**
 * Where the command line writes: results to stdout, everything for the eye to stderr.
 *
 * With --json a refusal is a line on stdout as well: `{"type":"error","code":…,"message":…,"details":[…]}`.
 */
import type { ImportError } from "../server/services/workflows";
import type { AppError } from "../shared/app-error";
import { visibleText } from "../shared/visible-text";

export type ExitCode = 0 | 1 | 2 | 3 | 130;

/** Nothing for an empty text. A file gets it exactly; a terminal, which obeys what it prints, gets it visible. */
export function printResult(text: string): void {
  if (text === "") return;
  const shown = process.stdout.isTTY ? visibleText(text) : text;
  process.stdout.write(shown.endsWith("\n") ? shown : `${shown}\n`);
}

export function printNote(text: string): void {
  process.stderr.write(`${visibleText(text)}\n`);
}

/** Prints the sentence and its details; the exit status for a command that was refused. */
export function refuse(error: AppError, details: readonly string[] = []): ExitCode {
  noteRefusal(error, details);
  printError(error, details);
  return error.code === "usage" ? 2 : 1;
}

/** The same for a document, with each of its problems and where it is. */
export function refuseDocument(given: ImportError): ExitCode {
  const { error, details } = readableError(given);
  return refuse(error, details);
}

/** Only for the eye: where the result of the command says in its own form that the document was refused. */
export function noteDocument(given: ImportError): void {
  const { error, details } = readableError(given);
  noteRefusal(error, details);
}

/** For programs; nothing without --json. */
export function printError({ code, message }: AppError, details: readonly string[] = []): void {
  if (process.argv.includes("--json")) printResult(JSON.stringify({ type: "error", code, message, details }));
}

function noteRefusal({ message }: AppError, details: readonly string[]): void {
  printNote(message);
  for (const detail of details) printNote(`  ${detail}`);
}

function readableError({ problems, ...error }: ImportError): { readonly error: AppError; readonly details: readonly string[] } {
  if (problems === undefined) return { error, details: [] };
  const details = problems.map(({ path, message }) => (path === undefined || path === "" ? message : `${path}: ${message}`));
  return { error: { ...error, message: "The document can't be read." }, details };
}
