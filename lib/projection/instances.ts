/**
 * Which of several instances of a node is looked at: the one a person chose, else the one in flight, else the latest.
 *
 * Pure. An instance is a frame of a step: an item, an iteration, an event, a call. Frames that run the same body or
 * node are instances of each other; the lanes of a Parallel are not.
 */
import { nodeIdOf, ownerOfFrame, placeOfStep } from "../shared/step-path";
import { type FrameView, type RunView, type StepView, shownStep } from "./run-view";

/** The frame that was chosen, by the path of the step it is a child of. */
export type Looked = ReadonlyMap<string, string>;

export const lookedAtNothing: Looked = new Map();

/** After looking at a frame, and so at the frames it stands in. Empty for the graph itself, where there is nothing to choose. */
export function lookedAt(looked: Looked, frame: string): Looked {
  const next = new Map(looked);
  for (const [owner, path] of framesAround(frame)) next.set(owner, path);
  return next;
}

/** The step at a path; of a node's id, the step that is looked at. Null for one that has not begun there. */
export function instanceOf(view: RunView, looked: Looked, key: string): StepView | null {
  const exact = view.steps.get(key);
  if (exact !== undefined) return exact;
  const shown = shownStep(view, key);
  if (shown === null || isLookedAt(view, looked, shown.path)) return shown;
  const others = (stepsByNode(view).get(nodeIdOf(key)) ?? []).filter(({ path }) => isLookedAt(view, looked, path));
  return others.findLast(isOpen) ?? others.at(-1) ?? null;
}

/** Does no choice hide this step? */
export function isLookedAt(view: RunView, looked: Looked, path: string): boolean {
  if (looked.size === 0) return true;
  return framesAround(placeOfStep(path).frame).every(([owner, frame]) => {
    const chosen = looked.get(owner);
    return chosen === undefined || chosen === frame || runsOf(view, chosen) !== runsOf(view, frame);
  });
}

export type Instances = { readonly frames: readonly FrameView[]; readonly index: number };

/** The instances of a step that has several of one body, and the number of the one that is looked at; null where there is no choice. */
export function instancesIn(step: StepView, looked: Looked): Instances | null {
  const [first, ...others] = step.children;
  if (first === undefined || others.length === 0 || others.some(({ runs }) => runs !== first.runs)) return null;
  const chosen = step.children.findIndex(({ path }) => path === looked.get(step.path));
  if (chosen >= 0) return { frames: step.children, index: chosen };
  const inFlight = step.children.findLastIndex(({ status }) => status === "running");
  const latest = inFlight >= 0 ? inFlight : step.children.findLastIndex(({ status }) => status !== "pending");
  return { frames: step.children, index: Math.max(0, latest) };
}

/** From the innermost outwards: each frame with the path of the step it is a child of. */
function framesAround(frame: string): readonly (readonly [owner: string, frame: string])[] {
  const around: [string, string][] = [];
  for (let next = frame; next !== ""; ) {
    const owner = ownerOfFrame(next).path;
    around.push([owner, next]);
    next = placeOfStep(owner).frame;
  }
  return around;
}

function runsOf(view: RunView, frame: string): string | undefined {
  return view.steps.get(ownerOfFrame(frame).path)?.children.find(({ path }) => path === frame)?.runs;
}

function isOpen({ status }: StepView): boolean {
  return status === "running" || status === "waiting";
}

const known = new WeakMap<RunView["steps"], ReadonlyMap<string, readonly StepView[]>>();

/** Remembered per view: every card asks. */
function stepsByNode({ steps }: RunView): ReadonlyMap<string, readonly StepView[]> {
  const before = known.get(steps);
  if (before !== undefined) return before;
  const byNode = new Map<string, StepView[]>();
  for (const step of steps.values()) {
    const listed = byNode.get(step.nodeId);
    if (listed === undefined) byNode.set(step.nodeId, [step]);
    else listed.push(step);
  }
  known.set(steps, byNode);
  return byNode;
}
