import "server-only";

/**
 * Streaming output of one run's steps on its way to whoever watches: gathered for 50 ms at a time.
 */
import type { TurnDelta } from "../providers/contract";
import { forgetUnfinished, publishToRun } from "./live";

const gatherMs = 50;

type OpenStep = { readonly attempt: number; offset: number; pending: string; timer: NodeJS.Timeout | null };

export class LiveSteps {
  readonly #runId: string;
  readonly #steps = new Map<string, OpenStep>();

  constructor(runId: string) {
    this.#runId = runId;
  }

  /** A sink for the deltas of one attempt. What holds it up is told once it is cleared, for nobody knows of it before. */
  open(path: string, attempt: number, cleared: Promise<void>): (delta: TurnDelta) => void {
    const step: OpenStep = { attempt, offset: 0, pending: "", timer: null };
    this.#steps.set(path, step);
    return (delta) => {
      if (this.#steps.get(path) !== step) return;
      if (delta.type === "text") this.#gather(path, step, delta.text);
      else if (delta.type === "held") void cleared.then(() => this.#tellHeld(path, step, delta.because));
      else this.#tell(path, step, delta);
    };
  }

  /** Sends what is left; later deltas of this attempt are dropped. */
  close(path: string, attempt: number): void {
    const step = this.#steps.get(path);
    if (step === undefined || step.attempt !== attempt) return;
    this.#flush(path, step);
    this.#steps.delete(path);
  }

  /** Forgets what is left of a step that was cancelled; nothing of it is sent any more. */
  drop(path: string): void {
    const timer = this.#steps.get(path)?.timer;
    if (timer) clearTimeout(timer);
    this.#steps.delete(path);
  }

  /** Another process drives the run: nothing more is sent, and what streamed here is forgotten. */
  abandon(): void {
    for (const path of [...this.#steps.keys()]) this.drop(path);
    forgetUnfinished(this.#runId);
  }

  #gather(path: string, step: OpenStep, text: string): void {
    step.pending += text;
    step.timer ??= setTimeout(() => this.#flush(path, step), gatherMs);
  }

  #flush(path: string, step: OpenStep): void {
    if (step.timer !== null) clearTimeout(step.timer);
    step.timer = null;
    if (step.pending === "") return;
    const text = step.pending;
    step.pending = "";
    publishToRun(this.#runId, { kind: "live", path, attempt: step.attempt, offset: step.offset, text });
    step.offset += text.length;
  }

  #tellHeld(path: string, step: OpenStep, because: string | null): void {
    if (this.#steps.get(path) === step) publishToRun(this.#runId, { kind: "held", path, attempt: step.attempt, because });
  }

  #tell(path: string, step: OpenStep, delta: Exclude<TurnDelta, { type: "text" | "held" }>): void {
    this.#flush(path, step);
    publishToRun(this.#runId, {
      kind: "tool",
      path,
      attempt: step.attempt,
      id: delta.id,
      name: delta.name,
      arguments: delta.type === "tool_started" ? delta.arguments : "",
      state: delta.type === "tool_started" ? "started" : "done",
      at: Date.now(),
    });
  }
}
