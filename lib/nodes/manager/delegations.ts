/**
 * A manager's plan: what it is asked, the schema it answers in, and what makes a plan impossible.
 *
 * Pure. Nothing of a plan is run before all of it was found possible, so caps hold before money is spent.
 */
import { isJsonObject, type JsonObject, type JsonValue, ownValue } from "../../shared/json";
import { err, ok, type Result } from "../../shared/result";
import type { BoundNode } from "../execution";
import { shortened } from "../shortened";

/** Work for one worker. `after` names subtasks of the same plan by their place in it. */
export type Delegation = { readonly worker: string; readonly task: string; readonly after: readonly number[] };

/** What a plan is measured against. */
export type PlanLimits = {
  readonly workers: readonly BoundNode[];
  /** The manager itself, which may not be among them. */
  readonly self: { readonly nodeId: string; readonly title: string };
  /** Subtasks that may still be given out. */
  readonly remaining: number;
  /** What was given out in earlier rounds. */
  readonly given: readonly Pick<Delegation, "worker" | "task">[];
};

/** The same work a third time is a loop. */
const mostRepeats = 2;

export function workerList(workers: readonly BoundNode[]): string {
  return workers
    .map(({ nodeId, title, purpose }) => `- ${nodeId}: ${[title, purpose].filter((part) => part !== "").join(". ")}`)
    .join("\n");
}

const subtasks = (workers: readonly BoundNode[], remaining: number): JsonObject => ({
  type: "array",
  maxItems: remaining,
  items: {
    type: "object",
    properties: {
      id: { type: "string", description: "A short name, e.g. t1." },
      worker: { type: "string", enum: workers.map(({ nodeId }) => nodeId) },
      task: { type: "string", description: "Everything the worker has to know: it sees this text and nothing else." },
      after: {
        type: "array",
        items: { type: "string" },
        description: "Ids of subtasks whose results it needs; empty when it can start at once.",
      },
    },
    required: ["id", "worker", "task", "after"],
    additionalProperties: false,
  },
});

export function planSchema(workers: readonly BoundNode[], remaining: number): JsonObject {
  return {
    type: "object",
    properties: {
      note: { type: "string", description: "The plan in one sentence." },
      subtasks: { ...subtasks(workers, remaining), minItems: 1 },
    },
    required: ["note", "subtasks"],
    additionalProperties: false,
  };
}

/** After the results: the answer, or further subtasks. */
export function reviewSchema(workers: readonly BoundNode[], remaining: number): JsonObject {
  return {
    type: "object",
    properties: {
      done: { type: "boolean", description: "Whether the results are enough." },
      answer: { type: "string", description: "The whole answer to the goal, when done; else empty." },
      subtasks: { ...subtasks(workers, remaining), description: "Further subtasks, when not done; else empty." },
    },
    required: ["done", "answer", "subtasks"],
    additionalProperties: false,
  };
}

/** The delegations of a plan, or every reason why it can't be carried out, for the manager to read. */
export function readPlan(json: JsonValue | undefined, limits: PlanLimits): Result<readonly Delegation[], readonly string[]> {
  const listed = isJsonObject(json) ? ownValue(json, "subtasks") : undefined;
  if (!Array.isArray(listed) || listed.length === 0) return err(["The plan has no subtasks."]);
  const drafts = listed.map(readDraft);
  const problems = [...countProblems(drafts, limits), ...drafts.flatMap((draft) => draftProblems(draft, drafts, limits))];
  if (problems.length > 0) return err(problems);
  const placeOf = new Map(drafts.map(({ id }, index) => [id, index]));
  const delegations = drafts.map(({ worker, task, after }) => ({
    worker: workerNamed(worker, limits.workers)?.nodeId ?? worker,
    task,
    after: after.flatMap((id) => placeOf.get(id) ?? []),
  }));
  const loop = cycleIn(delegations);
  if (loop !== undefined) return err([`The subtasks ${loop.map((index) => drafts[index]?.id).join(", ")} wait for each other.`]);
  const repeats = repeatProblems(delegations, limits.given);
  return repeats.length > 0 ? err(repeats) : ok(delegations);
}

