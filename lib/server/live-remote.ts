import "server-only";

/**
 * The live channel between processes: one Redis Stream a run, read from its beginning and then followed.
 *
 * It carries what streams and the fact that something was written into the journal, never the events themselves: those
 * stand in the database. Whatever lies before the last step that was streaming is cut off, and an hour without a word
 * ends the stream, so Redis holds what is being written and little more.
 */
import type { Redis } from "ioredis";
import type { LiveMessage } from "./live";
import { log } from "./log";
import { connectRedis } from "./redis";
import { forgetProcessWide, processWide } from "./runtime";

export type RemoteMessage = Exclude<LiveMessage, { kind: "events" }>;

const mostEntries = 20_000;
const entriesPerRead = 20_000;
const quietSeconds = 3_600;
/** What is over is kept so long for a reader that has not come to it yet. */
const afterglowMs = 30_000;
/** How long a reader waits before it looks whether somebody wants another run. */
const blockMs = 250;
const pauseAfterFailureMs = 1_000;
const fromTheBeginning = "0";

const keyOf = (runId: string): string => `windrose:live:${runId}`;

type Connections = { readonly asking: Redis; readonly waiting: Redis };
const connections = (): Connections =>
  processWide("live-connections", () => ({ asking: connectRedis("asking"), waiting: connectRedis("waiting") }));

/**
 * Says something to every process that follows the run. What Redis does not take is lost: only text in flight.
 *
 * @param isStreaming some step still does; otherwise what was said before need not be kept.
 */
export function sayToOthers(runId: string, message: RemoteMessage, isStreaming: boolean): void {
  const key = keyOf(runId);
  const commands = connections().asking.pipeline();
  commands.xadd(key, "MAXLEN", "~", mostEntries, "*", "m", JSON.stringify(message));
  if (!isStreaming) commands.xtrim(key, "MINID", "~", Date.now() - afterglowMs);
  commands.expire(key, quietSeconds);
  commands.exec().catch((error: unknown) => log().debug({ err: error, runId }, "live text could not be passed on"));
}

/** `isCatchingUp`: everything that was said before somebody followed the run, in one go. */
type Hear = (runId: string, messages: readonly RemoteMessage[], isCatchingUp: boolean) => void;

/** Follows runs for whoever watches them in this process: one blocking command for all of them. */
class Follower {
  readonly #positions = new Map<string, string>();
  readonly #hear: Hear;
  #isReading = false;

  constructor(hear: Hear) {
    this.#hear = hear;
  }

  follow(runId: string): void {
    if (!this.#positions.has(runId)) this.#positions.set(runId, fromTheBeginning);
    if (!this.#isReading) void this.#read();
  }

  leave(runId: string): void {
    this.#positions.delete(runId);
  }

  async #read(): Promise<void> {
    this.#isReading = true;
    while (this.#positions.size > 0) {
      try {
        await this.#readOnce([...this.#positions]);
      } catch (error) {
        log().debug({ err: error }, "live text of other processes could not be read");
        await new Promise((resolve) => setTimeout(resolve, pauseAfterFailureMs));
      }
    }
    this.#isReading = false;
  }

  async #readOnce(positions: readonly (readonly [string, string])[]): Promise<void> {
    const keys = positions.map(([runId]) => keyOf(runId));
    const ids = positions.map(([, id]) => id);
    const answer = await connections().waiting.xread("COUNT", entriesPerRead, "BLOCK", blockMs, "STREAMS", ...keys, ...ids);
    for (const [key, entries] of answer ?? []) {
      const runId = key.slice(keyOf("").length);
      const last = entries.at(-1)?.[0];
      // It may have been left, and even followed anew, while the command was on its way.
      const from = this.#positions.get(runId);
      if (last === undefined || from === undefined || from !== ids[keys.indexOf(key)]) continue;
      this.#positions.set(runId, last);
      this.#hear(
        runId,
        entries.map(([, fields]) => parseMessage(fields)),
        from === fromTheBeginning,
      );
    }
  }
}

/** As `sayToOthers` wrote it; nobody else writes there. */
function parseMessage([, text = ""]: readonly string[]): RemoteMessage {
  return JSON.parse(text) as RemoteMessage;
}

/** The one follower of this process. */
export function followerOfRuns(hear: Hear): Pick<Follower, "follow" | "leave"> {
  return processWide("live-follower", () => new Follower(hear));
}

export function closeLiveConnections(): void {
  const { asking, waiting } = connections();
  forgetProcessWide("live-connections");
  forgetProcessWide("live-follower");
  asking.disconnect();
  waiting.disconnect();
}
