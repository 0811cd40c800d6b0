import { afterAll, beforeAll, expect, it } from "vitest";
import { heldUntil, lastMessage, says } from "../../scripts/vitest/scripted-model";
import { type Simulator, startSimulator } from "./server";

let simulator: Simulator;

beforeAll(async () => {
  simulator = await startSimulator({ pace: 0 });
});

afterAll(() => simulator.close());

async function ask(message: string): Promise<string> {
  const response = await fetch(`${simulator.url}/v1/chat/completions`, {
    method: "POST",
    headers: { authorization: "Bearer key", "content-type": "application/json" },
    body: JSON.stringify({ model: "mistral-small-latest", messages: [{ role: "user", content: message }] }),
  });
  const { choices } = await response.json();
  return choices[0].message.content;
}

it("says what a script tells it, answers the rest itself, and forgets the script on a reset", async () => {
  simulator.setScript((prompt) => (lastMessage(prompt) === "Who are you?" ? says("Nobody.") : undefined));
  expect(await ask("Who are you?")).toBe("Nobody.");
  expect(await ask("What are tides?")).not.toBe("Nobody.");
  simulator.reset();
  expect(await ask("Who are you?")).not.toBe("Nobody.");
});

it("keeps answers back until as many are wanted at one moment", async () => {
  const held = heldUntil(2, () => true);
  simulator.setScript(held.script);
  await Promise.all([ask("First."), ask("Second.")]);
  expect(held.most()).toBe(2);
});
