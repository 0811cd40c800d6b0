import "server-only";

/** The budget of a run, which it shares with all that its steps start: what is left, and more of it. */
import { type AppError, appError } from "../../shared/app-error";
import { type Budget, type BudgetCaps, type BudgetState, capsIn } from "../../shared/budget";
import { err, ok, type Result } from "../../shared/result";
import type { Actor } from "../access";
import { readBudget, setCaps } from "../budget";
import { limitInForce } from "../env";
import { findBudgetRoot } from "../repositories/runs";
import { saveWorkspaceBudget, selectWorkspaceBudget } from "../repositories/workspaces";
import { wakeRun } from "../worker";
import { findRun, noSuchRun } from "./runs";

/** Fails with `not_found`; also for a run from before there were budgets. */
export async function readRunBudget(actor: Actor, runId: string): Promise<Result<BudgetState, AppError>> {
  const rootRunId = await findBudgetRoot(actor, runId);
  const state = rootRunId === null ? null : await readBudget(rootRunId);
  return state === null ? err(appError("not_found", "There is no budget of such a run.")) : ok(state);
}

/**
 * Sets caps of a run that is going on; what `budget` leaves out has none from then on. Steps that waited for it go on.
 *
 * Fails with `not_found`, or `already_finished`.
 */
export async function changeRunBudget(actor: Actor, runId: string, budget: Budget): Promise<Result<Record<string, never>, AppError>> {
  const rootRunId = await findBudgetRoot(actor, runId);
  if (rootRunId === null) return err(noSuchRun());
  const told = await setCaps(actor, rootRunId, capsIn(budget));
  for (const id of told) await wakeRun(id);
  if (told.length > 0) return ok({});
  const run = await findRun(actor, runId);
  return run === null ? err(noSuchRun()) : err(appError("already_finished", `Run ${run.number} is over already.`));
}

/** What runs may spend whose workflow does not say. */
export async function workspaceBudget(actor: Actor): Promise<Budget> {
  return selectWorkspaceBudget(actor);
}

/** What holds where neither does. */
export function usualCaps(): BudgetCaps {
  return { calls: limitInForce("runModelCalls"), tokens: limitInForce("runTokens"), micros: null, activeMs: limitInForce("runActiveMs") };
}

/** Runs that are going on keep theirs. */
export async function changeWorkspaceBudget(actor: Actor, budget: Budget): Promise<Result<Record<string, never>, AppError>> {
  await saveWorkspaceBudget(actor, budget);
  return ok({});
}
