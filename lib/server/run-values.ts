import "server-only";

/**
 * The values of a run as its next steps see them: what they receive, the scope of templates, the
 * conversation so far, what their children came to. Everything follows the lineage, so it does not
 * depend on timing.
 */
import type { StoredValue } from "../engine/events";
import { behindBatch, lineage, type Moment, type Reader } from "../engine/lineage";
import { exitsOfChild, type PlanIndex } from "../engine/plan-index";
import type { FrameState, RunState } from "../engine/run-state";
import { type StateConflict, stateAlong } from "../engine/state-values";
import type { ChildState, Said, StepState } from "../engine/step-state";
import type { StepInput } from "../nodes/contract";
import type { ChildResult } from "../nodes/execution";
import { receivedText, receivedValue } from "../nodes/received";
import type { Entry } from "../shared/conversation";
import { isJsonObject, type JsonObject, type JsonValue } from "../shared/json";
import { stepPath } from "../shared/step-path";
import type { Background } from "./call-model";

/** What was said in one turn of a step. */
type Spoken = { readonly moment: Moment; readonly said: Said; readonly entries: readonly Entry[] };

/** What a batch is given of the run above: its own input, and all that lies behind its node there. */
export type BatchGiven = {
  readonly input: JsonValue;
  /** Names that the frames around the node give to templates. */
  readonly values: JsonObject;
  readonly nodes: JsonObject;
  readonly state: JsonObject;
  readonly entries: readonly Entry[];
};

const nothingGiven: BatchGiven = { input: null, values: {}, nodes: {}, state: {}, entries: [] };

export class RunValues {
  readonly #blobs: Map<string, JsonValue>;
  /** The step that last went on with a conversation, by the conversation's id. */
  readonly #takers = new Map<string, string>();
  #bound: { readonly index: PlanIndex; readonly state: RunState } | null = null;

  constructor(blobs: ReadonlyMap<string, JsonValue>) {
    this.#blobs = new Map(blobs);
  }

  bind(index: PlanIndex, state: RunState): void {
    this.#bound = { index, state };
  }

  /** Remembers a value that lies beside the journal. */
  keep(blobId: string, value: JsonValue): void {
    this.#blobs.set(blobId, value);
  }

