/** What concerns pinned outputs: who may have one, and that it stands in for work. */
import { pinnedPort } from "../nodes/ports";
import { utf8Bytes } from "../shared/json";
import { limits } from "../shared/limits";
import type { Diagnostic } from "./diagnostic";
import type { DocumentReading } from "./read-document";
import type { NodeReading } from "./read-node";

export function checkPins({ nodes }: DocumentReading): readonly Diagnostic[] {
  return nodes.flatMap(pinOf);
}

function pinOf({ node, title, definition, config }: NodeReading): readonly Diagnostic[] {
  const pinned = node.settings?.pinned;
  if (pinned === undefined || definition === undefined) return [];
  const found = { nodeId: node.id, field: "pinned" };
  const port = pinnedPort(definition, config);
  if (!port.ok) return [{ code: "cannot_be_pinned", severity: "error", message: `${title} can't be pinned. ${port.error}`, ...found }];
  const bytes = utf8Bytes(JSON.stringify(pinned.output));
  const limit = limits.stepOutputInlineBytes.value;
  if (bytes > limit) {
    const message = `${title}: the pinned output has ${bytes} bytes; at most ${limit} can be pinned. Shorten it.`;
    return [{ code: "pin_too_large", severity: "error", message, ...found }];
  }
  const message = `${title} is pinned: runs that you start here take its pinned output, and nobody is asked. Published and called from outside it works.`;
  return [{ code: "pinned", severity: "warning", message, ...found }];
}
