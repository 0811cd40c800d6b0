import "server-only";
import type { z } from "zod";
import { isTrue } from "../../expression/values";
import { err, ok, type Result } from "../../shared/result";
import type { ModelReport, StepError, StepInput, StepOutcome } from "../contract";
import { askedOnceMore } from "../empty-answer";
import type { NodeExecutor, StepContext } from "../execution";
import { receivedText, receivedValue } from "../received";
import { chosenBranches, classifierInstructions, classifierSchema, type Question } from "./classification";
import { otherwisePort, type routerNode } from "./definition";

type Config = z.output<(typeof routerNode)["config"]>;
type Step = { readonly config: Config; readonly inputs: readonly StepInput[] };
type Choice = { readonly branchIds: readonly string[]; readonly model?: ModelReport };
type Failure = { readonly error: StepError; readonly model?: ModelReport };

/** Chooses ports and passes what it received on unchanged. */
export const executeRouter: NodeExecutor<typeof routerNode> = async (step, context): Promise<StepOutcome> => {
  const choice = step.config.mode === "rules" ? chooseByRules(step.config, context) : await chooseByModel(step, context);
  if (!choice.ok) return { kind: "failed", ...choice.error };
  const { branchIds, model } = choice.value;
  return {
    kind: "succeeded",
    ports: branchIds.length === 0 ? [otherwisePort] : branchIds,
    output: receivedValue(step.inputs),
    because: becauseOf(step.config, branchIds, context.title || "Router"),
    ...(model !== undefined && { model }),
  };
};

/** Branches in their order; with *first match* no rule behind the first that holds is looked at. */
function chooseByRules({ branches, take }: Config, { evaluate }: StepContext): Result<Choice, Failure> {
  const branchIds: string[] = [];
  for (const { id, label, when } of branches) {
    const held = evaluate(when);
    if (!held.ok) return err({ error: { ...held.error, message: `The rule of "${label || id}": ${held.error.message}` } });
    if (!isTrue(held.value)) continue;
    branchIds.push(id);
    if (take === "first") break;
  }
  return ok({ branchIds });
}

async function chooseByModel({ config, inputs }: Step, context: StepContext): Promise<Result<Choice, Failure>> {
  const instructions = context.render(config.instructions);
  if (!instructions.ok) return err({ error: instructions.error });
  const subject = config.subject.trim() === "" ? ok(receivedText(inputs)) : context.render(config.subject);
  if (!subject.ok) return err({ error: subject.error });
  // Nothing fits an empty text, and no model takes one.
  if (subject.value.trim() === "") return ok({ branchIds: [] });

  const question: Question = {
    branches: config.branches,
    otherwise: otherwisePort,
    takesEvery: config.take === "every",
    instructions: instructions.value,
  };
  const answer = await context.callModel({
    model: config.model,
    instructions: classifierInstructions(question),
    message: subject.value,
    context: "fresh",
    tools: [],
    parameters: { temperature: 0 },
    outputSchema: { name: "classification", schema: classifierSchema(question) },
    isAside: true,
  });
  if (answer.ok) return ok({ branchIds: chosenBranches(question, answer.value.json, answer.value.text), model: answer.value.report });

  const { error, report } = answer.error;
  const model = report === undefined ? {} : { model: report };
  // An answer outside the categories is an answer: it fits none of them.
  if (error.code === "output_invalid") return ok({ branchIds: chosenBranches(question, undefined, error.raw ?? ""), ...model });
  return err({ error: askedOnceMore(error, context), ...model });
}

function becauseOf({ branches }: Config, branchIds: readonly string[], title: string): string {
  if (branchIds.length === 0) return `${title} found no match: otherwise`;
  const labels = branches.filter((branch) => branchIds.includes(branch.id)).map((branch) => branch.label || branch.id);
  const [last, ...before] = labels.reverse();
  return `${title} chose ${before.length === 0 ? last : `${before.reverse().join(", ")} and ${last}`}`;
}
