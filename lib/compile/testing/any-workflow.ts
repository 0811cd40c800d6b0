/**
 * Acyclic workflows drawn from chance numbers, for property tests.
 *
 * Pure. Only tests import it. Every workflow has an Input first and an Output last; in between are
 * agents, Merges and Routers, each connected to something before it.
 */
import type { NodeSettings, WorkflowDocument, WorkflowNode } from "../../document/schema";
import { agent, node, router, workflow } from "./build-document";

const numbersPerNode = 4;
const kinds = ["agent", "merge", "agent", "first", "every"] as const;

/**
 * Four numbers make a node; a remainder is left out.
 *
 * @param earlyJoins whether nodes may go on before all their edges are decided.
 */
export function drawWorkflow(numbers: readonly number[], { earlyJoins }: { readonly earlyJoins: boolean }): WorkflowDocument {
  const nodes: WorkflowNode[] = [node("input")];
  const arrows = new Set<string>();
  for (let start = 0; start + numbersPerNode <= numbers.length; start += numbersPerNode) {
    const [kindNumber = 0, ...edgeNumbers] = numbers.slice(start, start + numbersPerNode);
    const kind = kinds[kindNumber % kinds.length] ?? "agent";
    const id = `n${nodes.length - 1}`;
    // A Router takes one edge only.
    const sources = kind === "first" || kind === "every" ? edgeNumbers.slice(0, 1) : edgeNumbers;
    const into = new Set(sources.map((number) => `${wayOut(nodes, number)}>${id}`));
    for (const arrow of into) arrows.add(arrow);
    nodes.push(drawNode(kind, id, earlyJoins ? drawJoin(Math.floor(kindNumber / kinds.length), into.size) : undefined));
  }
  for (const way of nodes.slice(1).flatMap(waysOut)) arrows.add(`${way}>output`);
  return workflow([...nodes, node("output")], nodes.length === 1 ? ["input>output"] : [...arrows]);
}

function drawNode(kind: (typeof kinds)[number], id: string, settings: NodeSettings | undefined): WorkflowNode {
  if (kind === "first" || kind === "every") return router(id, ["left", "right"], kind);
  const plain = kind === "agent" ? agent(id) : node("merge", id);
  return settings === undefined ? plain : { ...plain, settings };
}

function drawJoin(number: number, edges: number): NodeSettings | undefined {
  const wait = number % 3;
  if (wait === 0 || edges < 2) return undefined;
  return wait === 1 ? { join: { wait: "any" } } : { join: { wait: "count", count: 1 + (Math.floor(number / 3) % edges) } };
}

function wayOut(nodes: readonly WorkflowNode[], number: number): string {
  const ways = nodes.flatMap(waysOut);
  return ways[number % ways.length] ?? "input.out";
}

function waysOut({ id, type }: WorkflowNode): readonly string[] {
  return type === "router" ? [`${id}.left`, `${id}.right`, `${id}.otherwise`] : [`${id}.out`];
}
