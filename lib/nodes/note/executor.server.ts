import "server-only";
import type { NodeExecutor } from "../execution";
import type { noteNode } from "./definition";

/** Notes are no part of a plan, so being asked to run one is a bug. */
export const executeNote: NodeExecutor<typeof noteNode> = async (_step, { path }) => {
  throw new Error(`The note ${path} was asked to run.`);
};
