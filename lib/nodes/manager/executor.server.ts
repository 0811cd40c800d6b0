import "server-only";

/**
 * Plans, lets the engine run the plan, and reads the results: once for each round, then the answer.
 */
import { z } from "zod";
import { err, ok, type Result } from "../../shared/result";
import { commonFailure, resultsText } from "../child-results";
import type { ModelReport, ModelTurn, SpawnedChild, StepError, StepInput, StepOutcome } from "../contract";
import { converse, type Talk, type TalkFailure } from "../converse.server";
import { emptyAnswer } from "../empty-answer";
import type { BoundNode, ChildResult, ModelAnswer, NodeExecutor, StepContext } from "../execution";
import { joinReports } from "../model-reports";
import { withinPromptLimit } from "../prompt-size";
import type { Reaction } from "../reaction";
import { receivedText } from "../received";
import { shortened } from "../shortened";
import { type managerNode, workersPort } from "./definition";
import { type Delegation, type PlanLimits, planSchema, readPlan, reviewSchema, workerList } from "./delegations";

type Config = z.output<(typeof managerNode)["config"]>;

/** What is kept from one round to the next. */
const Memory = z.object({
  goal: z.string(),
  round: z.number().int(),
  given: z.array(z.object({ worker: z.string(), task: z.string() })),
});
type Memory = z.output<typeof Memory>;

type Team = {
  readonly config: Config;
  readonly workers: readonly BoundNode[];
  readonly instructions: string;
  readonly context: StepContext;
};

/** Turn 0 plans; every later turn reads the results of the round before. */
export const executeManager: NodeExecutor<typeof managerNode> = async (step, context): Promise<StepOutcome> => {
  const { config, inputs, turn, children, memory } = step;
  const workers = context.boundTo(workersPort).filter(({ nodeId }) => nodeId !== context.nodeId);
  if (workers.length === 0) return failed("no_workers", "It has nobody to give work to. Wire its Workers port to at least one node.");
  const instructions = context.render(config.instructions);
  if (!instructions.ok) return { kind: "failed", error: instructions.error };
  const team: Team = { config, workers, instructions: instructions.value, context };
  if (turn === 0) return plan(team, inputs);
  return review(team, Memory.parse(memory), children);
};

async function plan(team: Team, inputs: readonly StepInput[]): Promise<StepOutcome> {
  const goal = goalOf(team, inputs);
  if (!goal.ok) return { kind: "failed", error: goal.error };
  const before: Memory = { goal: goal.value, round: 0, given: [] };
  const reading = readDelegations(team, before);
  const { workers, config } = team;
  const asked = await ask(
    team,
    { instructions: planInstructions(team), message: goal.value, outputSchema: { name: "plan", schema: planSchema(workers, config.most) } },
    (answer) => reading.react(answer),
  );
  if (!asked.ok) return failure(asked.error);
  return delegate(team, before, reading.delegations(), asked.value.report);
}

async function review(team: Team, memory: Memory, children: readonly ChildResult[]): Promise<StepOutcome> {
  const { config, workers } = team;
  const remaining = config.most - memory.given.length;
  const mayGoOn = memory.round < config.rounds && remaining > 0;
  const problem = commonFailure(children);
  if (problem !== undefined && !mayGoOn) return failed("workers_failed", `No worker brought a result. The first one says: ${problem}`);

  const message = `The goal:\n\n${memory.goal}\n\n# What your workers brought\n\n${resultsText(children, (child) => child.title)}`;
  if (!mayGoOn) return answerInWords(team, message);

  const reading = readDelegations(team, memory);
  const schema = reviewSchema(workers, remaining);
  const asked = await ask(team, { instructions: reviewInstructions(team), message, outputSchema: { name: "review", schema } }, (answer) =>
    answerIn(answer) !== undefined ? { is: "accepted" } : reading.react(answer),
  );
  // What was paid for is not thrown away because the manager asks for something impossible next.
  if (!asked.ok && isPlanProblem(asked.error) && problem === undefined) return answerInWords(team, message, asked.error);
  if (!asked.ok) return failure(asked.error);
  const { answer, report } = asked.value;
  const text = answerIn(answer);
  if (text === undefined) return delegate(team, memory, reading.delegations(), report);
  return succeeded(text, report, team);
}

/** Nothing can be given out any more, so words are all that is asked for. `refused` is a further plan that was impossible. */
async function answerInWords(team: Team, message: string, refused?: TalkFailure): Promise<StepOutcome> {
  const asked = await ask(team, { instructions: answerInstructions(team), message }, () => ({ is: "accepted" }));
  const joined = (later: ModelReport | undefined) => (later === undefined ? refused?.report : joinReports(refused?.report, later));
  if (!asked.ok) {
    const report = joined(asked.error.report);
    return failure({ error: asked.error.error, ...(report !== undefined && { report }) });
  }
  const { answer } = asked.value;
  const report = joinReports(refused?.report, asked.value.report);
  const note = refused === undefined ? "" : "; its further plan could not be carried out";
  if (answer.text.trim() !== "") return succeeded(answer.text, report, team, note);
  return { kind: "failed", error: emptyAnswer("The manager", team.context), model: report };
}

type Question = Pick<ModelTurn, "instructions" | "message" | "outputSchema">;

