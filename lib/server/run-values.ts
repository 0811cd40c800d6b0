import "server-only";

/**
 * The values of a run as its next steps see them: inputs along edges, the scope of templates, the
 * conversation so far. Everything follows the lineage, so it does not depend on timing.
 */
import type { PlanNode } from "../compile/plan";
import { lineage } from "../engine/lineage";
import type { PlanIndex, RunState, StepState } from "../engine/run-state";
import { stateAlong } from "../engine/state-values";
import type { StepInput } from "../nodes/contract";
import { receivedText, receivedValue } from "../nodes/received";
import type { Entry } from "../shared/conversation";
import type { JsonObject, JsonValue } from "../shared/json";
import type { Background } from "./call-model";

export class RunValues {
  readonly #blobs: Map<string, JsonValue>;
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

  inputs(from: readonly string[]): readonly StepInput[] {
    const { index, state } = this.#run();
    return from.flatMap((edgeId) => {
      const edge = index.edges.get(edgeId);
      const source = edge && state.steps.get(edge.source);
      if (edge === undefined || source === undefined) return [];
      const title = index.nodes.get(edge.source)?.title ?? edge.source;
      return [{ edgeId, nodeId: edge.source, title, port: edge.sourcePort, output: this.#outputOf(source) }];
    });
  }

  scope(node: PlanNode, from: readonly string[]): JsonObject {
    const { index, state } = this.#run();
    const paths = lineage(index, state, from);
    const nodes: { [id: string]: JsonValue } = {};
    for (const path of paths) {
      const step = state.steps.get(path);
      if (step?.phase === "succeeded") nodes[path] = { output: this.#outputOf(step) };
    }
    const inputs = this.inputs(from);
    const received = node.inEdges.length === 0 ? state.input : receivedValue(inputs);
    return { input: state.input, nodes, state: stateAlong(index.plan.state, state, paths), received };
  }

  background(from: readonly string[]): Background {
    const { index, state } = this.#run();
    const entries: Entry[] = [];
    let conversationId: string | null = null;
    for (const path of lineage(index, state, from)) {
      const step = state.steps.get(path);
      if (step?.phase !== "succeeded") continue;
      const added = this.#entriesOf(step);
      entries.push(...added);
      if (added.length > 0) conversationId = step.conversationId;
    }
    return { entries, conversationId, received: receivedText(this.inputs(from)) };
  }

  #run(): { readonly index: PlanIndex; readonly state: RunState } {
    if (this.#bound === null) throw new Error("RunValues must be bound to a run before it is read");
    return this.#bound;
  }

  #outputOf(step: StepState): JsonValue {
    if (step.output === null) return null;
    return "inline" in step.output ? step.output.inline : (this.#blobs.get(step.output.blob.blobId) ?? null);
  }

  #entriesOf(step: StepState): readonly Entry[] {
    if (step.entries === null) return [];
    if ("inline" in step.entries) return step.entries.inline;
    // Written by the driver from a list of entries.
    return (this.#blobs.get(step.entries.blob.blobId) ?? []) as unknown as readonly Entry[];
  }
}
