import { describe, expect, it } from "vitest";
import type { StepError } from "../contract";
import { boundNode, ended, firstTurn, stepContext, turnAfter } from "../testing";
import { agentNode } from "./definition";
import { executeAgent } from "./executor.server";

const failure: StepError = { code: "provider_error", class: "transient", message: "The provider is down." };
const config = agentNode.config.parse({ ...agentNode.defaults, message: "What about {{ input.topic }}?" });
const backup = boundNode("backup", { title: "Backup" });

function failed(parts: Parameters<typeof stepContext>[0] = {}) {
  const scope = { input: { topic: "bees" } };
  return stepContext({ nodeId: "first", title: "First", fallbackFor: failure, bound: { fallback: [backup] }, scope, ...parts });
}

describe("an agent whose attempts are used up", () => {
  it("has another asked what it was asked itself, and asks no model any more", async () => {
    expect(await executeAgent(firstTurn(config), failed())).toEqual({
      kind: "spawned",
      children: [
        {
          title: "Backup",
          runs: { node: "backup", as: "hop" },
          values: { fallbacks: ["first"] },
          input: "What about bees?",
          carry: "behind",
        },
      ],
      policy: { atOnce: 1, onFailure: "stop" },
      because: "Backup answers in place of First, which failed: The provider is down.",
    });
  });

  it("does so in a later turn too, whatever its tools had brought by then", async () => {
    const memory = { request: "?", calls: [{ callId: "a", child: 0 }], refused: [], asked: 1, called: 1 };
    const later = turnAfter(firstTurn(config), [ended(0)], memory);
    expect(await executeAgent(later, failed())).toMatchObject({ kind: "spawned", children: [{ runs: { node: "backup" } }] });
  });

  it("gives the other's answer as its own, and says who answered and why", async () => {
    const after = turnAfter(firstTurn(config), [ended(0, { title: "Backup", output: "They sting." })]);
    expect(await executeAgent(after, failed())).toEqual({
      kind: "succeeded",
      ports: ["out"],
      output: "They sting.",
      because: "Backup answers in place of First, which failed: The provider is down.",
    });
  });

  it("fails as it did where everybody who could take over was asked", async () => {
    const scope = { input: { topic: "bees" }, fallbacks: ["backup"] };
    expect(await executeAgent(firstTurn(config), failed({ scope }))).toEqual({ kind: "failed", error: failure });
  });
});
