import "server-only";

/**
 * Runs a person's JavaScript where it reaches nothing: an interpreter of its own, in a thread of its own.
 *
 * The interpreter bounds time and memory; the thread is ended from here when it does not keep to that.
 * What comes back is parsed like anything from outside.
 */
import path from "node:path";
import { Worker } from "node:worker_threads";
import { z } from "zod";
import type { StepError } from "../../nodes/contract";
import type { CodeJob } from "../../nodes/execution";
import { createLimiter, type Limiter } from "../../providers/concurrency.server";
import { type JsonValue, jsonDepth, utf8Bytes } from "../../shared/json";
import { limits as allLimits } from "../../shared/limits";
import { err, ok, type Result } from "../../shared/result";
import { processWide } from "../runtime";

export type CodeLimits = {
  readonly calculationMs: number;
  readonly totalMs: number;
  readonly memoryBytes: number;
  readonly outputBytes: number;
  readonly logBytes: number;
  /** Of the whole process; later ones wait for a place. */
  readonly atOnce: number;
};

export type CodeEnd = {
  readonly result: Result<JsonValue, StepError>;
  /** What the code wrote to its console. */
  readonly log: string;
};

const Answer = z.intersection(
  z.object({ log: z.string() }),
  z.discriminatedUnion("is", [
    z.object({ is: z.literal("output"), text: z.string() }),
    z.object({ is: z.literal("unpassable"), message: z.string() }),
    z.object({ is: z.literal("too_large"), length: z.number() }),
    z.object({ is: z.literal("error"), name: z.string(), message: z.string(), line: z.number() }),
    z.object({ is: z.enum(["time", "memory", "stack", "pending"]) }),
  ]),
);
type Answer = z.infer<typeof Answer>;

/** A fault of the sandbox itself, or a thread that was ended, gives no answer. */
type Ending = { readonly is: "answered"; readonly answer: Answer } | { readonly is: "late" | "cancelled" | "memory" | "broken" };

/** The threads' own heap, beside the interpreter's memory: the code's text, its values and its output pass through it. */
const threadHeapMb = 64;

const deepest = allLimits.documentDepth.value;

/** Never throws for what the code does. */
export async function runCode(job: CodeJob, limits: CodeLimits, signal: AbortSignal): Promise<CodeEnd> {
  const leave = await places(limits.atOnce).enter({ signal, onDelta: () => undefined });
  if (leave === null) return { result: err(cancelled), log: "" };
  try {
    const ending = await endingOf(startThread(job, limits), limits, signal);
    if (ending.is !== "answered") return { result: err(errorOfThread(ending.is, limits)), log: "" };
    const { answer } = ending;
    return { result: resultOf(answer, limits), log: answer.log };
  } finally {
    leave();
  }
}

function places(atOnce: number): Limiter {
  return processWide("code-places", () => createLimiter(atOnce));
}

function startThread({ source, values }: CodeJob, limits: CodeLimits): Worker {
  const { calculationMs, memoryBytes, outputBytes, logBytes } = limits;
  // Found by its place in the checkout: a bundler that follows it would leave out the interpreter's own file.
  const file = path.join(/* turbopackIgnore: true */ process.cwd(), "lib/server/sandbox/sandbox-worker.mjs");
  return new Worker(/* turbopackIgnore: true */ file, {
    workerData: { source, values: JSON.stringify(values), calculationMs, memoryBytes, outputBytes, logBytes },
    env: {},
    execArgv: [],
    stdin: true,
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: threadHeapMb, maxYoungGenerationSizeMb: 16 },
  });
}

async function endingOf(thread: Worker, limits: CodeLimits, signal: AbortSignal): Promise<Ending> {
  let timer: NodeJS.Timeout | undefined;
  let stop: (() => void) | undefined;
  try {
    return await new Promise<Ending>((resolve) => {
      timer = setTimeout(() => resolve({ is: "late" }), limits.totalMs);
      stop = () => resolve({ is: "cancelled" });
      if (signal.aborted) stop();
      signal.addEventListener("abort", stop, { once: true });
      thread.once("message", (message: unknown) => {
        const answer = Answer.safeParse(message);
        resolve(answer.success ? { is: "answered", answer: answer.data } : { is: "broken" });
      });
      thread.once("error", (error) => resolve({ is: Reflect.get(error, "code") === "ERR_WORKER_OUT_OF_MEMORY" ? "memory" : "broken" }));
      thread.once("exit", () => resolve({ is: "broken" }));
    });
  } finally {
    clearTimeout(timer);
    if (stop !== undefined) signal.removeEventListener("abort", stop);
    await thread.terminate();
  }
}

const cancelled: StepError = { code: "cancelled", class: "cancelled", message: "The code was broken off." };

function errorOfThread(is: Exclude<Ending["is"], "answered">, limits: CodeLimits): StepError {
  if (is === "cancelled") return cancelled;
  if (is === "late") return tooLong(limits.totalMs);
  if (is === "memory") return tooMuchMemory(limits.memoryBytes);
  return {
    code: "code_broken",
    class: "transient",
    message: "The sandbox for code broke down. Try again; if it stays so, tell whoever runs Windrose.",
  };
}

function resultOf(answer: Answer, limits: CodeLimits): Result<JsonValue, StepError> {
  switch (answer.is) {
    case "output":
      return outputOf(answer.text, limits.outputBytes);
    case "too_large":
      return err(tooLarge(answer.length, limits.outputBytes));
    case "unpassable":
      return err(permanent("code_output_invalid", `What the code returns can't be passed on. ${answer.message}`));
    case "time":
      return err(tooLong(limits.calculationMs));
    case "memory":
      return err(tooMuchMemory(limits.memoryBytes));
    case "stack":
      return err(permanent("code_stack", "The code calls itself too often: its stack is used up. Use a loop instead."));
    case "pending":
      return err(
        permanent("code_pending", "The code waits for a promise that nothing will ever fulfil. There are no timers and no network."),
      );
    case "error":
      return err(permanent("code_error", errorText(answer)));
  }
}

function outputOf(text: string, most: number): Result<JsonValue, StepError> {
  const bytes = utf8Bytes(text);
  if (bytes > most) return err(tooLarge(bytes, most));
  try {
    const value: JsonValue = JSON.parse(text);
    if (jsonDepth(value, deepest) <= deepest) return ok(value);
    return err(
      permanent("code_output_invalid", `What the code returns is nested more than ${deepest} levels deep. Return something flatter.`),
    );
  } catch {
    return err(permanent("code_output_invalid", "What the code returns is no JSON. Don't replace JSON.stringify."));
  }
}

function errorText({ name, message, line }: Extract<Answer, { is: "error" }>): string {
  const where = line > 0 ? `Line ${line}: ` : "";
  const what = name === "" ? `the code threw ${message}` : `${name}: ${message}`;
  return `${where}${what}${/[.!?]$/.test(what) ? "" : "."}`;
}

function tooLong(ms: number): StepError {
  const message = `The code did not end within ${ms / 1_000} s. Look for a loop without an end, or give it less to do.`;
  return { code: "code_timeout", class: "limit", message };
}

function tooMuchMemory(bytes: number): StepError {
  const message = `The code needs more than the ${Math.round(bytes / 1_000_000)} MB of memory that it may use. Give it less to do, for example with a Map.`;
  return { code: "code_memory", class: "limit", message };
}

function tooLarge(size: number, most: number): StepError {
  const message = `The output has ${size} bytes; at most ${most} can be passed on. Return less.`;
  return { code: "code_output_too_large", class: "limit", message };
}

function permanent(code: string, message: string): StepError {
  return { code, class: "permanent", message };
}
