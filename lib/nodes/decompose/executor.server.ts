import "server-only";

/**
 * One task of the tree: assessed, then done, or split into steps of this same node whose results it puts together.
 */
import { z } from "zod";
import { err, ok, type Result } from "../../shared/result";
import { commonFailure, resultsText } from "../child-results";
import type { ModelReport, ModelTurn, SpawnedChild, StepError, StepInput, StepOutcome } from "../contract";
import { askedOnceMore, emptyAnswer } from "../empty-answer";
import type { ChildResult, ModelAnswer, NodeExecutor, StepContext } from "../execution";
import { joinReports } from "../model-reports";
import { withinPromptLimit } from "../prompt-size";
import { receivedText } from "../received";
import { shortened } from "../shortened";
import { type Assessment, assessmentSchema, capReached, mostSubtasks, type Place, placeOf, readAssessment, sharesOf } from "./assessment";
import type { decomposeNode } from "./definition";

type Config = z.output<(typeof decomposeNode)["config"]>;
type Task = { readonly config: Config; readonly place: Place; readonly context: StepContext };
type Asked = Result<ModelAnswer, { readonly error: StepError; readonly report?: ModelReport }>;

const Memory = z.object({ task: z.string(), why: z.string() });

/** Turn 0 assesses and does or splits; turn 1 puts together. */
export const executeDecompose: NodeExecutor<typeof decomposeNode> = async (step, context): Promise<StepOutcome> => {
  const { config, inputs, turn, children, memory } = step;
  if (turn > 0) return combine(Memory.parse(memory), children, config, context);
  const place = startingPlace(config, inputs, context);
  if (!place.ok) return { kind: "failed", error: place.error };
  const task: Task = { config, place: place.value, context };
  const most = mostSubtasks(place.value, config);
  if (most === 0) return execute(task, capReached(place.value, config));
  return assess(task, most);
};

/** Of a subtask what its values say; else the tree begins here. */
function startingPlace(config: Config, inputs: readonly StepInput[], context: StepContext): Result<Place, StepError> {
  const given = placeOf(context.scope, config.maxTasks);
  if (given !== undefined) return ok(given);
  const task = config.message.trim() === "" ? ok(receivedText(inputs)) : context.render(config.message);
  if (!task.ok) return task;
  if (task.value.trim() !== "") return ok({ task: task.value, depth: 0, budget: config.maxTasks - 1 });
  const message = "There is nothing to do: the task is empty and so is what the node received. Write a task.";
  return err({ code: "empty_message", class: "permanent", message });
}

async function assess(task: Task, most: number): Promise<StepOutcome> {
  const { config, place, context } = task;
  const extra = context.render(config.assess);
  if (!extra.ok) return { kind: "failed", error: extra.error };
  const asked = await ask(task, {
    instructions: joined([
      `Decide whether the task you are given can be done well in one go, or has to be split first. Split only when the parts differ in kind or are too much for one answer; into 2 to ${most} subtasks that do not overlap and together are the whole. Each subtask has to be clear to somebody who sees nothing else. Do not do the task.`,
      extra.value,
    ]),
    message: place.task,
    outputSchema: { name: "assessment", schema: assessmentSchema(most) },
    isAside: true,
    parameters: { temperature: 0 },
  });
  if (asked.ok) {
    const assessment = readAssessment(asked.value.json, place.task, most);
    return assessment.action === "split"
      ? split(task, assessment, asked.value.report)
      : execute(task, assessment.why === "" ? "small enough to be done in one go" : assessment.why, asked.value.report);
  }
  const { error, report } = asked.error;
  // A split that never came into form is none: the task is done as it is.
  if (error.code === "output_invalid") return execute(task, "done as it is: it was not split in a way that can be used", report);
  return failed(error, report);
}

function split(
  { config, place, context }: Task,
  { subtasks, why }: Extract<Assessment, { action: "split" }>,
  model: ModelReport,
): StepOutcome {
  const shares = sharesOf(place.budget, subtasks.length);
  const children = subtasks.map(
    (task, index): SpawnedChild => ({
      title: shortened(task, 80),
      runs: { node: context.nodeId, as: "task" },
      values: { task, depth: place.depth + 1, budget: shares[index] ?? 0 },
      input: task,
      carry: "nothing",
    }),
  );
  return {
    kind: "spawned",
    children,
    policy: { atOnce: config.maxBreadth, onFailure: "settle" },
    memory: { task: place.task, why },
    because: `split into ${children.length}${why === "" ? "" : `: ${why}`}`,
    model,
  };
}

async function execute(task: Task, because: string, before?: ModelReport): Promise<StepOutcome> {
  const { config, place, context } = task;
  const own = context.render(config.execute);
  if (!own.ok) return failed(own.error, before);
  const asked = await ask(task, {
    instructions: own.value.trim() === "" ? "Do the task you are given, completely, and report the result clearly." : own.value,
    message: place.task,
    tools: config.tools,
  });
  return outcomeOf(asked, because, context, before);
}

async function combine(
  { task }: z.output<typeof Memory>,
  children: readonly ChildResult[],
  config: Config,
  context: StepContext,
): Promise<StepOutcome> {
  const problem = commonFailure(children);
  if (problem !== undefined) {
    const message = `None of its ${children.length} subtasks came to a result. The first one says: ${problem}`;
    return failed({ code: "subtasks_failed", class: "permanent", message });
  }
  const own = context.render(config.execute);
  if (!own.ok) return failed(own.error);
  const asked = await ask(
    { config, context },
    {
      instructions: joined([
        "A task was split and its subtasks were done. Put their results together into one result for the whole task, for a reader who has not seen the parts. Keep what matters, settle contradictions, and say what is missing where a subtask failed.",
        own.value.trim() === "" ? "" : `Whoever did the subtasks was told:\n${own.value}`,
      ]),
      message: `The task:\n\n${task}\n\n# Results of its subtasks\n\n${resultsText(children, (child) => String(child.values.task ?? child.title))}`,
    },
  );
  return outcomeOf(asked, `put ${children.length} results together`, context);
}

type Question = Pick<ModelTurn, "instructions" | "message"> & Partial<Pick<ModelTurn, "outputSchema" | "isAside" | "parameters" | "tools">>;

async function ask({ config, context }: Pick<Task, "config" | "context">, question: Question): Promise<Asked> {
  const prompt = withinPromptLimit(question);
  if (!prompt.ok) return err({ error: prompt.error });
  const asked = await context.callModel({ tools: [], parameters: {}, ...question, model: config.model, context: "carry" });
  return asked.ok ? asked : err({ ...asked.error, error: askedOnceMore(asked.error.error, context) });
}

function outcomeOf(asked: Asked, because: string, context: StepContext, before?: ModelReport): StepOutcome {
  if (!asked.ok) {
    const { error, report } = asked.error;
    return failed(error, report === undefined ? before : joinReports(before, report));
  }
  const model = joinReports(before, asked.value.report);
  const output = asked.value.text;
  if (output.trim() !== "" || model.files.length > 0) return { kind: "succeeded", ports: ["out"], output, because, model };
  return failed(emptyAnswer("The model", context), model);
}

function failed(error: StepError, model?: ModelReport): StepOutcome {
  return { kind: "failed", error, ...(model !== undefined && { model }) };
}

function joined(parts: readonly string[]): string {
  return parts
    .map((part) => part.trim())
    .filter((part) => part !== "")
    .join("\n\n");
}
