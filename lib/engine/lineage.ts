/**
 * What lies behind a step: everything that was said and written before it on its way, oldest first.
 *
 * Pure. At a join the branches follow one another in edge order and what they share counts once;
 * skipped, cancelled and ignored branches give none. A step with several turns lies there in pieces:
 * what it said in a turn, then the children it spawned in that turn, by number. Conversation context
 * and state are both read along this order.
 */

import { stepPath } from "../shared/step-path";
import { exitsOfChild, type PlanIndex } from "./plan-index";
import type { RunState } from "./run-state";
import { orderOf, utterances } from "./shared-conversation";
import type { ChildState, StepState } from "./step-state";

/** One turn of one step. */
export type Moment = { readonly path: string; readonly turn: number };

/** Of a batch: all that lies behind its node in the run above. */
export const behindBatch: Moment = { path: "", turn: 0 };

/** The step that looks back: where it stands, what it received, and the turn it is in. */
export type Reader = { readonly frame: string; readonly nodeId: string; readonly from: readonly string[]; readonly turn: number };

export type LineageOptions = {
  /** Only what a model is shown: not past a child that carries nothing, in either direction. */
  readonly isConversation?: boolean;
};

/** O(steps + edges), but for loops that carry: each iteration looks through those before it. */
export function lineage(index: PlanIndex, state: RunState, reader: Reader, options: LineageOptions = {}): readonly Moment[] {
  return new Walk(index, state, options).from(reader);
}

type Task =
  | { readonly is: "moment"; readonly moment: Moment }
  /** All that a step that has ended came to, with what lies behind it. */
  | { readonly is: "whole"; readonly path: string }
  | { readonly is: "exits"; readonly owner: StepState; readonly child: ChildState }
  /** What a child's first steps have behind them. */
  | { readonly is: "context"; readonly owner: StepState; readonly child: ChildState };

class Walk {
  readonly #index: PlanIndex;
  readonly #state: RunState;
  readonly #isConversation: boolean;
  readonly #moments: Moment[] = [];
  readonly #seen = new Set<string>();
  /** An explicit stack: a chain of thousands of steps must not exhaust the call stack. */
  readonly #stack: Task[] = [];

  constructor(index: PlanIndex, state: RunState, { isConversation = false }: LineageOptions) {
    this.#index = index;
    this.#state = state;
    this.#isConversation = isConversation;
  }

  from({ frame, nodeId, from, turn }: Reader): readonly Moment[] {
    const self = this.#state.steps.get(stepPath(frame, nodeId));
    const own = self === undefined ? [] : this.#turnsOf(self, turn - 1);
    this.#push([...this.#before(frame, from), ...own]);
    for (let task = this.#stack.pop(); task !== undefined; task = this.#stack.pop()) this.#do(task);
    return this.#moments;
  }

  #push(tasks: readonly Task[]): void {
    for (const task of [...tasks].reverse()) this.#stack.push(task);
  }

  #do(task: Task): void {
    if (task.is === "moment") {
      if (this.#isNew(`${task.moment.path}#${task.moment.turn}`)) this.#moments.push(task.moment);
    } else if (task.is === "whole") {
      const step = this.#state.steps.get(task.path);
      if (step !== undefined && this.#isNew(task.path)) {
        this.#push([...this.#before(step.frame, step.from), ...this.#turnsOf(step, step.turn)]);
      }
    } else if (task.is === "exits") {
      this.#push(this.#exitsOf(task.owner, task.child));
    } else if (this.#isNew(`${task.child.frame}>`)) {
      this.#push(this.#contextOf(task.owner, task.child));
    }
  }

  #isNew(key: string): boolean {
    if (this.#seen.has(key)) return false;
    this.#seen.add(key);
    return true;
  }

  /** What a step received along edges; a child's first steps received it from outside of their frame. */
  #before(frame: string, from: readonly string[]): readonly Task[] {
    if (from.length > 0) {
      return from.flatMap((edgeId) => {
        const source = this.#index.edges.get(edgeId)?.source;
        return source === undefined ? [] : [{ is: "whole" as const, path: stepPath(frame, source) }];
      });
    }
    const place = this.#state.frames.get(frame)?.owner;
    const owner = this.#state.steps.get(place?.path ?? "");
    const child = owner?.children[place?.index ?? 0];
    if (owner === undefined || child === undefined) return this.#state.batch === null ? [] : [{ is: "moment", moment: behindBatch }];
    return [{ is: "context", owner, child }];
  }

  #contextOf(owner: StepState, child: ChildState): readonly Task[] {
    if (this.#isConversation && child.record.carry === "nothing") return [];
    const behind = this.#before(owner.frame, owner.from);
    if (child.record.carry === "so_far" && owner.conversation !== null) {
      const earlier = utterances(this.#state, owner).filter((other) => orderOf(other.child) < orderOf(child));
      return [...behind, ...earlier.map((other) => exits(other.owner, other.child))];
    }
    if (child.record.carry === "so_far") {
      const earlier = owner.children.filter(({ index }) => index < child.index);
      return [...behind, ...this.#turnsOf(owner, child.turn, earlier)];
    }
    const needed = new Set(child.record.after ?? []);
    return [...behind, ...owner.children.filter(({ index }) => needed.has(index)).map((other) => exits(owner, other))];
  }

  /** What a step said up to a turn, each turn followed by the children it spawned. */
  #turnsOf(step: StepState, last: number, children: readonly ChildState[] = step.children): readonly Task[] {
    const tasks: Task[] = [];
    for (let turn = 0; turn <= last; turn += 1) {
      tasks.push({ is: "moment", moment: { path: step.path, turn } });
      tasks.push(...children.filter((child) => child.turn === turn).map((child) => exits(step, child)));
    }
    return tasks;
  }

  #exitsOf(owner: StepState, child: ChildState): readonly Task[] {
    if (this.#isConversation && child.record.carry === "nothing") return [];
    if (this.#state.frames.get(child.frame)?.phase !== "succeeded") return [];
    return exitsOfChild(this.#index, owner.nodeId, child.record)
      .map((nodeId) => stepPath(child.frame, nodeId))
      .filter((path) => this.#state.steps.get(path)?.phase === "succeeded")
      .map((path) => ({ is: "whole", path }));
  }
}

function exits(owner: StepState, child: ChildState): Task {
  return { is: "exits", owner, child };
}
