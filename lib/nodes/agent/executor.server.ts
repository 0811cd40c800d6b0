import "server-only";

/**
 * Asks the model and gives its answer, or hands over and gives the answer of whoever took over.
 */
import type { z } from "zod";
import type { StateVariable } from "../../document/schema";
import { isJsonObject } from "../../shared/json";
import { err, ok, type Result } from "../../shared/result";
import type { ModelParameters, ModelReport, ModelTurn, StepError, StepInput, StepOutcome } from "../contract";
import { converse } from "../converse.server";
import { emptyAnswer } from "../empty-answer";
import type { BoundNode, ChildResult, ModelAnswer, NodeExecutor, StepContext } from "../execution";
import { fallbackPort } from "../ports";
import { type PromptTexts, withinPromptLimit } from "../prompt-size";
import { receivedText } from "../received";
import { pendingCall } from "./asked-calls";
import { afterDeadline, afterDecision, askPerson, type Caller, carryOut } from "./carry-out";
import { type agentNode, handoffsPort, toolsPort } from "./definition";
import { answeredInPlace, fallBack } from "./fallback";
import { type Handoff, handoffConvention, handoffMessage, transferTools, withoutMarker } from "./handoffs";
import { chainIn, extendChain, hopsValue, refusalOf } from "./hop-chain.server";
import { type Reading, startReading } from "./read-answer";
import { namesStateConvention, stateConvention } from "./state-convention";
import { schemaWithState } from "./structured-state";
import { answersOf, ToolMemory, toolsOf } from "./tool-calls";

type Config = z.output<(typeof agentNode)["config"]>;

type Step = Parameters<NodeExecutor<typeof agentNode>>[0];

/** Turn 0 asks; every later one goes on with what its tools brought or a person decided, or ends with what came of a handoff. */
export const executeAgent: NodeExecutor<typeof agentNode> = async (step, context): Promise<StepOutcome> => {
  const { turn, children, resumed } = step;
  const memory = step.memory === null ? null : ToolMemory.parse(step.memory);
  const hop = children.at(-1);
  if (turn > 0 && memory === null && hop !== undefined) return outcomeOfHop(hop, context);
  const [backup] = context.boundTo(fallbackPort);
  if (context.fallbackFor !== null && backup !== undefined) return askBackup(step, backup, context.fallbackFor, context);
  if (memory !== null && resumed?.by === "time") return goOn(afterDeadline(memory), step, context);
  if (memory === null || resumed?.by !== "decision") return ask(step, memory, context);

  const caller = callerOf(step, context);
  const decided = afterDecision(memory, resumed.decision, caller);
  return decided.ok ? goOn(decided.value, step, context) : askPerson(memory, caller, decided.error);
};

/** Where every call was refused there is nothing to wait for: the model is told in this very turn. */
function goOn(memory: ToolMemory, step: Step, context: StepContext): Promise<StepOutcome> | StepOutcome {
  return memory.pending.length > 0 ? carryOut(memory, callerOf(step, context)) : ask(step, memory, context);
}

function askBackup({ config, inputs }: Step, to: BoundNode, failure: StepError, context: StepContext): StepOutcome {
  const { nodeId, title, scope } = context;
  const prompt = renderPrompt(config, inputs, targetsOf(config, context), context);
  const request = prompt.ok ? prompt.value.message : undefined;
  return fallBack({ from: { nodeId, title: title || nodeId }, to, request, failure, scope });
}

function callerOf({ children }: Step, { boundTo, title, nodeId, limit }: StepContext): Caller {
  return { bound: boundTo(toolsPort), title: title || nodeId, limit, children: children.length, now: Date.now() };
}