  /** A value of the journal, wherever it lies; null for none. */
  read(stored: StoredValue | null | undefined): JsonValue {
    if (stored == null) return null;
    return "inline" in stored ? stored.inline : (this.#blobs.get(stored.blob.blobId) ?? null);
  }

  /** What a step received, in edge order; a child's first steps receive what their frame was given. */
  inputs(step: Reader): readonly StepInput[] {
    const { index, state } = this.#run();
    if (step.from.length === 0) return this.#inputsOfFrame(step);
    return step.from.flatMap((edgeId) => {
      const edge = index.edges.get(edgeId);
      const source = edge && state.steps.get(stepPath(step.frame, edge.source));
      if (edge === undefined || source === undefined) return [];
      const title = index.nodes.get(edge.source)?.title ?? edge.source;
      return [{ edgeId, nodeId: edge.source, title, port: edge.sourcePort, output: this.read(source.output) }];
    });
  }

  /** What templates and expressions of a step see, and whether two steps contradict each other in it. */
  scope(step: Reader): { readonly scope: JsonObject; readonly conflict: StateConflict | null } {
    const { index, state } = this.#run();
    const moments = lineage(index, state, step);
    const given = this.#given();
    const read = stateAlong(index, state, moments, given.state);
    const isFirst = step.frame === "" && (index.nodes.get(step.nodeId)?.inEdges.length ?? 0) === 0;
    const received = isFirst ? state.input : receivedValue(this.inputs(step));
    const nodes = this.#outputsAlong(moments, this.#framesAround(step.frame));
    return {
      scope: { ...this.#valuesOf(step.frame), input: state.input, nodes: { ...given.nodes, ...nodes }, state: read.values, received },
      conflict: read.conflict,
    };
  }

  background(step: Reader): Background {
    const { index, state } = this.#run();
    const spoken = this.#spokenAlong(lineage(index, state, step, { isConversation: true }));
    return {
      entries: spoken.flatMap(({ entries }) => entries),
      own: ownWords(spoken, stepPath(step.frame, step.nodeId)),
      takeConversation: (isFitting) => this.#takeConversation(spoken, isFitting, stepPath(step.frame, step.nodeId)),
      received: receivedText(this.inputs(step)),
    };
  }

  /** What the step that a batch is made of was given; null for any other step. */
  batchInput(path: string): JsonValue | null {
    return path === this.#run().state.batch?.nodeId ? this.#given().input : null;
  }

  /** All that was said on the way to a step, but for what the run began with. */
  said(step: Reader): readonly Entry[] {
    const { index, state } = this.#run();
    const moments = lineage(index, state, step, { isConversation: true });
    return this.#spokenAlong(moments.filter((moment) => moment !== behindBatch)).flatMap(({ entries }) => entries);
  }

  #given(): BatchGiven {
    const { batch } = this.#run().state;
    // Written as such where the batch was started.
    return batch === null ? nothingGiven : (this.read(batch.given) as unknown as BatchGiven);
  }

  #spokenAlong(moments: readonly Moment[]): readonly Spoken[] {
    const { state } = this.#run();
    return moments.flatMap((moment) => {
      if (moment === behindBatch) return [{ moment, said: heardBefore, entries: this.#given().entries }];
      const said = state.steps.get(moment.path)?.said.get(moment.turn);
      const entries = said === undefined ? [] : this.#entriesOf(said.entries);
      return said === undefined || entries.length === 0 ? [] : [{ moment, said, entries }];
    });
  }

  #takeConversation(
    spoken: readonly Spoken[],
    isFitting: (speaker: string) => boolean,
    taker: string,
  ): ReturnType<Background["takeConversation"]> {
    const last = spoken.findLast(({ said: { speaker, conversationId, isReused } }) => {
      return speaker !== null && conversationId !== null && !isReused && isFitting(speaker);
    });
    if (last?.said.conversationId == null || last.said.speaker === null) return null;
    const { conversationId: id, speaker } = last.said;
    if (this.#wentElsewhere(id, spoken, taker)) return null;
    this.#takers.set(id, taker);
    const held = this.#saidIn(id, spoken);
    const missing = spoken.filter(({ moment }) => !held.has(keyOf(moment))).reduce((sum, { entries }) => sum + entries.length, 0);
    return { id, speaker, missing };
  }

  /** Another step went on with the conversation, or does so now. */
  #wentElsewhere(id: string, spoken: readonly Spoken[], taker: string): boolean {
    const behind = new Set(spoken.map(({ moment }) => keyOf(moment)));
    const current = this.#takers.get(id);
    if (current !== undefined && current !== taker && !spoken.some(({ moment }) => moment.path === current)) return true;
    return [...this.#run().state.steps.values()].some((step) =>
      [...step.said].some(([turn, said]) => said.conversationId === id && !behind.has(keyOf({ path: step.path, turn }))),
    );
  }

  /** What was said in a conversation, and what it began with. */
  #saidIn(id: string, spoken: readonly Spoken[]): ReadonlySet<string> {
    const { index, state } = this.#run();
    const inIt = spoken.filter(({ said }) => said.conversationId === id);
    const first = state.steps.get(inIt[0]?.moment.path ?? "");
    const before =
      first === undefined ? [] : lineage(index, state, { ...first, turn: inIt[0]?.moment.turn ?? 0 }, { isConversation: true });
    return new Set([...before, ...inIt.map(({ moment }) => moment)].map(keyOf));
  }

  /** What every child of a step that has ended came to, by number. */
  children(step: StepState): readonly ChildResult[] {
    const { state } = this.#run();
    return step.children.flatMap((child) => {
      const frame = state.frames.get(child.frame);
      const isEnded = frame?.phase === "succeeded" || frame?.phase === "failed" || frame?.phase === "cancelled";
      return frame !== undefined && isEnded ? [this.#childResult(step, child, frame)] : [];
    });
  }

  #childResult(step: StepState, child: ChildState, frame: FrameState): ChildResult {
    const { index, state } = this.#run();
    const exits = exitsOfChild(index, step.nodeId, child.record).flatMap((nodeId) => {
      const exit = state.steps.get(stepPath(child.frame, nodeId));
      // One that failed and was handled left by its error port: what it led to is the exit.
      return exit?.phase === "succeeded" ? [exit] : [];
    });
    const [only, ...others] = exits;
    const outputs =
      others.length === 0 ? this.read(only?.output) : Object.fromEntries(exits.map((exit) => [exit.nodeId, this.read(exit.output)]));
    const values = this.#valuesOfChild(child);
    return {
      index: child.index,
      title: child.record.title,
      status: frame.phase === "succeeded" ? "succeeded" : frame.phase === "failed" ? "failed" : "cancelled",
      output: frame.phase === "succeeded" ? outputs : null,
      error: frame.failure?.error ?? null,
      values,
      scope: this.#scopeAtEnd(step, frame, exits, values),
      ports: frame.isCall ? (only?.ports ?? []) : [],
    };
  }

