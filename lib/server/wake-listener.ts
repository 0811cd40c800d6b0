import "server-only";

/**
 * Hears which runs other processes want looked at: PostgreSQL's NOTIFY on a connection of its own.
 *
 * A lost connection is made again, with ever longer pauses while the database is away. What is missed
 * meanwhile the sweep finds. While it is open it also says that this worker is alive: PostgreSQL holds a
 * lock for it that no crash leaves behind.
 */
import pg from "pg";
import { log } from "./log";

export const wakeChannel = "windrose_wake";
/** Shared by every worker of a database; whoever gets it alone is the only one. */
const presenceLock = 72_707_370;

const firstPauseMs = 1_000;
const longestPauseMs = 30_000;

/** @param failures attempts in a row that came to nothing; at least 1. */
export function pauseAfter(failures: number): number {
  return Math.min(firstPauseMs * 2 ** (failures - 1), longestPauseMs);
}

export class WakeListener {
  readonly #databaseUrl: string;
  readonly #onWake: (runId: string) => void;
  #client: pg.Client | null = null;
  #timer: NodeJS.Timeout | undefined;
  #failures = 0;
  #isStopped = false;

  constructor(databaseUrl: string, onWake: (runId: string) => void) {
    this.#databaseUrl = databaseUrl;
    this.#onWake = onWake;
  }

  /**
   * Resolves once it hears, or once the first attempt has failed and another is planned.
   *
   * @returns whether no other worker is alive on this database; false when that can't be known.
   */
  async start(): Promise<boolean> {
    const client = new pg.Client({ connectionString: this.#databaseUrl });
    this.#client = client;
    const onLoss = (): void => this.#startAgain(client);
    client.on("error", onLoss);
    client.on("end", onLoss);
    client.on("notification", ({ payload }) => {
      if (payload !== undefined) this.#onWake(payload);
    });
    try {
      await client.connect();
      await client.query(`LISTEN ${wakeChannel}`);
      const isAlone = await announcePresence(client);
      if (this.#failures > 0) log().info({ attempts: this.#failures + 1 }, "wake-ups from other processes are heard again");
      this.#failures = 0;
      return isAlone;
    } catch (error) {
      // Said once for each time that the database goes away, however long it stays so.
      if (this.#failures === 0 && !this.#isStopped) log().warn({ err: error }, "wake-ups from other processes can't be heard for now");
      this.#startAgain(client);
      return false;
    }
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    const client = this.#client;
    this.#client = null;
    await client?.end().catch(() => undefined);
  }

  /** Once for each client, whichever of its events tells first. */
  #startAgain(lost: pg.Client): void {
    if (this.#client !== lost || this.#isStopped) return;
    this.#client = null;
    void lost.end().catch(() => undefined);
    this.#failures += 1;
    this.#timer = setTimeout(() => void this.start(), pauseAfter(this.#failures));
    this.#timer.unref();
  }
}

/** Of several that come at once at most one is told that it is alone. */
async function announcePresence(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query("SELECT pg_try_advisory_lock($1) AS alone", [presenceLock]);
  await client.query("SELECT pg_advisory_lock_shared($1)", [presenceLock]);
  const isAlone: boolean = rows[0].alone;
  if (isAlone) await client.query("SELECT pg_advisory_unlock($1)", [presenceLock]);
  return isAlone;
}
