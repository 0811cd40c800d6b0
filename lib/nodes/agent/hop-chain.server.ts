import "server-only";

/**
 * The agents that handed over before this one: how many, and whether anything happened since.
 *
 * A chain travels in the values of the steps it starts, so its caps hold however deep the steps lie.
 */
import { createHash } from "node:crypto";
import { z } from "zod";
import type { Entry } from "../../shared/conversation";
import { canonicalJson, type JsonObject, type JsonValue } from "../../shared/json";
import type { StepError } from "../contract";

const Hop = z.object({
  node: z.string(),
  title: z.string(),
  /** What was known when it handed over: the state, and everything said and found up to then. */
  digest: z.string(),
  /** Digests of what it said and found itself. */
  said: z.array(z.string()),
  /** What the person wanted; the same all along. */
  request: z.string(),
});
export type Hop = z.output<typeof Hop>;

/** The value that carries a chain from an agent to the one it hands over to. */
export const hopsValue = "hops";

/** Empty for an agent that nobody handed over to. */
export function chainIn(scope: JsonObject): readonly Hop[] {
  const chain = z.array(Hop).safeParse(scope[hopsValue]);
  return chain.success ? chain.data : [];
}

/** What an agent adds before it hands over. */
export type Visit = {
  readonly node: string;
  readonly title: string;
  readonly request: string;
  readonly text: string;
  readonly reason: string;
  readonly entries: readonly Entry[];
  readonly state: JsonValue;
};

/** The chain with this visit at its end; saying the same again adds nothing to what is known. */
export function extendChain(chain: readonly Hop[], visit: Visit): readonly Hop[] {
  const tools = visit.entries.flatMap((entry) =>
    entry.type === "tool.execution"
      ? [canonicalJson([entry.name, entry.arguments, entry.info ?? null])]
      : entry.type === "function.result"
        ? [entry.result]
        : [],
  );
  const said = [visit.text, visit.reason, ...tools].map(plain).filter((text) => text !== "");
  const own = [...new Set(said.map((text) => digestOf([visit.node, text])))];
  const known = [...new Set([...chain.flatMap((hop) => hop.said), ...own])].sort();
  const request = chain[0]?.request ?? visit.request;
  return [...chain, { node: visit.node, title: visit.title, request, said: own, digest: digestOf([visit.state, known]) }];
}

/** Why control may not pass to that node now; undefined when it may. `chain` ends with whoever hands over, `most` is how many may. */
export function refusalOf(
  chain: readonly Hop[],
  target: { readonly nodeId: string; readonly title: string },
  most: number,
): StepError | undefined {
  const way = [...chain.map((hop) => hop.title), target.title].join(" → ");
  const lastVisit = chain.findLast((hop) => hop.node === target.nodeId);
  if (lastVisit !== undefined && lastVisit.digest === chain.at(-1)?.digest) {
    const message = `Control came back to ${target.title} with nothing new since its last turn: ${way}. Say in the instructions who answers what.`;
    return { code: "handoff_loop", class: "permanent", message };
  }
  if (chain.length <= most) return undefined;
  const message = `Control would pass on for the ${chain.length}th time; at most ${most} handoffs in a row are allowed: ${way}.`;
  return { code: "limit_handoffs", class: "limit", message };
}

function plain(text: string): string {
  return text.replace(/\s+/g, " ").trim().toLowerCase();
}

function digestOf(value: JsonValue): string {
  return createHash("sha256").update(canonicalJson(value)).digest("hex").slice(0, 16);
}
