/**
 * What an executor is given and returns: the acting half of a node kind.
 *
 * Server only in use, types only in content. Executors reach models through `callModel` and values
 * through `render` and `evaluate`; they never see a provider, the database or a run's other steps.
 */
import type { z } from "zod";
import type { JsonObject, JsonValue } from "../shared/json";
import type { Result } from "../shared/result";
import type { ModelReport, ModelTurn, NodeDefinition, StepError, StepInput, StepOutcome } from "./contract";

export type ModelAnswer = { readonly text: string; readonly json: JsonValue | undefined; readonly report: ModelReport };

export type StepContext = {
  readonly runId: string;
  /** `research`, `loop[3].critic`: the step's key in its run. */
  readonly path: string;
  readonly title: string;
  /** 1 on the first try. */
  readonly attempt: number;
  /** Stable across attempts of the same step; pass it to APIs that deduplicate. */
  readonly idempotencyKey: string;
  /** Aborts on cancel, time-out of the step or loss of ownership. */
  readonly signal: AbortSignal;
  /** Values templates and expressions see: `input`, `nodes`, `state`. */
  readonly scope: JsonObject;
  readonly render: (template: string) => Result<string, StepError>;
  readonly evaluate: (expression: string) => Result<JsonValue | undefined, StepError>;
  readonly callModel: (turn: ModelTurn) => Promise<Result<ModelAnswer, { readonly error: StepError; readonly report?: ModelReport }>>;
};

export type NodeExecutor<D extends NodeDefinition> = (
  step: { readonly config: z.output<D["config"]>; readonly inputs: readonly StepInput[] },
  context: StepContext,
) => Promise<StepOutcome>;
