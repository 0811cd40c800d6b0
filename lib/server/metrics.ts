import "server-only";

/**
 * Numbers for Prometheus: what this process did, and how all runs of the database stand.
 *
 * The former are counted from what is written into journals; the latter are asked for when somebody looks, in one
 * query. No label names a run, a workflow or a person.
 */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import type { RunEvent } from "../engine/events";
import { pool } from "./db";
import { isDistributed } from "./env";
import type { AttemptRow } from "./journal";
import { processWide } from "./runtime";

export const metricsType = Registry.PROMETHEUS_CONTENT_TYPE;

const secondsOfCalls = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600];

const metrics = () => processWide("metrics", makeMetrics);

function makeMetrics() {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry, prefix: "windrose_" });
  return {
    registry,
    runsFinished: new Counter({
      name: "windrose_runs_finished_total",
      help: "Runs that ended here, by how.",
      labelNames: ["status"],
      registers,
    }),
    runsRecovered: new Counter({
      name: "windrose_runs_recovered_total",
      help: "Runs taken over here after their owner was lost.",
      registers,
    }),
    steps: new Counter({ name: "windrose_steps_total", help: "Steps that came to an outcome here.", labelNames: ["outcome"], registers }),
    retries: new Counter({ name: "windrose_step_retries_total", help: "Attempts that failed and are tried again.", registers }),
    tokens: new Counter({ name: "windrose_model_tokens_total", help: "Tokens of model calls.", labelNames: ["direction"], registers }),
    calls: new Histogram({
      name: "windrose_model_call_seconds",
      help: "Turns of steps that called a model, from their beginning to their outcome.",
      labelNames: ["status"],
      buckets: secondsOfCalls,
      registers,
    }),
    openRuns: new Gauge({ name: "windrose_runs_open", help: "Runs of the database that are not over.", labelNames: ["status"], registers }),
    orphans: new Gauge({
      name: "windrose_orphan_runs",
      help: "Runs that are running and that nobody drove for a minute. Must be 0.",
      registers,
    }),
    overdue: new Gauge({ name: "windrose_run_overdue_seconds", help: "How long the run waits that is due for longest.", registers }),
    wakeUps: new Gauge({ name: "windrose_wake_ups_waiting", help: "Wake-ups in Redis that no worker has taken yet.", registers }),
    connections: new Gauge({ name: "windrose_database_connections", help: "Of this process.", labelNames: ["state"], registers }),
  };
}

/** What was written into a journal, with the attempts that belong to it. */
export function countWritten(events: readonly RunEvent[], attempts: readonly AttemptRow[]): void {
  const { runsFinished, runsRecovered, steps, retries, tokens, calls } = metrics();
  for (const event of events) {
    if (event.reused === true) continue;
    if (event.type === "run_finished") runsFinished.inc({ status: event.status });
    else if (event.type === "run_recovered") runsRecovered.inc();
    else if (event.type === "step_retry_scheduled") retries.inc();
    else if (
      event.type === "step_succeeded" ||
      event.type === "step_failed" ||
      event.type === "step_skipped" ||
      event.type === "step_cancelled"
    )
      steps.inc({ outcome: event.type.slice("step_".length) });
  }
  for (const { charged, promptTokens, completionTokens, status, startedAt, finishedAt } of attempts) {
    if (charged.calls === 0) continue;
    tokens.inc({ direction: "in" }, promptTokens);
    tokens.inc({ direction: "out" }, completionTokens);
    calls.observe({ status }, (finishedAt - startedAt) / 1_000);
  }
}

/** As Prometheus reads it. Throws while the database is away. */
export async function metricsText(): Promise<string> {
  await Promise.all([lookAtRuns(), lookAtQueue()]);
  const { totalCount, idleCount, waitingCount } = pool();
  const { connections, registry } = metrics();
  connections.set({ state: "open" }, totalCount);
  connections.set({ state: "idle" }, idleCount);
  connections.set({ state: "wanted" }, waitingCount);
  return registry.metrics();
}

async function lookAtRuns(): Promise<void> {
  const { rows } = await pool().query<{ queued: number; running: number; waiting: number; orphans: number; overdue: number | null }>(
    `SELECT count(*) FILTER (WHERE status = 'queued')::int AS queued, count(*) FILTER (WHERE status = 'running')::int AS running,
            count(*) FILTER (WHERE status = 'waiting')::int AS waiting,
            count(*) FILTER (WHERE status = 'running' AND coalesce(lease_until, started_at, created_at) < now() - interval '60 seconds')::int AS orphans,
            extract(epoch FROM max(now() - coalesce(wake_at, created_at))
              FILTER (WHERE lease_until IS NULL AND (wake_at IS NULL OR wake_at <= now())))::float8 AS overdue
       FROM run WHERE finished_at IS NULL`,
  );
  const { openRuns, orphans, overdue } = metrics();
  const [row] = rows;
  for (const status of ["queued", "running", "waiting"] as const) openRuns.set({ status }, row?.[status] ?? 0);
  orphans.set(row?.orphans ?? 0);
  overdue.set(row?.overdue ?? 0);
}

async function lookAtQueue(): Promise<void> {
  // What speaks to Redis is loaded only where there is one.
  const waiting = isDistributed() ? await (await import("./wake/run-queue")).waitingWakeUps() : 0;
  if (waiting === null) metrics().wakeUps.reset();
  else metrics().wakeUps.set(waiting);
}
