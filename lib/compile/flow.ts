/**
 * What can be said before a run about which nodes will have run when another starts.
 *
 * Pure. Decisions are the out-ports of choices and the failures that are handled; a join counts taken
 * edges (semantics: all, any, k of n). What stands in a container starts when the container does.
 */
import { errorPort } from "../nodes/ports";
import { type Condition, type Conditions, createConditions, TooManyConditions } from "./conditions";
import type { DocumentReading } from "./read-document";
import { handlesErrors, type NodeReading } from "./read-node";
import { scopeOf } from "./scopes";

export type Flow = {
  /** Does a path lead from `nodeId` to `reader`, or to a container around it? */
  readonly leadsTo: (nodeId: string, reader: string) => boolean;
  /** Is there a run in which `reader` starts although `nodeId` was skipped? */
  readonly mayBeSkipped: (nodeId: string, reader: string) => boolean;
  /** Is `nodeId` decided, one way or the other, whenever `reader` starts? Not when a join before it goes on early. */
  readonly isDecidedBefore: (nodeId: string, reader: string) => boolean;
  /** Can the node run at all, once its container does? */
  readonly canRun: (nodeId: string) => boolean;
  /** Does the node run whenever its container does? */
  readonly alwaysRuns: (nodeId: string) => boolean;
  /** Of two nodes in one scope: may both run, with neither leading to the other? */
  readonly mayRunSideBySide: (a: string, b: string) => boolean;
};

/** Taken edges a node needs before it runs. */
export function edgesNeeded({ node }: NodeReading): number {
  const join = node.settings?.join;
  return join?.wait === "count" ? join.count : 1;
}

/** Whether the node may start while edges into it are still open. */
export function startsEarly({ node }: NodeReading): boolean {
  return (node.settings?.join?.wait ?? "all") !== "all";
}

/**
 * @param order every node that runs, topologically.
 * A workflow with more combinations of choices than can be kept is taken to be fine: nothing is then said to be skipped.
 */
export function readFlow(reading: DocumentReading, order: readonly NodeReading[]): Flow {
  const bitOf = new Map(order.map(({ node }, index) => [node.id, 1n << BigInt(index)]));
  const leadsTo = nodesBefore(reading, order, bitOf, () => 1);
  // Whichever edges a join goes on with, it leaves out at most the others: what more edges share is in.
  const isDecidedBefore = nodesBefore(reading, order, bitOf, (node, edges) =>
    startsEarly(node) ? Math.max(1, edges - edgesNeeded(node) + 1) : 1,
  );
  const { mayBeSkipped, mayBothRun, canRun, alwaysRuns } = readSkipping(reading, order);
  /** Nothing in a container starts before it: the container stands in for what it holds. */
  const fromScopeOf =
    (ask: Question): Question =>
    (nodeId, reader) => {
      const node = reading.nodesById.get(nodeId);
      const standIn = node === undefined ? null : reading.scopes.standIn(reader, scopeOf(node.node));
      return standIn !== null && ask(nodeId, standIn.node.id);
    };
  return {
    leadsTo: fromScopeOf(leadsTo),
    isDecidedBefore: fromScopeOf(isDecidedBefore),
    mayBeSkipped: fromScopeOf(mayBeSkipped),
    canRun,
    alwaysRuns,
    mayRunSideBySide: (a, b) => a !== b && !leadsTo(a, b) && !leadsTo(b, a) && mayBothRun(a, b),
  };
}

type Question = (nodeId: string, reader: string) => boolean;
type Skipping = Pick<Flow, "canRun" | "alwaysRuns" | "mayBeSkipped"> & { readonly mayBothRun: Question };

function readSkipping(reading: DocumentReading, order: readonly NodeReading[]): Skipping {
  const conditions = createConditions();
  const unlessTooMany = <Answer>(ask: () => Answer, otherwise: Answer): Answer => {
    try {
      return ask();
    } catch (error) {
      if (error instanceof TooManyConditions) return otherwise;
      throw error;
    }
  };
  const runsIf = unlessTooMany(() => runConditions(reading, order, conditions), null);
  if (runsIf === null) {
    return { canRun: () => true, alwaysRuns: () => true, mayBeSkipped: () => false, mayBothRun: () => false };
  }
  const condition = (nodeId: string): Condition => runsIf.get(nodeId) ?? conditions.always;
  const isPossible = (build: () => Condition): boolean => unlessTooMany(() => build() !== conditions.never, false);
  return {
    canRun: (nodeId) => condition(nodeId) !== conditions.never,
    alwaysRuns: (nodeId) => condition(nodeId) === conditions.always,
    mayBeSkipped: (nodeId, reader) => isPossible(() => conditions.and(condition(reader), conditions.not(condition(nodeId)))),
    mayBothRun: (a, b) => isPossible(() => conditions.and(condition(a), condition(b))),
  };
}

