import "server-only";

/**
 * The worker of this process: claims runs, drives them side by side, renews their leases, and sweeps
 * for runs that nobody holds.
 *
 * Wake-ups only hurry what the sweep would find anyway. A wake-up for a run that another process
 * holds is passed on by NOTIFY; its owner reads the inbox. Where there is a Redis, runs that nobody holds are spread
 * over the workers by a queue, and a process without a worker only fills it.
 */
import { randomUUID } from "node:crypto";
import type { RunEvent } from "../engine/events";
import { batchOf, indexForRun, type PlanIndex } from "../engine/plan-index";
import { mendChildRuns } from "./child-runs";
import { pool } from "./db";
import { env, isDistributed, limitInForce } from "./env";
import { readJournal, readValues } from "./journal";
import { log } from "./log";
import {
  type Claim,
  claimRun,
  findDueRuns,
  findHeldRun,
  findRunsDueBy,
  noteHeldRun,
  type PlaceLimits,
  renewEveryMs,
  renewLeases,
} from "./ownership";
import { readPlan } from "./repositories/versions";
import { RunDriver } from "./run-driver";
import { RunValues } from "./run-values";
import { forgetProcessWide, processWide } from "./runtime";
import type { RunConsumer, Urgency } from "./wake/run-queue";
import { WakeListener, wakeChannel } from "./wake-listener";

const sweepEveryMs = 10_000;
const drainMs = 20_000;
const mostPlans = 200;
/** Longest delay a timer takes; for what is due later, sweeps set one. */
const longestTimerMs = 60_000;

/** Loaded only where there is a Redis. */
const runQueue = () => import("./wake/run-queue");

async function enqueueRun(runId: string, urgency: Urgency, delayMs = 0): Promise<void> {
  await (await runQueue()).enqueueRun(runId, urgency, delayMs);
}

/** A run of which this process is the owner, or is about to become it: the driver is there once the run was claimed. */
type Driving = { driver: RunDriver | null; done: Promise<void>; wasNudged: boolean };

type Timers = { readonly intervals: NodeJS.Timeout[]; readonly wakes: Map<string, NodeJS.Timeout> };

/** When this copy of the module was loaded, by the process's own clock. */
const loadedAt = performance.now();

class Worker {
  readonly id = randomUUID();
  readonly loadedAt = loadedAt;
  readonly #driving = new Map<string, Driving>();
  /** Some run could not be taken for want of a place: then every place that is given back is offered on. */
  #isAnyHeld = false;
  #lastClaim: Promise<unknown> = Promise.resolve();
  readonly #plans = new Map<string, PlanIndex>();
  readonly #timers: Timers = { intervals: [], wakes: new Map() };
  #listener: WakeListener | null = null;
  #consumer: RunConsumer | null = null;
  #isActive = false;
  #onlyWoken = false;

  get isActive(): boolean {
    return this.#isActive;
  }

  get isOnlyWoken(): boolean {
    return this.#onlyWoken;
  }

  /** Takes every run that is due, not only those that it is told of. */
  get isTakingRuns(): boolean {
    return this.#isActive && !this.#onlyWoken;
  }

  /** At once what the next sweep would find. */
  async lookForRuns(): Promise<void> {
    if (this.isTakingRuns) await this.#sweep(false);
  }

  async start(onlyRuns: boolean): Promise<void> {
    if (this.#isActive) return;
    this.#isActive = true;
    this.#onlyWoken = onlyRuns;
    this.#listener = new WakeListener(env().DATABASE_URL, (runId) => {
      if (!(onlyRuns || isDistributed()) || this.#driving.has(runId)) void this.wake(runId);
    });
    const isAlone = await this.#listener.start();
    this.#timers.intervals.push(setInterval(() => void this.#renew(), renewEveryMs));
    if (onlyRuns) return;
    if (isDistributed()) {
      const { consumeRuns } = await runQueue();
      this.#consumer = consumeRuns((runId) => this.#driveUntilLetGo(runId), limitInForce("activeRunsPerProcess"));
    }
    this.#timers.intervals.push(setInterval(() => void this.#sweep(false), sweepEveryMs));
    await this.#sweep(isAlone);
  }

