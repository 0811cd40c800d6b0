/** The filters of the runs page, read from its URL, and as the words and options a person sees. */
import type { RunStatus } from "@/lib/projection/run-view";
import type { RunSummary } from "@/lib/projection/summaries";
import { oneOf, type SearchParams, textOf } from "./search-params";

export const runStates = ["running", "waiting", "succeeded", "failed", "cancelled"] as const;
export type RunState = (typeof runStates)[number];

/** A queued run is about to run, so it is found there. */
export const statusesOf: { readonly [S in RunState]: readonly RunStatus[] } = {
  running: ["queued", "running"],
  waiting: ["waiting"],
  succeeded: ["succeeded"],
  failed: ["failed"],
  cancelled: ["cancelled"],
};

export const triggerWords: { readonly [T in RunSummary["trigger"]]: string } = {
  manual: "by hand",
  cli: "command line",
  api: "API",
  workflow: "another run",
  resume: "goes on from a run",
};

const triggers = ["manual", "cli", "api", "workflow", "resume"] as const;

export const triggerOptions = [
  { value: "", label: "Trigger: all" },
  ...triggers.map((value) => ({ value, label: `Trigger: ${triggerWords[value]}` })),
];

const hourMs = 3_600_000;
const spans = { "24h": 24 * hourMs, "7d": 7 * 24 * hourMs, "30d": 30 * 24 * hourMs } as const;
const spanNames = ["24h", "7d", "30d"] as const;

export const spanOptions = [
  { value: "", label: "Any time" },
  { value: "24h", label: "Last 24 hours" },
  { value: "7d", label: "Last 7 days" },
  { value: "30d", label: "Last 30 days" },
];

export type RunQuery = {
  readonly status: RunState | undefined;
  readonly workflow: string;
  readonly trigger: RunSummary["trigger"] | undefined;
  readonly since: (typeof spanNames)[number] | undefined;
  readonly search: string;
  readonly cursor: string;
};

export async function readRunQuery(searchParams: SearchParams): Promise<RunQuery> {
  const params = await searchParams;
  return {
    status: oneOf(runStates, params.status),
    workflow: textOf(params.workflow),
    trigger: oneOf(triggers, params.trigger),
    since: oneOf(spanNames, params.since),
    search: textOf(params.search),
    cursor: textOf(params.cursor),
  };
}

/** Without cursor and state: what every count of the state tabs has in common. */
export function filterOf(query: RunQuery, now: number) {
  return {
    ...(query.workflow === "" ? {} : { workflowId: query.workflow }),
    ...(query.trigger === undefined ? {} : { trigger: query.trigger }),
    ...(query.search === "" ? {} : { search: query.search }),
    ...(query.since === undefined ? {} : { since: new Date(now - spans[query.since]).toISOString() }),
  };
}

export function isFiltered(query: RunQuery): boolean {
  return (
    query.status !== undefined || query.workflow !== "" || query.trigger !== undefined || query.since !== undefined || query.search !== ""
  );
}
