/**
 * Acyclic workflows drawn from chance numbers, for property tests.
 *
 * Pure. Only tests import it. Every workflow has an Input first and an Output last; in between are
 * agents, Merges and Routers, each connected to something before it.
 */
import type { NodeSettings, WorkflowDocument, WorkflowNode } from "../../document/schema";
import { agent, edge, inside, node, parallel, router, workflow } from "./build-document";

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

const containers = ["loop", "map", "parallel"] as const;

/** The same with a container in place of some agents, each around a workflow of its own, up to `depth` deep. */
export function drawNested(
  numbers: readonly number[],
  options: { readonly earlyJoins: boolean; readonly depth: number },
): WorkflowDocument {
  const drawn = drawWorkflow(numbers.slice(0, Math.ceil(numbers.length / 2)), options);
  const rest = numbers.slice(Math.ceil(numbers.length / 2));
  if (options.depth === 0 || rest.length < numbersPerNode) return drawn;
  const agents = drawn.nodes.filter(({ type }) => type === "agent");
  const chosen = agents.filter((_, place) => (rest[place % rest.length] ?? 0) % 4 !== 0).slice(0, 2);
  return chosen.reduce((document, { id }, place) => withContainer(document, id, rest.slice(place * 2), options), drawn);
}

function withContainer(
  document: WorkflowDocument,
  id: string,
  numbers: readonly number[],
  options: { readonly earlyJoins: boolean; readonly depth: number },
): WorkflowDocument {
  const kind = containers[(numbers[0] ?? 0) % containers.length] ?? "loop";
  const before = document.nodes.find((each) => each.id === id);
  const container = kind === "parallel" ? parallel(id, ["left", "right"]) : node(kind, id);
  const joined = before?.settings === undefined ? container : { ...container, settings: before.settings };
  const lanes = kind === "parallel" ? ["left", "right"] : [undefined];
  const bodies = lanes.map((lane) =>
    bodyOf(`${id}${lane ?? "body"}`, id, lane, drawNested(numbers, { ...options, depth: options.depth - 1 })),
  );
  return {
    ...document,
    nodes: [...document.nodes.map((each) => (each.id === id ? joined : each)), ...bodies.flatMap(({ nodes }) => nodes)],
    edges: [...document.edges, ...bodies.flatMap(({ edges }) => edges)],
  };
}

/** What a drawn workflow holds between its Input and its Output, under ids of its own. Where that is nothing: one agent. */
function bodyOf(
  prefix: string,
  containerId: string,
  lane: string | undefined,
  drawn: WorkflowDocument,
): Pick<WorkflowDocument, "nodes" | "edges"> {
  const renamed = (id: string) => `${prefix}_${id}`;
  const held = drawn.nodes.filter(({ type }) => type !== "input" && type !== "output");
  const heldIds = new Set(held.map(({ id }) => id));
  const nodes = held.map((each) => {
    const { settings: _join, ...free } = each;
    // Joins may count on edges from the Input, which are gone.
    const own = { ...free, id: renamed(each.id), title: renamed(each.id) };
    return each.parent === undefined ? (inside(containerId, [own], lane)[0] ?? own) : { ...own, parent: renamed(each.parent) };
  });
  const edges = drawn.edges
    .filter(({ source, target }) => heldIds.has(source) && heldIds.has(target))
    .map(({ source, sourcePort, target }) => edge(`${renamed(source)}.${sourcePort}>${renamed(target)}`));
  return nodes.length > 0 ? { nodes, edges } : { nodes: [...inside(containerId, [agent(renamed("only"))], lane)], edges: [] };
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