type Draft = { readonly id: string; readonly worker: string; readonly task: string; readonly after: readonly string[] };

function readDraft(value: JsonValue, index: number): Draft {
  const member = (key: string) => {
    const found = isJsonObject(value) ? ownValue(value, key) : undefined;
    return typeof found === "string" || typeof found === "number" ? String(found).trim() : "";
  };
  const after = isJsonObject(value) ? ownValue(value, "after") : undefined;
  return {
    id: member("id") || `t${index + 1}`,
    worker: member("worker"),
    task: member("task"),
    after: Array.isArray(after) ? [...new Set(after.map((id) => String(id).trim()))] : [],
  };
}

function countProblems(drafts: readonly Draft[], { remaining }: PlanLimits): readonly string[] {
  const ids = drafts.map(({ id }) => id);
  const twice = ids.filter((id, index) => ids.indexOf(id) !== index);
  return [
    ...(drafts.length > remaining ? [`The plan has ${drafts.length} subtasks; ${remaining} may still be given out.`] : []),
    ...[...new Set(twice)].map((id) => `Two subtasks have the id ${id}.`),
  ];
}

function draftProblems({ id, worker, task, after }: Draft, all: readonly Draft[], { workers, self }: PlanLimits): readonly string[] {
  const problems: string[] = [];
  if (task === "") problems.push(`Subtask ${id} has no task.`);
  if (workerNamed(worker, workers) === undefined) {
    const isSelf = [self.nodeId, self.title].some((name) => plain(name) === plain(worker));
    const names = workers.map(({ nodeId }) => nodeId).join(", ");
    problems.push(
      isSelf
        ? `Subtask ${id} is given to the manager itself; choose one of: ${names}.`
        : `There is no worker “${worker}” for subtask ${id}; there are: ${names}.`,
    );
  }
  for (const other of after) {
    if (other === id) problems.push(`Subtask ${id} waits for itself.`);
    else if (!all.some((draft) => draft.id === other)) problems.push(`Subtask ${id} waits for ${other}, which is not in the plan.`);
  }
  return problems;
}

/** By id or by title, whatever the case. */
function workerNamed(name: string, workers: readonly BoundNode[]): BoundNode | undefined {
  const wanted = plain(name);
  if (wanted === "") return undefined;
  return workers.find(({ nodeId }) => plain(nodeId) === wanted) ?? workers.find(({ title }) => plain(title) === wanted);
}

function plain(name: string): string {
  return name
    .toLowerCase()
    .replace(/[\s_-]+/g, " ")
    .trim();
}

/** Delegations that can never start, because they wait for each other; undefined when all can. */
function cycleIn(delegations: readonly Delegation[]): readonly number[] | undefined {
  let waiting = delegations.map((_, index) => index);
  for (;;) {
    const stuck = waiting.filter((index) => delegations[index]?.after.some((other) => waiting.includes(other)));
    if (stuck.length === 0) return undefined;
    if (stuck.length === waiting.length) return stuck;
    waiting = stuck;
  }
}

function repeatProblems(delegations: readonly Delegation[], given: PlanLimits["given"]): readonly string[] {
  const keyOf = ({ worker, task }: Pick<Delegation, "worker" | "task">) => JSON.stringify([worker, plain(task)]);
  const counts = new Map<string, number>();
  for (const delegation of [...given, ...delegations]) counts.set(keyOf(delegation), (counts.get(keyOf(delegation)) ?? 0) + 1);
  const repeated = delegations.filter((delegation) => (counts.get(keyOf(delegation)) ?? 0) > mostRepeats);
  return [...new Set(repeated.map(({ worker, task }) => `${worker} would get the same task a third time: “${shortened(task)}”.`))];
}
