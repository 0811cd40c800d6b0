/**
 * The ports a node has: its kind's, and those for failures where they were asked for.
 *
 * Pure. Validation, the plan and the canvas all take ports from here.
 */
import type { NodeSettings } from "../document/schema";
import { err, ok, type Result } from "../shared/result";
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

/**
 * Where a pinned output leaves: null where nothing can follow.
 *
 * Fails with the reason why a kind gives out only what it worked out itself.
 *
 * @param config parsed by the kind's schema.
 */
export function pinnedPort({ ports, shape, inputFields }: NodeDefinition, config: unknown): Result<string | null, string> {
  if (shape.is === "none") return err("A note does not run.");
  if (inputFields !== undefined) return err("An Input gives out what a run is given. Set its sample instead.");
  const ways = ports(config).outputs.filter(({ role }) => role !== "binding");
  const [way, other] = ways;
  return other === undefined
    ? ok(way?.id ?? null)
    : err("It chooses among several ways out, and a pinned output has no reason for one of them.");
}
