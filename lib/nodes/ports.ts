/**
 * The ports a node has: its kind's, and the way out for failures where one was asked for.
 *
 * Pure. Validation, the plan and the canvas all take ports from here.
 */
import type { NodeSettings } from "../document/schema";
import type { NodeDefinition, NodePorts, PortSpec } from "./contract";

/** Where a final failure leaves instead of ending the run. */
export const errorPort = "error";

const errorPortSpec: PortSpec = { id: errorPort, label: "Error", named: true };

/** @param config parsed by the kind's schema. */
export function portsOf(definition: NodeDefinition, config: unknown, settings: NodeSettings | undefined): NodePorts {
  const ports = definition.ports(config);
  if (settings?.errorPort !== true || !canFail(definition)) return ports;
  return { inputs: ports.inputs, outputs: [...ports.outputs, errorPortSpec] };
}

/** Can a step fail in a way worth handling? What is computed in no time fails only by how it is set up. */
export function canFail({ shape, isInstant }: Pick<NodeDefinition, "shape" | "isInstant">): boolean {
  return shape.is !== "none" && isInstant !== true;
}
