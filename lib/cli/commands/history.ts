/** `history`: who said what to whom in a run, entry by entry. */
import { type HistoryEntry, textOfEntry } from "../../projection/history";
import type { Actor } from "../../server/access";
import { readHistory } from "../../server/services/run-history";
import { type ExitCode, printResult, refuse } from "../terminal";

export async function historyCommand(
  actor: Actor,
  { target, step, json }: { readonly target: string; readonly step: string | null; readonly json: boolean },
): Promise<ExitCode> {
  const history = await readHistory(actor, target, step === null ? {} : { path: step });
  if (!history.ok) return refuse(history.error);
  const { entries } = history.value;
  if (json) for (const entry of entries) printResult(JSON.stringify(entry));
  else printResult(entries.length === 0 ? "Nobody has said anything." : entries.map(entryText).join("\n\n"));
  return 0;
}

/** A line that says who, in which role, of which type and when; then what was said, indented. */
function entryText({ path, agent, role, type, at, isCarried, isAside, entry }: HistoryEntry): string {
  const head = [
    at ?? "no time",
    role,
    type,
    agent === path ? path : `${agent} (${path})`,
    ...(isCarried ? ["carried"] : []),
    ...(isAside ? ["aside"] : []),
  ].join("  ");
  const lines = textOfEntry(entry).trim().split("\n");
  return [head, ...lines.map((line) => `  ${line}`.trimEnd())].join("\n");
}
