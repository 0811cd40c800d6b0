/**
 * The ports a node has: its kind's, and those for failures where they were asked for.
 *
 * Pure. Validation, the plan and the canvas all take ports from here.
 */
import type { NodeSettings } from "../document/schema";
import type { NodeDefinition, NodePorts, PortSpec } from "./contract";

/** Where a final failure leaves instead of ending the run. */
export const errorPort = "error";

const errorPortSpec: PortSpec = { id: errorPort, label: "Error", named: true };

/** The binding port to who answers in its place after its last attempt. */
export const fallbackPort = "fallback";

const fallbackPortSpec: PortSpec = { id: fallbackPort, label: "Fallback", role: "binding", accepts: ["task", "team"], isNeeded: true };

/** @param config parsed by the kind's schema. */
export function portsOf(definition: NodeDefinition, config: unknown, settings: NodeSettings | undefined): NodePorts {
  const { inputs, outputs } = definition.ports(config);
  const hasFallback = settings?.fallbackAgent === true && definition.hasFallbackAgent === true;
  const hasError = settings?.errorPort === true && canFail(definition);
  return { inputs, outputs: [...outputs, ...(hasFallback ? [fallbackPortSpec] : []), ...(hasError ? [errorPortSpec] : [])] };
}

/** Can a step fail in a way worth handling? What is computed in no time fails only by how it is set up. */
export function canFail({ shape, isInstant }: Pick<NodeDefinition, "shape" | "isInstant">): boolean {
  return shape.is !== "none" && isInstant !== true;
}
