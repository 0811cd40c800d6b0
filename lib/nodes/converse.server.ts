import "server-only";

/**
 * Several calls of a model within one turn of a step: asked, reacted to, gone on with.
 *
 * Knows no kind: what an answer is worth, its caller decides. The number of calls is capped here.
 */
import { err, ok, type Result } from "../shared/result";
import type { ModelReport, ModelTurn, StepError } from "./contract";
import type { ModelAnswer, StepContext } from "./execution";
import { joinReports } from "./model-reports";
import type { Reaction } from "./reaction";

export type Talk = { readonly answer: ModelAnswer; readonly report: ModelReport };
export type TalkFailure = { readonly error: StepError; readonly report?: ModelReport };

/** The report is that of all calls together, also where the last one failed. */
export async function converse(
  first: ModelTurn,
  react: (answer: ModelAnswer) => Reaction,
  { callModel, limit }: StepContext,
): Promise<Result<Talk, TalkFailure>> {
  let turn = first;
  let report: ModelReport | undefined;
  for (let calls = 1; ; calls += 1) {
    const asked = await callModel(turn);
    if (!asked.ok) {
      const joined = asked.error.report === undefined ? report : joinReports(report, asked.error.report);
      return err({ error: asked.error.error, ...(joined !== undefined && { report: joined }) });
    }
    const answer = asked.value;
    report = joinReports(report, answer.report);
    const reaction = react(answer);
    if (reaction.is === "accepted") return ok({ answer, report });
    if (reaction.is === "refused") return err({ error: reaction.error, report });
    if (calls >= limit("agentTurns")) return err({ error: tooManyTurns(limit("agentTurns")), report });
    const { functionResults = [], message } = reaction;
    const { conversationId, speaker, entries } = report;
    turn = { ...first, message, functionResults, after: { conversationId, speaker, entries } };
  }
}

function tooManyTurns(most: number): StepError {
  const message = `The model was asked ${most} times in this step and still wanted to go on. Say in the instructions when it is done.`;
  return { code: "limit_agent_turns", class: "limit", message };
}
