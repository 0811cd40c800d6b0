import "server-only";

/** What a run that is driven here spends: the funds of its turns, the time it is worked at, and when to warn. */
import type { RunEventBody } from "../engine/events";
import type { RunState } from "../engine/run-state";
import type { StepState } from "../engine/step-state";
import { type BudgetState, nearlySpent } from "../shared/budget";
import { chargeLostHolds } from "./budget";
import { CallFunds } from "./call-funding";
import type { Claim } from "./ownership";

export class RunSpending {
  readonly #claim: Claim;
  /** As it was when last something was charged. */
  #budget: BudgetState | null = null;
  /** Epoch milliseconds: up to when the run's time is charged. */
  #chargedUntil = Date.now();

  constructor(claim: Claim) {
    this.#claim = claim;
  }

  fundsOf({ path, attempt, turn }: StepState): CallFunds {
    const { runId, rootRunId, epoch, workspaceId } = this.#claim;
    return new CallFunds({ runId, rootRunId, epoch, path, attempt, turn }, workspaceId);
  }

  /** What the last owner had reserved counts as spent: nobody knows what became of it. */
  async chargeLost(): Promise<true> {
    await chargeLostHolds(this.#claim.runId, this.#claim.epoch);
    return true;
  }

  /** Milliseconds that the run was worked at since something was charged. */
  get unchargedMs(): number {
    return Date.now() - this.#chargedUntil;
  }

  /** @param budget after a write that charged something; null for any other write. */
  charged(budget: BudgetState | null): void {
    if (budget === null) return;
    this.#budget = budget;
    this.#chargedUntil = Date.now();
  }

  /** One for each cap that is nearly reached, once. */
  warnings(state: RunState): readonly RunEventBody[] {
    const budget = this.#budget;
    if (budget === null) return [];
    return nearlySpent(budget).flatMap((item): readonly RunEventBody[] => {
      const cap = budget.caps[item];
      if (cap === null || state.nearlySpent.get(item) === cap) return [];
      return [{ type: "budget_nearly_spent", at: Date.now(), item, cap, spent: budget.spent[item] }];
    });
  }
}
