import "server-only";

/**
 * What the model calls of one turn may take at most, and what they took: reserved before a call leaves, counted once it
 * has answered.
 *
 * The estimate is an upper one: three bytes of text a token, and for the answer as much as it may be long.
 */
import { setTimeout as pause } from "node:timers/promises";
import type { StepError } from "../nodes/contract";
import { shippedPrices } from "../projection/prices";
import { costOf, type PriceTable, priceTableOf } from "../projection/usage";
import type { TurnDelta, TurnRequest } from "../providers/contract";
import type { BudgetItem } from "../shared/budget";
import { type Entry, noUsage, type Usage } from "../shared/conversation";
import { utf8Bytes } from "../shared/json";
import { err, ok, type Result } from "../shared/result";
import { addCosts, type CallCost, noCost, type Reservation, readBudget } from "./budget";
import { limitInForce } from "./env";
import { selectPrices } from "./repositories/prices";
import { processWide } from "./runtime";

const bytesPerToken = 3;
const microsPerDollar = 1_000_000;
/** How soon a call that waits for what others have reserved asks again. */
const askAgainMs = 250;

/** A call was not sent, as the budget of its run has less left than it may take. Passes through the executor: its turn begins anew later. */
export class BudgetReached extends Error {
  readonly short: { readonly item: BudgetItem; readonly cap: number; readonly spent: number; readonly needed: number };

  constructor(short: BudgetReached["short"]) {
    super("The budget of the run does not allow this call.");
    this.short = short;
  }
}

type Waiting = { readonly signal: AbortSignal; readonly onDelta: (delta: TurnDelta) => void };

/** Sets a part of the run's budget aside for a call. */
type Purse = { readonly reserve: (cost: CallCost, isForced: boolean) => Promise<Reservation> };

/** The funds of one turn of a step. */
export class CallFunds {
  readonly #purse: Purse;
  readonly #run: { readonly rootRunId: string; readonly workspaceId: string };
  #reserved: CallCost = noCost;
  #charged: CallCost = noCost;
  #hasCalled = false;
  #hasLost: boolean;

  /** @param hasLost a call of this turn was lost with the process that made it, and counts like the one that repeats it. */
  constructor(purse: Purse, run: { readonly rootRunId: string; readonly workspaceId: string }, hasLost: boolean) {
    this.#purse = purse;
    this.#run = run;
    this.#hasLost = hasLost;
  }

  get reserved(): CallCost {
    return this.#reserved;
  }

  /** What the turn's calls took so far. */
  get charged(): CallCost {
    return this.#charged;
  }

  /**
   * Resolves once the call may leave, with what it may take. Fails with `price_unknown`.
   *
   * @param before entries that the provider keeps in the conversation the call goes on with.
   * @throws BudgetReached for the first call of a turn that the budget does not allow.
   */
  async reserve(request: TurnRequest, before: readonly Entry[], waiting: Waiting): Promise<Result<CallCost, StepError>> {
    const { rootRunId, workspaceId } = this.#run;
    const { isPriced, ...cost } = costOfCall(usageAtMost(request, before), request.model, await pricesInForce(workspaceId));
    if (!isPriced && (await readBudget(rootRunId))?.caps.micros != null) return err(priceUnknown(request.model));
    await this.#untilGranted(cost, waiting);
    if (waiting.signal.aborted) return err(cancelled);
    this.#reserved = addCosts(this.#reserved, cost);
    this.#hasCalled = true;
    if (this.#hasLost) this.#charge(cost);
    this.#hasLost = false;
    return ok(cost);
  }

  async #untilGranted(cost: CallCost, { signal, onDelta }: Waiting): Promise<void> {
    for (let isTold = false; !signal.aborted; isTold = true) {
      const reservation = await this.#purse.reserve(cost, this.#hasCalled);
      if (reservation.is === "short") {
        const { item, cap, spent } = reservation;
        throw new BudgetReached({ item, cap, spent, needed: item === "activeMs" ? 0 : cost[item] });
      }
      if (reservation.is === "granted") {
        if (isTold) onDelta({ type: "held", because: null });
        return;
      }
      if (!isTold) onDelta({ type: "held", because: "what is left of the run's budget is reserved by calls that are going" });
      await pause(askAgainMs, undefined, { signal }).catch(() => undefined);
    }
  }

  async answered(usage: Usage, model: string): Promise<void> {
    this.#charge(costOfCall(usage, model, await pricesInForce(this.#run.workspaceId)));
  }

  /** A call that came to nothing: a service that took it may have worked, and nobody knows how much. */
  brokenOff(reserved: CallCost, wasTaken: boolean): void {
    this.#charge(wasTaken ? reserved : { calls: 1, tokens: 0, micros: 0 });
  }

  #charge(cost: CallCost): void {
    this.#charged = addCosts(this.#charged, cost);
  }
}

/** @param before entries that the provider keeps in the conversation this call goes on with. */
export function usageAtMost({ instructions, tools, entries, outputSchema, parameters }: TurnRequest, before: readonly Entry[]): Usage {
  const bytes = utf8Bytes(JSON.stringify([instructions, tools, entries, outputSchema ?? null, before]));
  const promptTokens = Math.ceil(bytes / bytesPerToken);
  const completionTokens = parameters.maxTokens ?? limitInForce("reservedAnswerTokens");
  return { ...noUsage, promptTokens, completionTokens, totalTokens: promptTokens + completionTokens };
}

/** Of one call. What has no price counts for nothing in money, and says so. */
function costOfCall(usage: Usage, model: string, prices: PriceTable): CallCost & { readonly isPriced: boolean } {
  const dollars = costOf(usage, model, prices);
  return { calls: 1, tokens: usage.totalTokens, micros: Math.ceil((dollars ?? 0) * microsPerDollar), isPriced: dollars !== null };
}

const cancelled: StepError = { code: "cancelled", class: "cancelled", message: "The step was cancelled." };

function priceUnknown(model: string): StepError {
  const message = `The run has a budget in dollars, and what ${model} costs is not known. Set its price in Settings, or take the dollars out of the budget.`;
  return { code: "price_unknown", class: "permanent", message };
}

const freshForMs = 30_000;
type Kept = { readonly prices: Promise<PriceTable>; readonly until: number };

/** The prices in force in a workspace, as they were within the last half minute; those that ship with the product while the database is away. */
function pricesInForce(workspaceId: string): Promise<PriceTable> {
  const kept = processWide("prices-in-force", () => new Map<string, Kept>());
  const known = kept.get(workspaceId);
  if (known !== undefined && known.until > Date.now()) return known.prices;
  const prices = selectPrices({ workspaceId, personId: "", role: "viewer" })
    .then((own) => priceTableOf(shippedPrices, own))
    .catch(() => {
      kept.delete(workspaceId);
      return priceTableOf(shippedPrices);
    });
  kept.set(workspaceId, { prices, until: Date.now() + freshForMs });
  return prices;
}
