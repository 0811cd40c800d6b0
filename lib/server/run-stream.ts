import "server-only";

/**
 * A run as a stream of server-sent events: its journal from any point on, then everything as it happens.
 *
 * The journal is the truth and the live channel only hurries it: an event is sent when it is the next
 * number, and anything else (a gap, a quiet second, a run that another process drives) makes the
 * journal be read again. So a client's log equals the database's, without gap or repetition.
 */
import type { RunEvent } from "../engine/events";
import { limitInForce } from "./env";
import { type LiveMessage, subscribeToRun } from "./live";

export type RunStreamSource = {
  readonly runId: string;
  /** The last event the client has; 0 for none. */
  readonly afterSeq: number;
  /** Events after a number, oldest first, at most a page of them. */
  readonly readEvents: (afterSeq: number) => Promise<readonly RunEvent[]>;
  /** Reports what makes the stream end early; the client is expected to come back. */
  readonly onError: (error: unknown) => void;
  /** Called once, whatever ended the stream. */
  readonly onClose: () => void;
  readonly signal: AbortSignal;
};

const maxBufferedBytes = 1_000_000;
const maxEarlyPieces = 5_000;
/** How soon a run that this process hears nothing of is looked up again. */
const pollMs = 1_000;
/** Sent first: it opens the connection in the browser and says how soon to come back after it broke. */
const opening = "retry: 1000\n\n";

/** Ends by itself after `run_finished`. A reader that is more than 1 MB behind is dropped and resumes. */
export function openRunStream(source: RunStreamSource): ReadableStream<Uint8Array> {
  let connection: RunConnection | null = null;
  return new ReadableStream<Uint8Array>(
    {
      start: (controller) => {
        connection = new RunConnection(source, controller);
        connection.open();
      },
      pull: () => connection?.drained(),
      cancel: () => connection?.close(),
    },
    new ByteLengthQueuingStrategy({ highWaterMark: maxBufferedBytes }),
  );
}

/** The stream of a run that is over, for a client that has all of it. */
export function endedRunStream(): string {
  return `${opening}${frame("end", {})}`;
}

type LivePiece = Exclude<LiveMessage, { kind: "events" | "written" }>;

class RunConnection {
  readonly #source: RunStreamSource;
  readonly #controller: ReadableStreamDefaultController<Uint8Array>;
  readonly #encoder = new TextEncoder();
  readonly #undo: (() => void)[] = [];
  #lastSeq: number;
  #isClosed = false;
  #isReading = false;
  #isReadWanted = false;
  /** Live output that came before the journal was caught up; null afterwards. */
  #early: LivePiece[] | null = [];
  #whenDrained: (() => void) | null = null;

  constructor(source: RunStreamSource, controller: ReadableStreamDefaultController<Uint8Array>) {
    this.#source = source;
    this.#controller = controller;
    this.#lastSeq = source.afterSeq;
  }

  /** Listens before it reads, so that nothing falls between the two. */
  open(): void {
    this.#send(opening);
    const poll = setInterval(() => void this.#readJournal(), pollMs);
    const heartbeat = setInterval(() => this.#beat(), limitInForce("eventStreamHeartbeatMs"));
    const close = (): void => this.close();
    this.#undo.push(
      () => clearInterval(poll),
      () => clearInterval(heartbeat),
      () => this.#source.signal.removeEventListener("abort", close),
    );
    this.#source.signal.addEventListener("abort", close);
    const stopListening = subscribeToRun(this.#source.runId, (message) => this.#hear(message));
    this.#undo.push(stopListening);
    if (this.#source.signal.aborted) this.close();
    // The channel speaks while we subscribe, so the stream may have ended before there was anything to undo.
    if (this.#isClosed) stopListening();
    void this.#readJournal();
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    for (const undo of this.#undo) undo();
    this.drained();
    this.#source.onClose();
    try {
      this.#controller.close();
    } catch {
      // The client cancelled: the stream is closed already.
    }
  }

  /** The reader took something. */
  drained(): void {
    this.#whenDrained?.();
    this.#whenDrained = null;
  }

  #hear(message: LiveMessage): void {
    if (this.#isClosed) return;
    if (message.kind === "events") this.#hearEvents(message.events);
    else if (message.kind === "written") void this.#readJournal();
    else if (this.#early === null) this.#sendLive(message);
    else if (this.#early.length < maxEarlyPieces) this.#early.push(message);
    else this.close();
  }

  #hearEvents(events: readonly RunEvent[]): void {
    for (const event of events) {
      if (this.#isClosed || event.seq <= this.#lastSeq) continue;
      // While the journal is being read, or the reader is behind, the next read brings the event.
      if (this.#isReading || this.#isFull() || event.seq !== this.#lastSeq + 1) {
        void this.#readJournal();
        return;
      }
      this.#sendEvent(event);
    }
  }

  /** Sends everything after the last event that was sent; a call during a read makes it read once more. */
  async #readJournal(): Promise<void> {
    this.#isReadWanted = true;
    if (this.#isReading) return;
    this.#isReading = true;
    try {
      while (this.#isReadWanted && !this.#isClosed) {
        this.#isReadWanted = false;
        await this.#sendPage();
      }
      this.#isReading = false;
      this.#sendEarly();
    } catch (error) {
      this.#source.onError(error);
      this.close();
    }
  }

  async #sendPage(): Promise<void> {
    const events = await this.#source.readEvents(this.#lastSeq);
    for (const event of events) {
      if (this.#isFull()) await this.#untilDrained();
      if (this.#isClosed) return;
      this.#sendEvent(event);
    }
    if (events.length > 0) this.#isReadWanted = true;
  }

  #sendEarly(): void {
    const pieces = this.#early ?? [];
    this.#early = null;
    for (const piece of pieces) this.#sendLive(piece);
  }

  #sendEvent(event: RunEvent): void {
    this.#lastSeq = event.seq;
    this.#send(frame("run", event, event.seq));
    if (event.type !== "run_finished") return;
    this.#send(frame("end", {}));
    this.close();
  }

  #sendLive({ kind, ...data }: LivePiece): void {
    // A piece that is left out can't be made good, so the reader starts anew instead.
    if (this.#isFull()) this.close();
    this.#send(frame(kind, data));
  }

  #beat(): void {
    if (!this.#isFull()) this.#send(": heartbeat\n\n");
  }

  #send(text: string): void {
    if (!this.#isClosed) this.#controller.enqueue(this.#encoder.encode(text));
  }

  #isFull(): boolean {
    return !this.#isClosed && (this.#controller.desiredSize ?? 0) <= 0;
  }

  #untilDrained(): Promise<void> {
    return new Promise((resolve) => {
      this.#whenDrained = resolve;
    });
  }
}

/** JSON has no raw line breaks, so nothing a model says can end a frame or begin another. */
export function frame(event: string, data: unknown, id?: number): string {
  const idLine = id === undefined ? "" : `id: ${id}\n`;
  return `${idLine}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}