/** By node id: when the node runs. */
function runConditions(reading: DocumentReading, order: readonly NodeReading[], conditions: Conditions): ReadonlyMap<string, Condition> {
  const runsIf = new Map<string, Condition>();
  const takenIf = new Map<string, Condition>();
  let decisions = 0;
  for (const node of order) {
    const { id } = node.node;
    const into = reading.edgesInto(id);
    const taken = into.map((edge) => takenIf.get(edge.id) ?? conditions.never);
    const runs = into.length === 0 ? conditions.always : conditions.atLeast(edgesNeeded(node), taken);
    runsIf.set(id, runs);

    const ports = portConditions(node, reading, decisions, conditions);
    decisions += ports.size;
    for (const edge of reading.edgesOutOf(id)) takenIf.set(edge.id, conditions.and(runs, ports.get(edge.sourcePort) ?? conditions.always));
  }
  return runsIf;
}

/** By port: when it is taken. Empty for a node that takes all its ports. Each port has a decision of its own. */
function portConditions(
  node: NodeReading,
  { edgesOutOf }: DocumentReading,
  firstDecision: number,
  conditions: Conditions,
): ReadonlyMap<string, Condition> {
  const choices = choiceConditions(node, firstDecision, conditions);
  const isWired = edgesOutOf(node.node.id).some((edge) => edge.sourcePort === errorPort);
  if (!isWired || !handlesErrors(node)) return choices;
  // Either it fails and leaves by that port alone, or it goes on as it would without it.
  const { decision, not, and, always } = conditions;
  const fails = decision(firstDecision + choices.size);
  const others = flowPorts(node).map((port) => [port, and(not(fails), choices.get(port) ?? always)] as const);
  return new Map([...others, [errorPort, fails]]);
}

function choiceConditions(
  node: NodeReading,
  firstDecision: number,
  { decision, not, and, always }: Conditions,
): ReadonlyMap<string, Condition> {
  const { definition, config } = node;
  if (definition?.shape.is !== "choice") return new Map();
  const takesOne = definition.takesOnePort?.(config) ?? false;
  const takenIf = new Map<string, Condition>();
  let noneBefore: Condition = always;
  const ports = flowPorts(node);
  for (const [index, port] of ports.entries()) {
    const isDefault = index === ports.length - 1;
    const wanted = decision(firstDecision + index);
    takenIf.set(port, isDefault ? noneBefore : takesOne ? and(noneBefore, wanted) : wanted);
    noneBefore = and(noneBefore, not(wanted));
  }
  return takenIf;
}

/** Ways out for what succeeded. */
function flowPorts(node: NodeReading): readonly string[] {
  const ports = (node.ports?.outputs ?? []).filter((port) => port.role !== "binding").map((port) => port.id);
  return handlesErrors(node) ? ports.filter((port) => port !== errorPort) : ports;
}

/**
 * Which nodes lie before which, counting for each node what at least `enough` of its edges have before them.
 *
 * Sets of nodes are the bits of one number, by place in the order: a union of thousands is one operation.
 */
function nodesBefore(
  reading: DocumentReading,
  order: readonly NodeReading[],
  bitOf: ReadonlyMap<string, bigint>,
  enough: (node: NodeReading, edges: number) => number,
): (nodeId: string, reader: string) => boolean {
  const before = new Map<string, bigint>();
  for (const node of order) {
    const throughEdge = reading.edgesInto(node.node.id).map(({ source }) => (before.get(source) ?? 0n) | (bitOf.get(source) ?? 0n));
    before.set(node.node.id, inAtLeast(enough(node, throughEdge.length), throughEdge));
  }
  return (nodeId, reader) => ((before.get(reader) ?? 0n) & (bitOf.get(nodeId) ?? 0n)) !== 0n;
}

/** The bits that are set in at least `count` of the numbers. */
function inAtLeast(count: number, numbers: readonly bigint[]): bigint {
  const reached: bigint[] = Array.from({ length: count }, () => 0n);
  for (const number of numbers) {
    for (let place = count - 1; place >= 1; place -= 1) reached[place] = (reached[place] ?? 0n) | ((reached[place - 1] ?? 0n) & number);
    reached[0] = (reached[0] ?? 0n) | number;
  }
  return reached[count - 1] ?? 0n;
}
