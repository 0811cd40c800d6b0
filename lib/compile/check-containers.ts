/** What concerns containers: who stands in what, in which lane, how deep, and that there is something to run. */
import { limits } from "../shared/limits";
import type { Diagnostic } from "./diagnostic";
import { listed, titleOf } from "./naming";
import type { DocumentReading } from "./read-document";
import type { NodeReading } from "./read-node";
import { bodiesOf } from "./scopes";

export function checkContainers(reading: DocumentReading): readonly Diagnostic[] {
  return reading.nodes.flatMap((node) => [...checkPlace(node, reading), ...checkBodies(node, reading)]);
}

/** Notes may stand anywhere; only that their container is there concerns them too. */
function checkPlace(node: NodeReading, reading: DocumentReading): readonly Diagnostic[] {
  const { parent } = node.node;
  if (parent === undefined) return [];
  const container = reading.nodesById.get(parent);
  const found =
    container === undefined
      ? unknownContainer(node, parent)
      : (standingInItself(node, reading) ??
        noContainer(node, container) ??
        (node.isNote ? null : (onlyOnCanvas(node, container) ?? tooDeep(node, reading) ?? unknownLane(node, container))));
  return found === null ? [] : [{ ...found, severity: "error", nodeId: node.node.id }];
}

type Problem = Pick<Diagnostic, "code" | "message">;

function unknownContainer({ title }: NodeReading, parent: string): Problem {
  return { code: "unknown_container", message: `${title}: it stands in \`${parent}\`, which is not there. Move it onto the canvas.` };
}

function standingInItself({ node, title }: NodeReading, { scopes, nodesById }: DocumentReading): Problem | null {
  const around = scopes.around(node.id);
  const outermost = around.at(-1)?.node.parent;
  if (outermost !== node.id) return null;
  const through = listed(around.map((container) => titleOf(container.node.id, nodesById)));
  const message = `${title}: it stands in ${node.parent === node.id ? "itself" : through}, and so in itself. Move it onto the canvas.`;
  return { code: "container_cycle", message };
}

/** Of an unknown kind nobody can say whether it is a container. */
function noContainer({ title }: NodeReading, container: NodeReading): Problem | null {
  const { definition } = container;
  if (definition === undefined || definition.container !== undefined) return null;
  const message = `${title}: it stands in ${container.title}, which is no container. Move it onto the canvas, or into a Parallel, Map or Loop.`;
  return { code: "not_a_container", message };
}

function onlyOnCanvas({ title, definition }: NodeReading, container: NodeReading): Problem | null {
  if (definition?.inputFields !== undefined) {
    const message = `${title}: an Input stands only on the canvas itself. Steps in ${container.title} read \`input\` too: move it out.`;
    return { code: "only_on_canvas", message };
  }
  if (definition?.isRunOutput !== true) return null;
  const message = `${title}: an ${definition.label} stands only on the canvas itself. What the last steps in ${container.title} come to is its output: remove this node, or move it out.`;
  return { code: "only_on_canvas", message };
}

function tooDeep({ node, title }: NodeReading, { scopes }: DocumentReading): Problem | null {
  const depth = scopes.around(node.id).length;
  const { value: most } = limits.containerDepth;
  // Said once, of what is first too deep.
  if (depth !== most + 1) return null;
  const message = `${title}: it stands ${depth} containers deep; at most ${most} can be inside one another. Move it out of some.`;
  return { code: "too_deep", message };
}

function unknownLane({ node, title }: NodeReading, container: NodeReading): Problem | null {
  const lanes = container.definition?.container?.lanes?.(container.config);
  if (container.definition === undefined || (lanes === undefined && node.lane === undefined)) return null;
  if (lanes?.some(({ id }) => id === node.lane) === true) return null;
  const where =
    lanes === undefined
      ? `${container.title} has no lanes. Put it into ${container.title} anew`
      : node.lane === undefined
        ? `it stands in no lane of ${container.title}. Move it into one`
        : `${container.title} has no lane \`${node.lane}\`. Move it into another lane`;
  return { code: "unknown_lane", message: `${title}: ${where}, or delete it.` };
}

function checkBodies(container: NodeReading, { scopes, isCalled }: DocumentReading): readonly Diagnostic[] {
  const bodies = bodiesOf(container);
  const hasLanes = container.definition?.container?.lanes !== undefined;
  return bodies.flatMap((body): Diagnostic[] => {
    const running = scopes.nodesIn(body.scope).filter((node) => !node.isNote);
    if (running.some(({ node }) => !isCalled(node.id))) return [];
    const place = hasLanes ? `its lane ${body.title}` : "it";
    const message =
      running.length === 0
        ? `${container.title}: there is nothing in ${place}. Put at least one node in${hasLanes ? ", or remove the lane" : ""}.`
        : `${container.title}: nothing in ${place} starts, because every node waits to be called. Put in the one that calls.`;
    return [{ code: "empty_body", severity: "error", message, nodeId: container.node.id }];
  });
}
