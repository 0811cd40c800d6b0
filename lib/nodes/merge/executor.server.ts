import "server-only";
import type { NodeExecutor } from "../execution";
import type { mergeNode } from "./definition";

/** The output of the first taken edge, in edge order. */
export const executeMerge: NodeExecutor<typeof mergeNode> = async ({ inputs }) => ({
  kind: "succeeded",
  ports: ["out"],
  output: inputs[0]?.output ?? null,
});
