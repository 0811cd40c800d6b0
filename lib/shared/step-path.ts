/**
 * How a step is named in its run: its frame's path, a dot and its node's id: `team[1].writer`.
 *
 * Pure. A frame's path is its owner's and its number, with what it is when it is no body of a container:
 * `team[1]`, `lead.call[2]`. Node ids hold neither dots nor brackets.
 */

/** What a child is when it is no body of a container: a node that another one calls. */
export const calledAs = ["call", "hop", "task", "batch"] as const;
export type CalledAs = (typeof calledAs)[number];

const asChild = `(?:\\.(?:${calledAs.join("|")}))?\\[(\\d+)\\]`;
const beginsWithChild = new RegExp(`^${asChild}`);
const ownerAndChild = new RegExp(`^(.*?)${asChild}$`);

export function stepPath(frame: string, nodeId: string): string {
  return frame === "" ? nodeId : `${frame}.${nodeId}`;
}

/** The last dot parts a frame from its node. */
export function placeOfStep(path: string): { readonly frame: string; readonly nodeId: string } {
  const dot = path.lastIndexOf(".");
  return dot === -1 ? { frame: "", nodeId: path } : { frame: path.slice(0, dot), nodeId: path.slice(dot + 1) };
}

/** The node of a step; a node's id is its own. */
export function nodeIdOf(path: string): string {
  return placeOfStep(path).nodeId;
}

/** The node of the graph itself in whose step that one happened, its own at last. */
export function rootNodeOf(path: string): string {
  return path.split(/[.[]/, 1)[0] ?? path;
}

/** Whether a step does one batch of what the step that spawned it does: another run works at it. */
export function isBatchStep(path: string): boolean {
  return /\.batch\[\d+\]$/.test(placeOfStep(path).frame);
}

/** The step a frame is a child of. */
export function ownerOfFrame(frame: string): { readonly path: string; readonly index: number } {
  const [, path = frame, index = "0"] = ownerAndChild.exec(frame) ?? [];
  return { path, index: Number(index) };
}

/** Number of the child of `owner` in which that step lies; null where it lies in none. */
export function childHolding(path: string, owner: string): number | null {
  const number = path.startsWith(owner) ? beginsWithChild.exec(path.slice(owner.length))?.[1] : undefined;
  return number === undefined ? null : Number(number);
}
