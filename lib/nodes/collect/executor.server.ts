import "server-only";
import type { NodeExecutor } from "../execution";
import type { collectNode } from "./definition";

/** Every output it received, in edge order. Branches that did not run are left out. */
export const executeCollect: NodeExecutor<typeof collectNode> = async ({ inputs }) => ({
  kind: "succeeded",
  ports: ["out"],
  output: inputs.map((input) => input.output),
});
