/**
 * The document's problems, as validation last found them.
 *
 * A node's list keeps its identity while its problems stay the same, so that only the cards whose
 * problems changed are drawn again.
 */
import type { StateCreator } from "zustand";
import type { Diagnostic } from "../../compile/diagnostic";
import type { EditorState } from "./store";

export type DiagnosticsSlice = {
  readonly diagnostics: readonly Diagnostic[];
  readonly diagnosticsByNode: ReadonlyMap<string, readonly Diagnostic[]>;
  setDiagnostics: (diagnostics: readonly Diagnostic[]) => void;
};

export const noDiagnostics: readonly Diagnostic[] = [];

export const createDiagnosticsSlice =
  (initial: readonly Diagnostic[]): StateCreator<EditorState, [], [], DiagnosticsSlice> =>
  (set) => ({
    diagnostics: initial,
    diagnosticsByNode: grouped(initial, new Map()),
    setDiagnostics: (diagnostics) =>
      set(({ diagnosticsByNode }) => ({ diagnostics, diagnosticsByNode: grouped(diagnostics, diagnosticsByNode) })),
  });

function grouped(
  diagnostics: readonly Diagnostic[],
  before: ReadonlyMap<string, readonly Diagnostic[]>,
): ReadonlyMap<string, readonly Diagnostic[]> {
  const groups = new Map<string, Diagnostic[]>();
  for (const diagnostic of diagnostics) {
    if (diagnostic.nodeId === undefined) continue;
    const group = groups.get(diagnostic.nodeId);
    if (group === undefined) groups.set(diagnostic.nodeId, [diagnostic]);
    else group.push(diagnostic);
  }
  return new Map([...groups].map(([nodeId, group]) => [nodeId, sameAs(before.get(nodeId), group) ?? group]));
}

function sameAs(before: readonly Diagnostic[] | undefined, now: readonly Diagnostic[]): readonly Diagnostic[] | undefined {
  return before !== undefined && JSON.stringify(before) === JSON.stringify(now) ? before : undefined;
}