/** Asks the model; with `before`, it is given what came of the calls it made. */
async function ask(step: Step, before: ToolMemory | null, context: StepContext): Promise<StepOutcome> {
  const { config, inputs, children } = step;
  const targets = targetsOf(config, context);
  const caller = callerOf(step, context);
  const { bound } = caller;
  const prompt = renderPrompt(config, inputs, targets, context);
  if (!prompt.ok) return { kind: "failed", error: prompt.error };
  const reading = startReading({
    targets,
    bound,
    called: before?.called ?? 0,
    variables: context.stateVariables,
    stateOutput: config.stateOutput,
    limit: context.limit,
  });
  const asking = turnOf(config, prompt.value, targets, bound, context.stateVariables);
  const first = before === null ? asking : { ...asking, message: "", isNextTurn: true, functionResults: answersOf(before, children) };
  const talk = await converse(first, reading.react, context, before?.asked);
  if (!talk.ok) return { kind: "failed", error: talk.error.error, ...(talk.error.report && { model: talk.error.report }) };

  const { answer, report, asked } = talk.value;
  const request = before?.request ?? prompt.value.message;
  const handoff = reading.handoff();
  if (handoff !== undefined) return handOver(handoff, { request, answer: { ...answer, report } }, context);
  const tools = reading.tools();
  if (tools !== undefined) {
    const pending = tools.runs.map(pendingCall);
    return carryOut(
      { request, calls: [], pending, decideBy: null, refused: [...tools.refused], asked, called: reading.called() },
      { ...caller, report },
    );
  }
  return outcomeOf(config, { ...answer, report }, reading, context);
}

/** Whom it may hand over to; never itself, and nobody where Mistral does it. */
function targetsOf({ handoffBy }: Config, { boundTo, nodeId }: StepContext): readonly BoundNode[] {
  return handoffBy === "server" ? [] : boundTo(handoffsPort).filter((target) => target.nodeId !== nodeId);
}

function renderPrompt(
  config: Config,
  inputs: readonly StepInput[],
  targets: readonly BoundNode[],
  context: StepContext,
): Result<PromptTexts, StepError> {
  const { render } = context;
  const isExisting = config.agentId !== "";
  const own = isExisting ? ok("") : render(config.instructions);
  if (!own.ok) return own;
  const message = config.message.trim() === "" ? ok(receivedText(inputs)) : render(config.message);
  if (!message.ok) return message;
  if (message.value.trim() === "") {
    return err({
      code: "empty_message",
      class: "permanent",
      message: "There is nothing to ask: the message is empty and so is what the node received. Write a message.",
    });
  }
  const conventions = conventionsOf(config, own.value, targets, context);
  const joined = (text: string) => [text, ...conventions].filter((part) => part !== "").join("\n\n");
  // An existing agent's instructions are its own, so it is told with the message.
  return withinPromptLimit({
    instructions: isExisting ? "" : joined(own.value),
    message: isExisting ? joined(message.value) : message.value,
  });
}

/** What has to be said about the form of the answer; an author who spells it out is not repeated. */
function conventionsOf(
  { handoffBy, agentId, stateOutput }: Config,
  instructions: string,
  targets: readonly BoundNode[],
  { stateVariables, scope }: StepContext,
): readonly string[] {
  const offersNoFunctions = handoffBy === "text" || agentId !== "";
  const needsHandoffs = targets.length > 0 && offersNoFunctions && !/\bHANDOFF\s*:/i.test(instructions);
  const needsState = stateOutput === "convention" && !namesStateConvention(instructions);
  const state = isJsonObject(scope.state) ? scope.state : {};
  return [...(needsHandoffs ? [handoffConvention(targets)] : []), ...(needsState ? [stateConvention(stateVariables, state)] : [])];
}

function turnOf(
  config: Config,
  { instructions, message }: PromptTexts,
  targets: readonly BoundNode[],
  bound: readonly BoundNode[],
  variables: readonly StateVariable[],
): ModelTurn {
  const outputSchema = outputSchemaOf(config, variables);
  const { agentId, provider, api, model, context, tools, handoffBy } = config;
  const isExisting = agentId !== "";
  return {
    ...(isExisting && { agentId }),
    provider,
    api,
    model: isExisting ? "" : model,
    instructions,
    message,
    context,
    tools: isExisting ? [] : [...tools, ...toolsOf(bound), ...(handoffBy === "tool" ? transferTools(targets) : [])],
    parameters: isExisting ? {} : parametersOf(config),
    ...(outputSchema !== undefined && { outputSchema }),
  };
}

