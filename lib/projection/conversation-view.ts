/**
 * Who said what in a run: what was given, asked and answered, with the tools that were used, in the order of time.
 *
 * Pure. Text that still streams is not part of it: it is no fact yet, and whoever draws this adds it.
 */
import { contentText, type Entry } from "../shared/conversation";
import type { JsonValue } from "../shared/json";
import { citedText, type Source } from "./citations";
import type { RunView, StepView } from "./run-view";
import type { ToolCallsByPath } from "./timeline";
import { toolCallSummary } from "./tool-calls";

export type ConversationNode = {
  readonly id: string;
  readonly title: string;
  /** Its output is what the person gave to the run. */
  readonly isInput: boolean;
};

/** `ms` is null when nobody knows how long it took. */
export type SpokenTool = { readonly name: string; readonly summary: string; readonly ms: number | null };

type Spoken = {
  readonly key: string;
  readonly path: string;
  readonly nodeId: string;
  readonly title: string;
  /** Milliseconds from the start of the run. */
  readonly atMs: number;
};

export type Utterance = Spoken &
  (
    | { readonly is: "given" | "asked" | "chose" | "failed"; readonly text: string }
    /** `text` is Markdown with citation marks. */
    | { readonly is: "said"; readonly text: string; readonly sources: readonly Source[] }
    | { readonly is: "tools"; readonly tools: readonly SpokenTool[] }
    /** Kept beside the journal and not loaded yet. */
    | { readonly is: "beside"; readonly blobId: string; readonly bytes: number }
  );

export type Conversation = {
  readonly utterances: readonly Utterance[];
  /** Blobs of entries to load for the rest. */
  readonly missing: readonly string[];
};

/**
 * @param nodes in the order of the flow, which orders what was said at the same moment.
 * @param entriesOf entries that were kept beside the journal, by blob id, as far as they are loaded.
 */
export function conversationOf(
  view: RunView,
  nodes: readonly ConversationNode[],
  toolCalls: ToolCallsByPath,
  entriesOf: ReadonlyMap<string, readonly Entry[]>,
): Conversation {
  const asked = new Set<string>();
  const nodesById = new Map(nodes.map((node) => [node.id, node]));
  const place = new Map(nodes.map(({ id }, index) => [id, index]));
  const inFlowOrder = [...view.steps.values()].sort((a, b) => (place.get(a.nodeId) ?? 0) - (place.get(b.nodeId) ?? 0));
  const utterances = inFlowOrder.flatMap((step) => {
    const node = nodesById.get(step.nodeId);
    return node === undefined ? [] : utterancesOf(node, step, { view, toolCalls, entriesOf, asked });
  });
  const missing = utterances.flatMap((utterance) => (utterance.is === "beside" ? [utterance.blobId] : []));
  return { utterances: utterances.sort((a, b) => a.atMs - b.atMs), missing };
}

type Context = {
  readonly view: RunView;
  readonly toolCalls: ToolCallsByPath;
  readonly entriesOf: ReadonlyMap<string, readonly Entry[]>;
  /** Texts that stand in the conversation already: what is carried on is not said again. */
  readonly asked: Set<string>;
};

function utterancesOf(node: ConversationNode, step: StepView, context: Context): readonly Utterance[] {
  const startedAt = context.view.startedAt ?? 0;
  const begunMs = (step.startedAt ?? startedAt) - startedAt;
  const doneMs = (step.finishedAt ?? step.startedAt ?? startedAt) - startedAt;
  const by = (suffix: string, atMs: number): Spoken => ({
    key: `${step.path}/${suffix}`,
    path: step.path,
    nodeId: step.nodeId,
    title: node.title,
    atMs,
  });

  const utterances: Utterance[] = [];
  if (node.isInput && step.status === "succeeded") {
    const text = inputText(context.view.input);
    context.asked.add(text);
    utterances.push({ ...by("given", doneMs), is: "given", text });
  }
  utterances.push(...spokenByModel(step, by, { begunMs, doneMs }, context));
  if (step.because !== null && step.status === "succeeded") utterances.push({ ...by("chose", doneMs), is: "chose", text: step.because });
  if (step.error !== null && step.status === "failed") utterances.push({ ...by("failed", doneMs), is: "failed", text: step.error.message });
  return utterances;
}

