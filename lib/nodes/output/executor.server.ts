import "server-only";
import type { JsonValue } from "../../shared/json";
import { err, ok, type Result } from "../../shared/result";
import type { StepError, StepInput } from "../contract";
import type { NodeExecutor } from "../execution";
import { receivedText, receivedValue } from "../received";
import type { outputNode } from "./definition";

/** Markdown and text give a text; JSON gives a value. Nothing follows an Output, so it takes no port. */
export const executeOutput: NodeExecutor<typeof outputNode> = async ({ config, inputs }, { render }) => {
  const written = config.value.trim() === "" ? undefined : render(config.value);
  if (written !== undefined && !written.ok) return { kind: "failed", error: written.error };
  const output = config.format === "json" ? readJson(written?.value, inputs) : ok(written?.value ?? receivedText(inputs));
  return output.ok ? { kind: "succeeded", ports: [], output: output.value } : { kind: "failed", error: output.error };
};

/** A text that was received stays a text when it is no JSON; one that was written here has to be JSON. */
function readJson(written: string | undefined, inputs: readonly StepInput[]): Result<JsonValue, StepError> {
  const received = receivedValue(inputs);
  const text = written ?? received;
  if (typeof text !== "string") return ok(text);
  try {
    const value: JsonValue = JSON.parse(text);
    return ok(value);
  } catch {
    if (written === undefined) return ok(received);
    const message = "The content is not valid JSON. Write texts with json(…), as in {{ json(nodes.market.output) }}.";
    return err({ code: "output_not_json", class: "permanent", message, raw: text });
  }
}
