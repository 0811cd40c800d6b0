/** What concerns the declared state: that written variables exist, and that no two branches overwrite each other's. */
import type { StateVariable } from "../document/schema";
import type { Diagnostic } from "./diagnostic";
import type { Flow } from "./flow";
import { didYouMean } from "./nearest-name";
import type { DocumentReading } from "./read-document";
import type { NodeReading } from "./read-node";
import { type ScopeId, scopeOf } from "./scopes";

/** @param flow null when there is a cycle: what depends on the order is then not said. */
export function checkState(reading: DocumentReading, flow: Flow | null): readonly Diagnostic[] {
  return [...checkWrittenNames(reading), ...(flow === null ? [] : checkOverwriting(reading, flow))];
}

function checkWrittenNames({ nodes, document }: DocumentReading): readonly Diagnostic[] {
  const declared = document.state.map((variable) => variable.name);
  return nodes.flatMap((node) =>
    namedBy(node)
      .filter((name) => !declared.includes(name))
      .map((name): Diagnostic => {
        const mend = didYouMean(name, declared) || " Declare it in the workflow's settings.";
        const message = `${node.title}: it writes \`${name}\`, but the workflow has no such state variable.${mend}`;
        return { code: "unknown_variable", severity: "error", message, nodeId: node.node.id };
      }),
  );
}

/** What its settings name. */
function namedBy(node: NodeReading): readonly string[] {
  const written = writtenBy(node);
  return written === "any" ? [] : written;
}

function writtenBy({ definition, config }: NodeReading): readonly string[] | "any" {
  return definition?.writesState?.(config) ?? [];
}

function mayWrite(node: NodeReading, name: string): boolean {
  const written = writtenBy(node);
  return written === "any" || written.includes(name);
}

/** Under `replace` one write is lost where two happen side by side; other reducers say how they combine. */
function checkOverwriting(reading: DocumentReading, flow: Flow): readonly Diagnostic[] {
  return reading.document.state
    .filter((variable) => variable.reducer === "replace")
    .flatMap((variable) => {
      const writers = reading.nodes.filter((node) => mayWrite(node, variable.name) && !isEverCalled(node, reading));
      return writers.flatMap((writer, index) => overwriting(variable, writer, writers.slice(0, index), reading, flow));
    });
}

/** Who calls decides what runs side by side, and that is known only in a run. */
function isEverCalled({ node }: NodeReading, { isCalled, scopes }: DocumentReading): boolean {
  return isCalled(node.id) || scopes.around(node.id).some((container) => isCalled(container.node.id));
}

function overwriting(
  { name }: StateVariable,
  writer: NodeReading,
  earlier: readonly NodeReading[],
  reading: DocumentReading,
  flow: Flow,
): readonly Diagnostic[] {
  const isSure = (...writers: readonly NodeReading[]): boolean => writers.every((node) => namedBy(node).includes(name));
  const say = (verb: string, mend: string, isCertain: boolean): Diagnostic => ({
    code: "conflicting_writes",
    severity: isCertain ? "error" : "warning",
    message: `${writer.title}: ${verb} \`${name}\` side by side, and one value would be lost. ${mend}, or choose for \`${name}\` how values combine: append, add, merge or conflict.`,
    nodeId: writer.node.id,
  });
  const other = earlier.find((node) => runSideBySide(node, writer, reading, flow));
  if (other !== undefined) {
    const isCertain = isSure(writer, other);
    return [say(`it and ${other.title} ${isCertain ? "write" : "may write"}`, "Let one lead to the other", isCertain)];
  }
  const items = reading.scopes.around(writer.node.id).find(({ definition }) => isByItems(definition?.shape));
  if (items === undefined) return [];
  const isCertain = isSure(writer);
  return [say(`the items of ${items.title} ${isCertain ? "all write" : "may all write"}`, `Write it after ${items.title}`, isCertain)];
}

function isByItems(shape: { readonly is: string; readonly by?: string } | undefined): boolean {
  return shape?.is === "scope" && shape.by === "items";
}

/** In one run, neither before the other: in lanes of one container, or on branches that may both be taken. */
function runSideBySide(a: NodeReading, b: NodeReading, { scopes }: DocumentReading, flow: Flow): boolean {
  const place = (node: NodeReading): readonly NodeReading[] => [node, ...scopes.around(node.node.id)];
  for (const inA of place(a)) {
    const scope: ScopeId = scopeOf(inA.node);
    const inB = scopes.standIn(b.node.id, scope);
    if (inB !== null) return flow.mayRunSideBySide(inA.node.id, inB.node.id);
    // Lanes of one container.
    const { parent } = inA.node;
    if (parent !== undefined && place(b).some(({ node }) => node.parent === parent)) return true;
  }
  return false;
}
