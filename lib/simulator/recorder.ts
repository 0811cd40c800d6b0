/**
 * What was asked and when: for tests and for `GET /__control/requests`.
 */
import type { JsonValue } from "../shared/json";

export type RecordedRequest = {
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  /** Without credentials. */
  readonly headers: Readonly<Record<string, string>>;
  /** Parsed where it is JSON; null where there is none. */
  readonly body: JsonValue;
  /** Epoch milliseconds. */
  readonly startedAt: number;
  /** Null while it is being answered. */
  readonly finishedAt: number | null;
  readonly status: number | null;
  /** The client went away before the answer was complete. */
  readonly wasAborted: boolean;
};

export type Recording = { readonly end: (status: number, wasAborted: boolean) => void };

type Kept = Omit<RecordedRequest, "body"> & {
  finishedAt: number | null;
  status: number | null;
  wasAborted: boolean;
  readonly text: string;
};

const mostRequests = 5_000;
const mostCharacters = 30_000_000;

export class Recorder {
  private kept: Kept[] = [];
  private characters = 0;

  begin(request: Pick<RecordedRequest, "method" | "path" | "headers">, text: string): Recording {
    const entry: Kept = { ...request, text, startedAt: Date.now(), finishedAt: null, status: null, wasAborted: false };
    this.kept.push(entry);
    this.characters += text.length;
    while (this.kept.length > mostRequests || (this.characters > mostCharacters && this.kept.length > 1))
      this.characters -= this.kept.shift()?.text.length ?? 0;
    return {
      end: (status, wasAborted) => {
        entry.finishedAt = Date.now();
        entry.status = status;
        entry.wasAborted = wasAborted;
      },
    };
  }

  /** Oldest first. */
  requests(): RecordedRequest[] {
    return this.kept.map(({ text, ...request }) => ({ ...request, body: parsed(text) }));
  }

  clear(): void {
    this.kept = [];
    this.characters = 0;
  }
}

function parsed(text: string): JsonValue {
  if (text === "") return null;
  try {
    return JSON.parse(text);
  } catch {
    return text.slice(0, 2_000);
  }
}
