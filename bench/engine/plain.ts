/**
 * What one would write by hand on the SDK: no journal, no retries, no time-outs, nothing kept.
 *
 * Streams like the engine does, because both show answers while they come.
 */
import { Mistral } from "@mistralai/mistralai";
import { instructions, type Job, messageOf, model, topic } from "./work";

export type PlainCode = { readonly run: (job: Job) => Promise<string> };

export function createPlainCode(serverURL: string): PlainCode {
  const client = new Mistral({ serverURL, apiKey: "none" });

  const ask = async (content: string): Promise<string> => {
    const events = await client.beta.conversations.startStream({
      model,
      instructions,
      inputs: [{ type: "message.input", role: "user", content }],
    });
    let text = "";
    for await (const { data } of events) {
      if (data.type === "message.output.delta" && typeof data.content === "string") text += data.content;
    }
    return text;
  };

  const runChain = async (job: Job): Promise<string> => {
    let before = topic;
    for (let number = 1; number <= job.agents; number += 1) before = await ask(messageOf(job, number, before));
    return before;
  };

  const runFan = async (job: Job): Promise<string> => {
    const answers = await Promise.all(Array.from({ length: job.agents }, (_, index) => ask(messageOf(job, index + 1, topic))));
    return answers.join("\n\n");
  };

  return { run: (job) => (job.shape === "chain" ? runChain(job) : runFan(job)) };
}
