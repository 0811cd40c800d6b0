import "server-only";

/** What a run that is driven here spends: what is set aside for its calls, the time it is worked at, and when to warn. */
import type { RunEventBody } from "../engine/events";
import type { RunState } from "../engine/run-state";
import type { StepState } from "../engine/step-state";
import { type BudgetState, nearlySpent } from "../shared/budget";
import { addCosts, type CallCost, noCost, type Reservation, releaseLostHolds, setAside } from "./budget";
import { CallFunds } from "./call-funding";
import type { AttemptRow, Payment } from "./journal";
import { log } from "./log";
import type { Claim } from "./ownership";

export class RunSpending {
  readonly #claim: Claim;
  /** Set aside in the database, without what was charged since. */
  #allowance: CallCost;
  /** What calls in flight, and those whose outcome is not written yet, may take of it. */
  #reserved: CallCost = noCost;
  /** One asks at a time: what it gets may do for the next. */
  #lastAsked: Promise<unknown> = Promise.resolve();
  /** A part of the budget is set aside, or may be. */
  #isSpending: boolean;
  /** Steps that were in flight when the last owner was lost. */
  readonly #lost = new Set<string>();
  /** As it was when last something was charged. */
  #budget: BudgetState | null = null;
  /** Epoch milliseconds: up to when the run's time is charged. */
  #chargedUntil = Date.now();

  constructor(claim: Claim) {
    this.#claim = claim;
    this.#allowance = claim.allowance;
    this.#isSpending = claim.allowance.calls + claim.allowance.tokens + claim.allowance.micros > 0;
  }

  /** The first call of a step that was cut off pays for the one that was lost with it, too. */
  fundsOf({ path }: StepState): CallFunds {
    return new CallFunds(this, this.#claim, this.#lost.delete(path));
  }

  /** Takes the place of owners before, the last of which was at these steps: what they had set aside goes back. */
  async takeOver(interrupted: readonly string[]): Promise<true> {
    await releaseLostHolds(this.#claim.runId, this.#claim.epoch);
    for (const path of interrupted) this.#lost.add(path);
    return true;
  }

  /**
   * While the database is away a call waits like one for which too much is reserved.
   *
   * @param isForced also beyond the caps.
   */
  reserve(cost: CallCost, isForced: boolean): Promise<Reservation> {
    const asked = this.#lastAsked
      .then(() => this.#reserve(cost, isForced))
      .catch((error: unknown): Reservation => {
        log().warn({ err: error, runId: this.#claim.runId }, "no part of the budget could be set aside yet");
        return { is: "held" };
      });
    this.#lastAsked = asked;
    return asked;
  }

  async #reserve(cost: CallCost, isForced: boolean): Promise<Reservation> {
    const missing = leastZero(less(cost, less(this.#allowance, this.#reserved)));
    if (missing.calls + missing.tokens + missing.micros > 0 || this.#isOvertime) {
      this.#isSpending = true;
      const reservation = await setAside(this.#claim, missing, cost, isForced);
      if (reservation.is !== "granted") return reservation;
      this.#allowance = addCosts(this.#allowance, reservation.cost);
    }
    this.#reserved = addCosts(this.#reserved, cost);
    return { is: "granted", cost };
  }

  /** The time that may be worked at the run is over, as far as is known here: what is set aside holds no more. */
  get #isOvertime(): boolean {
    const cap = this.#budget?.caps.activeMs ?? null;
    return cap !== null && (this.#budget?.spent.activeMs ?? 0) >= cap;
  }

  /** What the outcomes of these attempts move from what is set aside to what is spent; at the end of the run all of it goes back. */
  payFor(attempts: readonly Pick<AttemptRow, "reserved" | "charged">[], isEnd: boolean): Payment | null {
    const charged = attempts.reduce((total, attempt) => addCosts(total, attempt.charged), noCost);
    if (!this.#isSpending || (charged.calls === 0 && !isEnd)) return null;
    this.#reserved = attempts.reduce((total, attempt) => less(total, attempt.reserved), this.#reserved);
    const left = isEnd ? noCost : leastZero(less(this.#allowance, charged));
    const givenBack = less(this.#allowance, left);
    this.#allowance = left;
    return { charged, givenBack, activeMs: Date.now() - this.#chargedUntil, isEnd };
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

function less(a: CallCost, b: CallCost): CallCost {
  return { calls: a.calls - b.calls, tokens: a.tokens - b.tokens, micros: a.micros - b.micros };
}

function leastZero({ calls, tokens, micros }: CallCost): CallCost {
  return { calls: Math.max(0, calls), tokens: Math.max(0, tokens), micros: Math.max(0, micros) };
}
