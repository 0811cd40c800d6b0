/**
 * What can be said before a run about which nodes will have run when another starts.
 *
 * Pure. Decisions are the out-ports of choices; a join counts taken edges (semantics: all, any, k of n).
 */
import { type Condition, type Conditions, createConditions, TooManyConditions } from "./conditions";
import type { DocumentReading } from "./read-document";
import type { NodeReading } from "./read-node";

export type Flow = {
  /** Does a path lead from `nodeId` to `reader`? */
  readonly leadsTo: (nodeId: string, reader: string) => boolean;
  /** Is there a run in which `reader` starts although `nodeId` was skipped? */
  readonly mayBeSkipped: (nodeId: string, reader: string) => boolean;
  /** Is `nodeId` decided, one way or the other, whenever `reader` starts? Not when a join before it goes on early. */
  readonly isDecidedBefore: (nodeId: string, reader: string) => boolean;
  /** Can the node run at all? */
  readonly canRun: (nodeId: string) => boolean;
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
  return {
    ...readSkipping(reading, order),
    leadsTo: nodesBefore(reading, order, bitOf, () => 1),
    // Whichever edges a join goes on with, it leaves out at most the others: what more edges share is in.
    isDecidedBefore: nodesBefore(reading, order, bitOf, (node, edges) =>
      startsEarly(node) ? Math.max(1, edges - edgesNeeded(node) + 1) : 1,
    ),
  };
}

function readSkipping(reading: DocumentReading, order: readonly NodeReading[]): Pick<Flow, "mayBeSkipped" | "canRun"> {
  const conditions = createConditions();
  try {
    const runsIf = runConditions(reading, order, conditions);
    const condition = (nodeId: string): Condition => runsIf.get(nodeId) ?? conditions.always;
    return {
      canRun: (nodeId) => condition(nodeId) !== conditions.never,
      mayBeSkipped: (nodeId, reader) => {
        try {
          return conditions.and(condition(reader), conditions.not(condition(nodeId))) !== conditions.never;
        } catch (error) {
          if (error instanceof TooManyConditions) return false;
          throw error;
        }
      },
    };
  } catch (error) {
    if (error instanceof TooManyConditions) return { canRun: () => true, mayBeSkipped: () => false };
    throw error;
  }
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

    const ports = portConditions(node, decisions, conditions);
    decisions += ports.size;
    for (const edge of reading.edgesOutOf(id)) takenIf.set(edge.id, conditions.and(runs, ports.get(edge.sourcePort) ?? conditions.always));
  }
  return runsIf;
}

/** By port of a choice: when it is taken. Empty for a node that takes all its ports. */
function portConditions(
  { definition, config, ports }: NodeReading,
  firstDecision: number,
  { decision, not, and, always }: Conditions,
): ReadonlyMap<string, Condition> {
  if (definition?.shape.is !== "choice" || ports === undefined) return new Map();
  const takesOne = definition.takesOnePort?.(config) ?? false;
  const takenIf = new Map<string, Condition>();
  let noneBefore: Condition = always;
  for (const [index, port] of ports.outputs.entries()) {
    const isDefault = index === ports.outputs.length - 1;
    const wanted = decision(firstDecision + index);
    takenIf.set(port.id, isDefault ? noneBefore : takesOne ? and(noneBefore, wanted) : wanted);
    noneBefore = and(noneBefore, not(wanted));
  }
  return takenIf;
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
