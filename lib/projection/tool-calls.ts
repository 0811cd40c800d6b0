/**
 * Tool calls of a step on the run's clock, from either of two sources: the live channel while the
 * step runs, and the recorded exchanges of its attempts afterwards.
 *
 * Pure. A provider runs the tools; what is known is the name, the arguments and when it was heard of.
 */
import type { Exchange, ToolSpan } from "../providers/exchange";

/** Times are epoch milliseconds; `finishedAt` is null while the call runs, and for one whose end was never heard of. */
export type ToolCallView = {
  readonly id: string;
  readonly attempt: number;
  readonly name: string;
  /** JSON text, as the model wrote it. */
  readonly arguments: string;
  readonly startedAt: number;
  readonly finishedAt: number | null;
};

/** What the live channel says of a tool call. */
export type ToolNotice = {
  readonly path: string;
  readonly attempt: number;
  readonly id: string;
  readonly name: string;
  readonly arguments: string;
  readonly state: "started" | "done";
  readonly at: number;
};

/** Takes one notice in. Repeated notices change nothing; a call first heard of at its end starts and ends there. */
export function withToolNotice(calls: readonly ToolCallView[], notice: ToolNotice): readonly ToolCallView[] {
  const index = calls.findIndex(({ id, attempt }) => id === notice.id && attempt === notice.attempt);
  const known = calls[index];
  if (known === undefined) return [...calls, callOf(notice)];
  const finishedAt = known.finishedAt ?? (notice.state === "done" ? notice.at : null);
  const details = notice.arguments === "" ? known.arguments : notice.arguments;
  if (finishedAt === known.finishedAt && details === known.arguments) return calls;
  return calls.with(index, { ...known, finishedAt, arguments: details });
}

/** The calls of recorded attempts, oldest first. */
export function recordedToolCalls(
  attempts: readonly { readonly attempt: number; readonly epoch: number; readonly exchanges: readonly Exchange[] }[],
): readonly ToolCallView[] {
  return attempts
    .flatMap(({ attempt, epoch, exchanges }) =>
      exchanges.flatMap(({ toolSpans }, exchange) =>
        toolSpans.map((span, index) => spanOf(span, attempt, `${epoch}.${exchange}.${index}`)),
      ),
    )
    .sort((a, b) => a.startedAt - b.startedAt);
}

const summaryKeys = ["query", "q", "code", "prompt", "url", "input"];
const maxSummaryLength = 160;

/** What a call was about, in one line: its query or its first text; empty when it has none. */
export function toolCallSummary(argumentsJson: string): string {
  const text = summaryText(argumentsJson).replace(/\s+/g, " ").trim();
  return text.length > maxSummaryLength ? `${text.slice(0, maxSummaryLength)}…` : text;
}

function summaryText(argumentsJson: string): string {
  const value = parsed(argumentsJson);
  if (typeof value === "string") return value;
  if (typeof value !== "object" || value === null) return "";
  const members = new Map<string, unknown>(Object.entries(value));
  const found = [...summaryKeys.map((key) => members.get(key)), ...members.values()].find((member) => typeof member === "string");
  return typeof found === "string" ? found : "";
}

/** Arguments arrive in pieces while they stream, so text that is no JSON yet says nothing. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function callOf({ id, attempt, name, arguments: details, state, at }: ToolNotice): ToolCallView {
  return { id, attempt, name, arguments: details, startedAt: at, finishedAt: state === "done" ? at : null };
}

function spanOf(span: ToolSpan, attempt: number, id: string): ToolCallView {
  return { id, attempt, name: span.name, arguments: span.arguments, startedAt: span.startedAt, finishedAt: span.finishedAt };
}