  async #driveUntilLetGo(runId: string): Promise<void> {
    await this.wake(runId);
    await this.#driving.get(runId)?.done;
  }

  /** Starts nothing more, records what is in flight, then lets every run go. */
  async stop(): Promise<void> {
    this.#isActive = false;
    for (const interval of this.#timers.intervals.splice(0)) clearInterval(interval);
    for (const timer of this.#timers.wakes.values()) clearTimeout(timer);
    this.#timers.wakes.clear();
    await this.#consumer?.pause();
    await this.#listener?.stop();
    this.#listener = null;
    for (const { driver } of this.#driving.values()) driver?.drain();
    const renewing = setInterval(() => void this.#renew(), renewEveryMs);
    let deadline: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => {
      deadline = setTimeout(resolve, drainMs);
    });
    await Promise.race([Promise.all([...this.#driving.values()].map(({ done }) => done)), late]);
    clearTimeout(deadline);
    clearInterval(renewing);
    for (const { driver } of this.#driving.values()) driver?.lose();
    await this.#consumer?.close();
    this.#consumer = null;
  }

  /** Tells the run's driver to look into its inbox; false when it is not driven here. */
  nudge(runId: string): boolean {
    const held = this.#driving.get(runId);
    if (held === undefined) return false;
    held.wasNudged = true;
    held.driver?.nudge();
    return true;
  }

  /** Nudges the run if it is driven here, else tries to take it. True when it is driven here afterwards. */
  async wake(runId: string, takeover = false): Promise<boolean> {
    if (this.nudge(runId)) return true;
    if (!this.#isActive) return false;
    if (this.#driving.size >= limitInForce("activeRunsPerProcess")) {
      this.#isAnyHeld = true;
      return false;
    }
    return this.#take(runId, takeover);
  }

  async #take(runId: string, takeover: boolean): Promise<boolean> {
    const entry: Driving = { driver: null, done: Promise.resolve(), wasNudged: false };
    this.#driving.set(runId, entry);
    const claim = await this.#inTurn(() => claimRun(runId, this.id, placesInForce(), takeover)).catch((error) => {
      log().error({ err: error, runId }, "a run could not be claimed");
      return null;
    });
    if (claim === null) {
      this.#driving.delete(runId);
      this.#isAnyHeld = true;
      await noteHeldRun(runId, placesInForce()).catch((error) => log().warn({ err: error, runId }, "why a run waits could not be noted"));
      return false;
    }
    entry.done = this.#drive(claim, entry).finally(() => this.#ended(runId));
    return true;
  }

  /** Claims go one after the other: two at the same moment would each count the places without the other. */
  #inTurn(claim: () => Promise<Claim | null>): Promise<Claim | null> {
    const mine = this.#lastClaim.then(claim);
    this.#lastClaim = mine.catch(() => null);
    return mine;
  }

  async #drive(claim: Claim, entry: Driving): Promise<void> {
    const { runId, epoch } = claim;
    try {
      const journal = claim.journal ?? (await readJournal(runId));
      const index = await this.#planOf(claim, journal);
      const values = journal.length > 1 || batchOf(journal) !== undefined ? await readValues(runId) : new Map();
      const driver = new RunDriver(claim, index, journal, new RunValues(values), wakeRelative);
      entry.driver = driver;
      if (entry.wasNudged) driver.nudge();
      if (!this.#isActive) driver.drain();
      const end = await driver.drive();
      log().info({ runId, epoch, end }, "a run was let go");
      const dueAt = driver.wasNudged || !this.#isActive ? Date.now() : driver.dueAt;
      if (end === "released" && dueAt !== null) this.#wakeAt(runId, dueAt);
    } catch (error) {
      // Nothing in flight may go on unwatched. The lease lapses, the sweep finds the run, and it is tried again.
      log().error({ err: error, runId, epoch }, "driving a run broke off");
      entry.driver?.lose();
    }
  }

  async #planOf({ versionId }: Claim, journal: readonly RunEvent[]): Promise<PlanIndex> {
    const key = `${versionId}/${batchOf(journal)?.nodeId ?? ""}`;
    const known = this.#plans.get(key);
    if (known !== undefined) return known;
    const index = indexForRun(await readPlan(versionId), journal);
    this.#plans.set(key, index);
    const oldest = this.#plans.keys().next().value;
    if (this.#plans.size > mostPlans && oldest !== undefined) this.#plans.delete(oldest);
    return index;
  }

  #ended(runId: string): void {
    this.#driving.delete(runId);
    if (!this.isTakingRuns) return;
    if (this.#consumer !== null) void this.#offerPlace();
    else if (this.#isAnyHeld) void this.#takeNext();
  }

  /** Any worker may have found no place for a run before: whichever is due for longest is looked at again. */
  async #offerPlace(): Promise<void> {
    try {
      const held = await findHeldRun();
      if (held !== null) await enqueueRun(held, "asked");
    } catch (error) {
      log().warn({ err: error }, "looking for the next run failed");
    }
  }

  /** A place was given back: the run that is due for longest gets it, and so on while there is room. */
  async #takeNext(): Promise<void> {
    try {
      for (;;) {
        const [next] = await findDueRuns(1, placesInForce(), false);
        if (next === undefined) {
          // Nobody has a place for what is due, or nothing is due: only then need nobody ask again.
          const [due] = await findDueRuns(1, unlimited, false);
          if (due === undefined) this.#isAnyHeld = false;
          return;
        }
        if (this.#driving.has(next) || !(await this.wake(next))) return;
      }
    } catch (error) {
      log().warn({ err: error }, "looking for the next run failed");
    }
  }

  /** What is due later than the next sweeps is theirs to find: a run that waits costs a row and no timer. */
  #wakeAt(runId: string, at: number): void {
    if (this.#consumer !== null) void enqueueRun(runId, "own", at - Date.now());
    if (!this.#isActive || this.#consumer !== null || at - Date.now() > longestTimerMs) return;
    clearTimeout(this.#timers.wakes.get(runId));
    const delayMs = Math.max(at - Date.now(), 0);
    const timer = setTimeout(() => {
      this.#timers.wakes.delete(runId);
      void this.wake(runId);
    }, delayMs);
    this.#timers.wakes.set(runId, timer);
  }

  async #renew(): Promise<void> {
    const drivers = [...this.#driving.values()].flatMap(({ driver }) => (driver === null ? [] : [driver]));
    if (drivers.length === 0) return;
    try {
      const kept = await renewLeases(drivers.map(({ claim }) => claim));
      for (const driver of drivers) {
        const lease = kept.get(driver.claim.runId);
        if (lease !== undefined) driver.nudge(lease.wakeSeq);
        else if (this.#driving.get(driver.claim.runId)?.driver === driver && !driver.isOver) driver.lose();
      }
    } catch (error) {
      log().warn({ err: error }, "the leases could not be renewed");
    }
  }

  /** With `takeover` every open run, whatever its lease says: at boot, where no other worker is alive to hold one. */
  async #sweep(takeover: boolean): Promise<void> {
    try {
      await mendChildRuns();
      if (this.#consumer === null) for (const { runId, at } of await findRunsDueBy(longestTimerMs)) this.#wakeAt(runId, at);
      for (const runId of await findDueRuns(limitInForce("activeRunsPerProcess"), placesInForce(), takeover)) {
        if (!this.#driving.has(runId)) await this.wake(runId, takeover);
      }
    } catch (error) {
      log().warn({ err: error }, "looking for runs that are due failed");
    }
  }
}

const unlimited: PlaceLimits = { ofWorkspace: Number.MAX_SAFE_INTEGER, ofWorkflow: Number.MAX_SAFE_INTEGER };

function placesInForce(): PlaceLimits {
  return { ofWorkspace: limitInForce("activeRunsPerWorkspace"), ofWorkflow: limitInForce("activeRunsPerWorkflow") };
}

function worker(): Worker {
  const known = processWide("worker", () => new Worker());
  const isOutdated = env().NODE_ENV === "development" && known.loadedAt < loadedAt && known.isActive;
  return isOutdated ? successorOf(known) : known;
}

/** With hot reload a changed file gives a newer copy of this module, whose worker takes the place of the one before. */
function successorOf(before: Worker): Worker {
  forgetProcessWide("worker");
  const after = processWide("worker", () => new Worker());
  void after.start(before.isOnlyWoken);
  void before.stop().then(() => after.lookForRuns());
  return after;
}

export type WorkerOptions = {
  /** Drives only runs that this process woke: the command line, while no app runs. */
  readonly onlyRuns?: boolean;
};

/** Starts this process's worker; a second call does nothing. */
export async function startWorker(options: WorkerOptions = {}): Promise<void> {
  await worker().start(options.onlyRuns ?? false);
}

/** Whether this process's worker takes runs that are due: false before its start and while it drains. */
export function isTakingRuns(): boolean {
  return worker().isTakingRuns;
}

/** Drains the worker within 20 s and hands its runs over. */
export async function stopWorker(): Promise<void> {
  await worker().stop();
}

/**
 * Starts a run or tells its owner to look into its inbox, wherever that is.
 *
 * @param urgency with several workers, what somebody asked for goes before what the product does by itself.
 */
export async function wakeRun(runId: string, urgency: Urgency = "asked"): Promise<void> {
  const own = worker();
  if (!isDistributed() || own.isOnlyWoken) {
    if (!(await own.wake(runId))) await tellOwner(runId);
  } else if (!own.nudge(runId)) {
    await Promise.all([tellOwner(runId), enqueueRun(runId, urgency)]);
  }
}

/** Hurries a run on behalf of another one. */
async function wakeRelative(runId: string): Promise<void> {
  await wakeRun(runId, "own");
}

async function tellOwner(runId: string): Promise<void> {
  await pool().query("SELECT pg_notify($1, $2) FROM run WHERE id = $2 AND (owner IS NOT NULL OR $3)", [
    wakeChannel,
    runId,
    !isDistributed(),
  ]);
}
