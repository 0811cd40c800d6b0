import "server-only";
import { ownValue } from "../../shared/json";
import type { NodeExecutor } from "../execution";
import type { inputNode } from "./definition";
import { readRunInput } from "./input-values";

/** Passes the run's input on. It was checked when the run was started; a run is data and may be older than this code. */
export const executeInput: NodeExecutor<typeof inputNode> = async ({ config }, { scope }) => {
  const values = readRunInput(config.fields, ownValue(scope, "input") ?? {});
  if (values.ok) return { kind: "succeeded", ports: ["out"], output: values.value };
  const reasons = Object.entries(values.error.fields).map(([key, reason]) => `${key}: ${reason}`);
  const message = [values.error.message, ...reasons].join(" ");
  return { kind: "failed", error: { code: "invalid_run_input", class: "permanent", message } };
};
