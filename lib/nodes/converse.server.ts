import "server-only";

/**
 * Several calls of a model within one turn of a step: asked, reacted to, gone on with.
 *
 * Knows no kind: what an answer is worth, its caller decides. The number of calls is capped here.
 */
import { err, ok, type Result } from "../shared/result";
import type { ModelReport, ModelTurn, StepError } from "./contract";
import { askedOnceMore } from "./empty-answer";
import type { ModelAnswer, StepContext } from "./execution";
import { joinReports } from "./model-reports";
import type { Reaction } from "./reaction";

/** `asked` counts the calls of the model, those before this turn among them. */
export type Talk = { readonly answer: ModelAnswer; readonly report: ModelReport; readonly asked: number };
export type TalkFailure = { readonly error: StepError; readonly report?: ModelReport };

/**
 * The report is that of all calls together, also where the last one failed.
 *
 * @param before how often the step asked in its turns before.
 */
export async function converse(
  first: ModelTurn,
  react: (answer: ModelAnswer) => Reaction,
  context: StepContext,
  before = 0,
): Promise<Result<Talk, TalkFailure>> {
  const { callModel, limit } = context;
  let turn = first;
  let report: ModelReport | undefined;
  for (let asked = before + 1; ; asked += 1) {
    const called = await callModel(turn);
    if (!called.ok) {
      const joined = called.error.report === undefined ? report : joinReports(report, called.error.report);
      return err({ error: askedOnceMore(called.error.error, context), ...(joined !== undefined && { report: joined }) });
    }
    const answer = called.value;
    report = joinReports(report, answer.report);
    const reaction = react(answer);
    if (reaction.is === "accepted") return ok({ answer, report, asked });
    if (reaction.is === "refused") return err({ error: reaction.error, report });
    if (asked >= limit("agentTurns")) return err({ error: tooManyTurns(limit("agentTurns")), report });
    const { functionResults = [], message } = reaction;
    const { conversationId, speaker, entries } = report;
    turn = { ...first, message, functionResults, after: { conversationId, speaker, entries } };
  }
}

function tooManyTurns(most: number): StepError {
  const message = `The model was asked ${most} times in this step and still wanted to go on. Say in the instructions when it is done.`;
  return { code: "limit_agent_turns", class: "limit", message };
}
