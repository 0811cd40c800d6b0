/**
 * What a run, with all that its steps start, may spend on models. Pure.
 *
 * Amounts of money are whole millionths of a US dollar inside, and dollars where a person reads or types them.
 */
import { z } from "zod";
import { limits } from "./limits";

/** Caps as a person sets them; what is absent is as the workspace says, else as the limits do. */
export const Budget = z.strictObject({
  tokens: z.number().int().min(1).max(limits.runTokens.hard).optional(),
  calls: z.number().int().min(1).max(limits.runModelCalls.hard).optional(),
  /** US dollars. */
  dollars: z.number().min(0.000_001).max(1_000_000).optional(),
  activeMinutes: z
    .number()
    .min(1)
    .max(limits.runActiveMs.hard / 60_000)
    .optional(),
});
export type Budget = z.infer<typeof Budget>;

/** What can run out. */
export const budgetItems = ["calls", "tokens", "micros", "activeMs"] as const;
export type BudgetItem = (typeof budgetItems)[number];

/** `null`: without a cap. */
export type BudgetCaps = Readonly<Record<BudgetItem, number | null>>;
export type BudgetAmounts = Readonly<Record<BudgetItem, number>>;

export type BudgetState = { readonly caps: BudgetCaps; readonly spent: BudgetAmounts; readonly held: BudgetAmounts };

export const noAmounts: BudgetAmounts = { calls: 0, tokens: 0, micros: 0, activeMs: 0 };

/** What a person set, and `null` for the rest. */
export function capsIn({ calls, tokens, dollars, activeMinutes }: Budget): BudgetCaps {
  return {
    calls: calls ?? null,
    tokens: tokens ?? null,
    micros: dollars === undefined ? null : Math.round(dollars * 1_000_000),
    activeMs: activeMinutes === undefined ? null : Math.round(activeMinutes * 60_000),
  };
}

/** The same as a person reads them; without a cap nothing. */
export function budgetOf({ calls, tokens, micros, activeMs }: BudgetCaps): Budget {
  return {
    ...(tokens !== null && { tokens }),
    ...(calls !== null && { calls }),
    ...(micros !== null && { dollars: micros / 1_000_000 }),
    ...(activeMs !== null && { activeMinutes: activeMs / 60_000 }),
  };
}

/** The first thing of which there is less left than is needed; null when all of it fits. */
export function shortOf({ caps, spent }: Omit<BudgetState, "held">, needed: BudgetAmounts): BudgetItem | null {
  return budgetItems.find((item) => exceeds(caps[item], spent[item] + needed[item])) ?? null;
}

function exceeds(cap: number | null, amount: number): boolean {
  return cap !== null && amount > cap;
}

/** Part of a cap from which on a run warns that it comes to its end. */
const nearPart = 0.8;

/** What is nearly used up. */
export function nearlySpent({ caps, spent }: Omit<BudgetState, "held">): readonly BudgetItem[] {
  return budgetItems.filter((item) => {
    const cap = caps[item];
    return cap !== null && spent[item] >= cap * nearPart;
  });
}

/** "1,200 tokens", "$0.42", "3 model calls", "12 minutes of work". */
export function amountInWords(item: BudgetItem, amount: number): string {
  const { one, many } = units[item];
  const number = numberInWords(item, amount);
  return `${number} ${number === "1" ? one : many}`.trim();
}

const units: Readonly<Record<BudgetItem, { readonly one: string; readonly many: string }>> = {
  calls: { one: "model call", many: "model calls" },
  tokens: { one: "token", many: "tokens" },
  micros: { one: "", many: "" },
  activeMs: { one: "minute of work", many: "minutes of work" },
};

function numberInWords(item: BudgetItem, amount: number): string {
  if (item === "activeMs") return (Math.round(amount / 6_000) / 10).toLocaleString("en");
  if (item !== "micros") return amount.toLocaleString("en");
  const digits = amount < 10_000 ? 6 : 2;
  return `$${(amount / 1_000_000).toLocaleString("en", { minimumFractionDigits: 2, maximumFractionDigits: digits })}`;
}

/** "480 of 500 tokens". */
export function partInWords(item: BudgetItem, amount: number, cap: number): string {
  return `${numberInWords(item, amount)} of ${amountInWords(item, cap)}`;
}

/** "500,000 tokens, $2.00"; empty for one without caps. */
export function budgetInWords(budget: Budget): string {
  const caps = capsIn(budget);
  return budgetItems.flatMap((item) => (caps[item] === null ? [] : [amountInWords(item, caps[item])])).join(", ");
}

export type Shortage = { readonly item: BudgetItem; readonly cap: number; readonly spent: number; readonly needed: number };

/** "499,120 of 500,000 tokens spent; the next call may take 5,200." */
export function shortageInWords({ item, cap, spent, needed }: Shortage): string {
  const isCounted = item === "tokens" || item === "micros";
  const rest = isCounted ? `; the next call may take ${numberInWords(item, needed)}` : "";
  return `${partInWords(item, spent, cap)} spent${rest}.`;
}