function spokenByModel(
  step: StepView,
  by: (suffix: string, atMs: number) => Spoken,
  times: { readonly begunMs: number; readonly doneMs: number },
  context: Context,
): readonly Utterance[] {
  const entries = entriesOfStep(step, context.entriesOf);
  if (entries === null) return [];
  const tools = spokenTools(step.path, entries.loaded ?? [], context);
  const toolsMs = tools.at === null ? times.begunMs : tools.at - (context.view.startedAt ?? 0);
  const used: readonly Utterance[] = tools.list.length === 0 ? [] : [{ ...by("tools", toolsMs), is: "tools", tools: tools.list }];
  if (entries.loaded === null) return [...used, { ...by("beside", times.doneMs), is: "beside", ...entries.blob }];

  const said = citedText(entries.loaded.flatMap((entry) => (entry.type === "message.output" ? [entry.content] : [])));
  const answer: readonly Utterance[] =
    said.markdown === "" ? [] : [{ ...by("said", times.doneMs), is: "said", text: said.markdown, sources: said.sources }];
  return [...askedOf(entries.loaded, by, times.begunMs, context.asked), ...used, ...answer];
}

function askedOf(
  entries: readonly Entry[],
  by: (suffix: string, atMs: number) => Spoken,
  atMs: number,
  asked: Set<string>,
): readonly Utterance[] {
  return entries.flatMap((entry, index): readonly Utterance[] => {
    if (entry.type !== "message.input" || entry.role !== "user") return [];
    const text = contentText(entry.content);
    if (text.trim() === "" || asked.has(text)) return [];
    asked.add(text);
    return [{ ...by(`asked.${index}`, atMs), is: "asked", text }];
  });
}

type StepEntries =
  | { readonly loaded: readonly Entry[] }
  | { readonly loaded: null; readonly blob: { readonly blobId: string; readonly bytes: number } };

/** Null for a step that never spoke to a model. */
function entriesOfStep(step: StepView, entriesOf: ReadonlyMap<string, readonly Entry[]>): StepEntries | null {
  const turns = step.attempts.flatMap(({ status, model }) => (status === "succeeded" && model !== null ? [model.entries] : []));
  const inline = turns.flatMap((entries) => ("inline" in entries ? entries.inline : []));
  if (turns.length > 1 && turns.every((entries) => "inline" in entries)) return { loaded: inline };
  const model = step.model ?? step.attempts.findLast((attempt) => attempt.model !== null)?.model ?? null;
  if (model === null) return null;
  const { entries } = model;
  if ("inline" in entries) return { loaded: entries.inline };
  const loaded = entriesOf.get(entries.blob.blobId);
  return loaded === undefined ? { loaded: null, blob: entries.blob } : { loaded };
}

/** Calls with their times where they are known, else what the conversation says of them. */
function spokenTools(
  path: string,
  entries: readonly Entry[],
  { toolCalls }: Context,
): { readonly list: readonly SpokenTool[]; readonly at: number | null } {
  const calls = toolCalls.get(path) ?? [];
  const [first] = calls;
  if (first !== undefined) {
    const list = calls.map(({ name, arguments: details, startedAt, finishedAt }) => ({
      name,
      summary: toolCallSummary(details),
      ms: finishedAt === null ? null : finishedAt - startedAt,
    }));
    return { list, at: first.startedAt };
  }
  return { list: entries.flatMap(toolOf), at: null };
}

function toolOf(entry: Entry): readonly SpokenTool[] {
  switch (entry.type) {
    case "tool.execution":
    case "function.call":
      return [{ name: entry.name, summary: toolCallSummary(entry.arguments), ms: null }];
    case "agent.handoff":
      return [{ name: "handoff", summary: `${entry.previous_agent_name} to ${entry.next_agent_name}`, ms: null }];
    default:
      return [];
  }
}

function inputText(input: { readonly [key: string]: JsonValue }): string {
  const fields = Object.entries(input);
  const [only] = fields;
  if (only !== undefined && fields.length === 1) return plainText(only[1]);
  return fields.map(([key, value]) => `${key}: ${plainText(value)}`).join("\n");
}

function plainText(value: JsonValue): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
