/**
 * Every entry of a step's conversation, as a list to read: who said it, in which role, of which type, when.
 *
 * Pure. The entries are those of the journal; when each crossed the wire is known of the calls that were made.
 */
import { contentText, type Entry } from "../shared/conversation";

export type HistoryEntry = {
  /** The step that said it; of what is carried, an earlier one. */
  readonly path: string;
  readonly node: string;
  /** Title of that step. */
  readonly agent: string;
  readonly role: "user" | "assistant" | "tool";
  readonly type: Entry["type"];
  /** ISO 8601; null when nobody knows. */
  readonly at: string | null;
  /** Null for what a provider keeps: it knows no attempts. */
  readonly attempt: number | null;
  /** Said by an earlier step, and given to this one as what was said so far. */
  readonly isCarried: boolean;
  /** Said to choose or to assess, and carried by nobody. */
  readonly isAside: boolean;
  readonly conversationId: string | null;
  /** As it was sent or received. */
  readonly entry: Entry;
};

export type RunHistory = {
  readonly runId: string;
  /** Null for all steps of the run, each with what it said itself. */
  readonly path: string | null;
  /** Our own records, or the conversation that the provider keeps. */
  readonly source: HistorySource;
  readonly entries: readonly HistoryEntry[];
};

export type HistorySource = "records" | "provider";

/** One call of a model. Times are epoch milliseconds. */
export type CallTimes = {
  readonly startedAt: number;
  readonly finishedAt: number;
  /** When each tool of it began, in order. */
  readonly tools: readonly number[];
};

/** What one try of one turn of a step said. */
export type SaidTurn = {
  readonly path: string;
  readonly node: string;
  readonly agent: string;
  readonly attempt: number;
  readonly startedAt: number;
  readonly finishedAt: number | null;
  readonly conversationId: string | null;
  /** Before the others. */
  readonly aside: readonly Entry[];
  readonly entries: readonly Entry[];
  /** Empty when they were not recorded: then the turn's own times count. */
  readonly calls: readonly CallTimes[];
};

export function historyOfTurn(turn: SaidTurn, isCarried: boolean): readonly HistoryEntry[] {
  const { path, node, agent, attempt, conversationId } = turn;
  const times = timesOf(turn);
  return [...turn.aside, ...turn.entries].map((entry, index) => ({
    path,
    node,
    agent,
    role: roleOf(entry),
    type: entry.type,
    at: isoTime(times[index] ?? null),
    attempt,
    isCarried,
    isAside: index < turn.aside.length,
    conversationId,
    entry,
  }));
}

export function roleOf(entry: Entry): HistoryEntry["role"] {
  switch (entry.type) {
    case "message.input":
      return entry.role;
    case "tool.execution":
    case "function.result":
      return "tool";
    default:
      return "assistant";
  }
}

/** An entry in words: what was said, called or handed over. */
export function textOfEntry(entry: Entry): string {
  switch (entry.type) {
    case "message.input":
    case "message.output":
      return contentText(entry.content);
    case "tool.execution":
    case "function.call":
      return `${entry.name} ${entry.arguments}`.trim();
    case "function.result":
      return entry.result;
    case "agent.handoff":
      return `${entry.previous_agent_name} to ${entry.next_agent_name}`;
  }
}

/** A call begins with what was sent, after an answer or at the start; its answer came at its end, its tools between. */
function timesOf({ entries, calls, startedAt, finishedAt }: SaidTurn): readonly (number | null)[] {
  let call = -1;
  let tool = 0;
  let wasSent = false;
  return entries.map((entry) => {
    const isSent = entry.type === "message.input" || entry.type === "function.result";
    if (isSent && !wasSent) {
      call += 1;
      tool = 0;
    }
    wasSent = isSent;
    const times = calls[Math.max(0, call)];
    if (isSent) return times?.startedAt ?? startedAt;
    if (entry.type !== "tool.execution") return times?.finishedAt ?? finishedAt;
    tool += 1;
    return times?.tools[tool - 1] ?? times?.finishedAt ?? finishedAt;
  });
}

function isoTime(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString();
}