async function ask(
  { config, context }: Team,
  question: Question,
  react: (answer: ModelAnswer) => Reaction,
): Promise<Result<Talk, TalkFailure>> {
  const prompt = withinPromptLimit(question);
  if (!prompt.ok) return err({ error: prompt.error });
  return converse({ ...question, model: config.model, context: "carry", tools: [], parameters: {} }, react, context);
}

/** A plan that can't be carried out is sent back once, with every reason. */
function readDelegations({ config, workers, context }: Team, { given }: Memory) {
  const limits: PlanLimits = { workers, self: context, remaining: config.most - given.length, given };
  let delegations: readonly Delegation[] = [];
  let wasSentBack = false;
  const react = ({ json, text }: ModelAnswer): Reaction => {
    const read = readPlan(json, limits);
    if (read.ok) {
      delegations = read.value;
      return { is: "accepted" };
    }
    const reasons = read.error.join(" ");
    if (wasSentBack) return { is: "refused", error: invalidPlan(reasons, text) };
    wasSentBack = true;
    return { is: "gone_on_with", message: `This plan can't be carried out. ${reasons} Make another one, in the same form.` };
  };
  return { react, delegations: () => delegations };
}

function delegate(team: Team, memory: Memory, delegations: readonly Delegation[], model: ModelReport): StepOutcome {
  const { config, workers } = team;
  const first = memory.given.length;
  const titleOf = new Map(workers.map(({ nodeId, title }) => [nodeId, title || nodeId]));
  const children = delegations.map(
    ({ worker, task, after }): SpawnedChild => ({
      title: `${titleOf.get(worker) ?? worker}: ${shortened(task)}`,
      runs: { node: worker, as: "call" },
      values: { task },
      input: task,
      ...(after.length > 0 && { after: after.map((place) => first + place) }),
      carry: "nothing",
    }),
  );
  const given = [...memory.given, ...delegations.map(({ worker, task }) => ({ worker, task }))];
  const busy = new Set(delegations.map(({ worker }) => worker)).size;
  return {
    kind: "spawned",
    children,
    policy: { atOnce: config.atOnce, onFailure: config.onFailure },
    memory: { goal: memory.goal, round: memory.round + 1, given },
    because: `${counted(children.length, "subtask")} for ${counted(busy, "worker")}`,
    model,
  };
}

/** The answer of a review that ends the work; undefined when further subtasks are wanted. */
function answerIn({ json }: ModelAnswer): string | undefined {
  const review = z
    .object({ done: z.boolean().catch(false), answer: z.string().catch(""), subtasks: z.array(z.unknown()).catch([]) })
    .safeParse(json);
  if (!review.success || review.data.answer.trim() === "") return undefined;
  return review.data.done || review.data.subtasks.length === 0 ? review.data.answer : undefined;
}

function goalOf({ config, context }: Team, inputs: readonly StepInput[]): Result<string, StepError> {
  const goal = config.message.trim() === "" ? ok(receivedText(inputs)) : context.render(config.message);
  if (!goal.ok || goal.value.trim() !== "") return goal;
  const message = "There is nothing to plan: the goal is empty and so is what the node received. Write a goal.";
  return err({ code: "empty_message", class: "permanent", message });
}

function planInstructions({ workers, config, instructions }: Team): string {
  return joined([
    "You lead a team. Divide the goal into subtasks and give each to the worker it fits best. Do not work on it yourself.",
    `Your workers:\n${workerList(workers)}`,
    `Give out at most ${counted(config.most, "subtask")}, and no more than the goal needs. Subtasks run side by side unless one names another in "after"; then it receives that one's result.`,
    instructions,
  ]);
}

function reviewInstructions({ workers, instructions }: Team): string {
  return joined([
    "You lead a team and have its results. If they are enough, write the whole answer to the goal. If something important is missing or wrong, give out further subtasks instead; never the same ones again.",
    `Your workers:\n${workerList(workers)}`,
    instructions,
  ]);
}

function answerInstructions({ instructions }: Team): string {
  return joined([
    "You lead a team and have its results. Write the whole answer to the goal from them, for a reader who has not seen them. Say what is missing where a worker failed.",
    instructions,
  ]);
}

function joined(parts: readonly string[]): string {
  return parts
    .map((part) => part.trim())
    .filter((part) => part !== "")
    .join("\n\n");
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? "" : "s"}`;
}

function succeeded(output: string, model: ModelReport, { context }: Team, note = ""): StepOutcome {
  const because = `${context.title || context.nodeId} put the results together${note}`;
  return { kind: "succeeded", ports: ["out"], output, because, model };
}

function failed(code: string, message: string): StepOutcome {
  return { kind: "failed", error: { code, class: "permanent", message } };
}

/** An answer that never came into form is a plan that can't be used, too. */
function failure({ error, report }: TalkFailure): StepOutcome {
  const named = isPlanProblem({ error }) && error.code !== "invalid_plan" ? invalidPlan(error.message, error.raw ?? "") : error;
  return { kind: "failed", error: named, ...(report !== undefined && { model: report }) };
}

function isPlanProblem({ error }: Pick<TalkFailure, "error">): boolean {
  return error.code === "invalid_plan" || error.code === "output_invalid";
}

function invalidPlan(reasons: string, raw: string): StepError {
  return { code: "invalid_plan", class: "permanent", message: `The manager made no plan that can be carried out. ${reasons}`, raw };
}