  #scopeAtEnd(step: StepState, frame: FrameState, exits: readonly StepState[], values: JsonObject): JsonObject {
    const { index, state } = this.#run();
    const given = this.#given();
    const around = new Set([...this.#framesAround(step.frame), frame.path]);
    const moments = exits.flatMap((exit) => [...lineage(index, state, exit), { path: exit.path, turn: exit.turn }]);
    const nodes = this.#outputsAlong(moments, around);
    const received = receivedValue(this.inputs(step));
    return {
      ...this.#valuesOf(step.frame),
      ...values,
      input: state.input,
      nodes: { ...given.nodes, ...nodes },
      state: stateAlong(index, state, moments, given.state).values,
      received,
    };
  }

  #inputsOfFrame({ frame: path }: Reader): readonly StepInput[] {
    const { index, state } = this.#run();
    const place = state.frames.get(path)?.owner;
    const owner = state.steps.get(place?.path ?? "");
    const child = owner?.children[place?.index ?? 0];
    if (owner === undefined || child === undefined) return [];
    const given = child.record.input;
    const title = given === undefined ? "" : child.record.title;
    const first =
      given === undefined ? this.inputs(owner) : [{ edgeId: "", nodeId: owner.nodeId, title, port: "", output: this.read(given) }];
    const needed = (child.record.after ?? []).flatMap((number): readonly StepInput[] => {
      const other = owner.children[number];
      if (other === undefined) return [];
      const [exit] = exitsOfChild(index, owner.nodeId, other.record).map((nodeId) => state.steps.get(stepPath(other.frame, nodeId)));
      return [{ edgeId: "", nodeId: exit?.nodeId ?? owner.nodeId, title: other.record.title, port: "", output: this.read(exit?.output) }];
    });
    return [...first, ...needed];
  }

  /** Names that the frames around a step give their templates, inner ones over outer ones. */
  #valuesOf(frame: string): JsonObject {
    const { state } = this.#run();
    let values: JsonObject = {};
    for (const path of this.#framesAround(frame)) {
      const place = state.frames.get(path)?.owner;
      const child = place && state.steps.get(place.path)?.children[place.index];
      if (child) values = { ...this.#valuesOfChild(child), ...values };
    }
    return { ...this.#given().values, ...values };
  }

  #valuesOfChild({ record, event }: ChildState): JsonObject {
    const values = this.read(record.values);
    const given = isJsonObject(values) ? values : {};
    return event === null ? given : { ...given, event: { name: event.name, data: this.read(event.data) } };
  }

  /** The frame itself first, the graph itself last. */
  #framesAround(frame: string): ReadonlySet<string> {
    const { state } = this.#run();
    const around = new Set<string>();
    for (let path: string | undefined = frame; path !== undefined; ) {
      around.add(path);
      const owner: string | undefined = state.frames.get(path)?.owner?.path;
      path = owner === undefined ? undefined : state.steps.get(owner)?.frame;
    }
    return around;
  }

  #outputsAlong(moments: readonly Moment[], frames: ReadonlySet<string>): JsonObject {
    const { state } = this.#run();
    const nodes: { [id: string]: JsonValue } = {};
    for (const { path } of moments) {
      const step = state.steps.get(path);
      if (step?.phase !== "succeeded" && step?.phase !== "failed") continue;
      if (step.output !== null && frames.has(step.frame)) nodes[step.nodeId] = { output: this.read(step.output) };
    }
    return nodes;
  }

  #run(): { readonly index: PlanIndex; readonly state: RunState } {
    if (this.#bound === null) throw new Error("RunValues must be bound to a run before it is read");
    return this.#bound;
  }

  #entriesOf(stored: { readonly inline: readonly Entry[] } | { readonly blob: { readonly blobId: string } }): readonly Entry[] {
    if ("inline" in stored) return stored.inline;
    // Written by the driver from a list of entries.
    return (this.#blobs.get(stored.blob.blobId) ?? []) as unknown as readonly Entry[];
  }
}

/** Of what was said before a batch it is known that it was, and not in which conversation. */
const heardBefore: Said = { isReused: true, speaker: null, conversationId: null, entries: { inline: [] } };

function keyOf({ path, turn }: Moment): string {
  return `${path}#${turn}`;
}

/** What a step said itself; a conversation of an earlier run is left alone. */
function ownWords(spoken: readonly Spoken[], path: string): Background["own"] {
  const own = spoken.filter(({ moment }) => moment.path === path);
  const { conversationId = null, speaker = null, isReused = false } = own.at(-1)?.said ?? {};
  const conversation = conversationId === null || speaker === null || isReused ? null : { id: conversationId, speaker };
  return { entries: own.flatMap(({ entries }) => entries), conversation };
}
