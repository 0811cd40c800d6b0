import "server-only";
import type { StepOutcome } from "../contract";
import type { NodeExecutor } from "../execution";
import type { codeNode } from "./definition";

/** The code sees what templates see, under the same names. */
export const executeCode: NodeExecutor<typeof codeNode> = async ({ config }, { scope, runCode }): Promise<StepOutcome> => {
  const output = await runCode({ source: config.source, values: scope });
  if (!output.ok) return { kind: "failed", error: output.error };
  return { kind: "succeeded", ports: ["out"], output: output.value };
};