function outputSchemaOf(
  { output, schema, schemaName, stateOutput }: Config,
  variables: readonly StateVariable[],
): ModelTurn["outputSchema"] {
  const name = schemaName || "answer";
  const own = output === "json" ? schema : null;
  if (stateOutput === "structured") return { name, schema: schemaWithState(variables, own) };
  return own === null ? undefined : { name, schema: own };
}

function parametersOf({ temperature, topP, maxTokens, randomSeed }: Config): ModelParameters {
  return {
    ...(temperature !== undefined && { temperature }),
    ...(topP !== undefined && { topP }),
    ...(maxTokens !== undefined && { maxTokens }),
    ...(randomSeed !== undefined && { randomSeed }),
  };
}

/** The last answer, with the report of everything that was asked for it. */
type Answer = Pick<ModelAnswer, "text" | "json" | "report">;
type Asked = { readonly request: string; readonly answer: Answer };

function handOver({ target, reason }: Handoff, { request, answer }: Asked, context: StepContext): StepOutcome {
  const name = target.title || target.nodeId;
  const from = context.title || context.nodeId;
  const visit = {
    node: context.nodeId,
    title: from,
    request,
    text: withoutMarker(answer.text),
    reason,
    entries: answer.report.entries,
    state: context.scope.state ?? {},
  };
  const chain = extendChain(chainIn(context.scope), visit);
  const refusal = refusalOf(chain, { nodeId: target.nodeId, title: name }, context.limit("handoffHops"));
  if (refusal !== undefined) return { kind: "failed", error: refusal, model: answer.report };
  return {
    kind: "spawned",
    children: [
      {
        title: name,
        runs: { node: target.nodeId, as: "hop" },
        values: { [hopsValue]: chain.map((hop) => ({ ...hop })) },
        input: handoffMessage(from, reason, chain[0]?.request ?? request),
        carry: "so_far",
      },
    ],
    policy: { atOnce: 1, onFailure: "stop" },
    because: `${from} handed over to ${name}${reason === "" ? "" : `: ${reason}`}`,
    model: answer.report,
  };
}

/** Output of the last hop, as if it were its own. */
function outcomeOfHop({ status, output, error, title }: ChildResult, context: StepContext): StepOutcome {
  const from = context.title || context.nodeId;
  if (status === "succeeded") {
    const because = context.fallbackFor === null ? `${from} handed over to ${title}` : answeredInPlace(title, from, context.fallbackFor);
    return { kind: "succeeded", ports: ["out"], output, because };
  }
  const message = `${title}, to whom it was handed over, did not finish.`;
  return { kind: "failed", error: error ?? { code: "handoff_failed", class: "permanent", message } };
}

/** Handoffs that Mistral made between its own agents. */
function serverHandoffs({ entries }: ModelReport): readonly string[] {
  return entries.flatMap((entry) => (entry.type === "agent.handoff" ? [`Mistral handed over to ${entry.next_agent_name}`] : []));
}

function outcomeOf({ output: wanted }: Config, { text, json, report }: Answer, reading: Reading, context: StepContext): StepOutcome {
  const state = reading.state();
  const output = state?.result ?? (wanted === "json" ? json : text);
  const isEmpty = output === undefined || (typeof output === "string" && output.trim() === "" && report.files.length === 0);
  if (!isEmpty) {
    const notes = [...reading.notes(), ...serverHandoffs(report)];
    return {
      kind: "succeeded",
      ports: ["out"],
      output,
      ...(notes.length > 0 && { because: notes.join("; ") }),
      ...(state !== undefined && state.writes.length > 0 && { writes: state.writes }),
      model: report,
    };
  }
  return { kind: "failed", error: emptyAnswer("The model", context), model: report };
}
