/**
 * The thread that runs one piece of a person's code, in an interpreter compiled to WebAssembly.
 *
 * Started anew for every run and ended from outside, so nothing stays behind. The interpreter has its own
 * memory with a fixed ceiling and is given no function of this thread. What comes out of it is data that
 * nobody vouches for.
 */
import { parentPort, workerData } from "node:worker_threads";
import variant from "@jitl/quickjs-wasmfile-release-sync";
import { newQuickJSWASMModuleFromVariant, newVariant } from "quickjs-emscripten-core";
import { prepareGuest } from "./guest.mjs";

const pageBytes = 65_536;
/** The interpreter itself, which the person's code has no share of. */
const interpreterBytes = 16_777_216;
/** Well below the thread's own stack, so that too deep a recursion is an error of the code. */
const stackBytes = 500_000;
const jobsAtOnce = 1_000;
/** Of what the guest's parts give back. */
const memberNames = ["is", "text", "length", "name", "message", "stack"];
const outOfMemory = "out of memory";

/** @typedef {{ source: string, values: string, calculationMs: number, memoryBytes: number, outputBytes: number, logBytes: number }} Job */

/** @type {Job} */
const job = workerData;

/** Told apart by `is`: output, unpassable, too_large, error, time, memory, stack, pending. */
async function run() {
  const memory = new WebAssembly.Memory({
    initial: interpreterBytes / pageBytes,
    maximum: Math.ceil((interpreterBytes + job.memoryBytes) / pageBytes),
  });
  const quickJs = await newQuickJSWASMModuleFromVariant(newVariant(variant, { wasmMemory: memory }));
  const runtime = quickJs.newRuntime();
  runtime.setMemoryLimit(job.memoryBytes);
  runtime.setMaxStackSize(stackBytes);
  const context = runtime.newContext();
  const guest = preparedGuest(context);
  if (guest === null) return { is: "memory", log: "" };
  const clock = { until: performance.now() + job.calculationMs, isOver: false };
  runtime.setInterruptHandler(() => {
    clock.isOver ||= performance.now() > clock.until;
    return clock.isOver;
  });
  const end = endOf(() => evaluate(context, runtime, guest, clock), clock);
  // Whatever it came to, what it had said by then is told.
  clock.isOver = false;
  clock.until = performance.now() + job.calculationMs;
  return { ...end, log: logOf(guest) };
}

/** Null when its values alone are too much for it. */
function preparedGuest(context) {
  try {
    return guestOf(context);
  } catch {
    return null;
  }
}

function guestOf(context) {
  const prepared = context.unwrapResult(context.evalCode(`(${prepareGuest.toString()})`, "guest"));
  const given = [context.newString(job.values), context.newNumber(job.outputBytes), context.newNumber(job.logBytes)];
  const parts = context.unwrapResult(context.callFunction(prepared, context.undefined, ...given));
  const partNamed = (name) => {
    const part = context.getProp(parts, name);
    return (...handles) => {
      const called = context.callFunction(part, context.undefined, ...handles);
      return called.error === undefined ? { ok: true, value: plainValue(context, called.value) } : { ok: false };
    };
  };
  return { finish: partNamed("finish"), explain: partNamed("explain"), logged: partNamed("logged") };
}

/** A text, or the texts and numbers of an object, read one by one: no conversion that the code could have changed takes part. */
function plainValue(context, handle) {
  const scalar = (value) => {
    const type = context.typeof(value);
    return type === "string" ? context.getString(value) : type === "number" ? context.getNumber(value) : undefined;
  };
  if (context.typeof(handle) !== "object") return scalar(handle);
  return Object.fromEntries(memberNames.map((name) => [name, scalar(context.getProp(handle, name))]));
}

function evaluate(context, runtime, guest, clock) {
  // On one line with the first line of the code, so that line numbers are the person's own.
  const evaluated = context.evalCode(`"use strict";(async()=>{${job.source}\n})()`, "code");
  if (evaluated.error !== undefined) return explained(guest, evaluated.error);
  for (;;) {
    const jobs = runtime.executePendingJobs(jobsAtOnce);
    if (clock.isOver) return { is: "time" };
    if (jobs.error !== undefined) return explained(guest, jobs.error);
    if (jobs.value === 0) break;
  }
  const promise = context.getPromiseState(evaluated.value);
  if (promise.type === "pending") return { is: "pending" };
  if (promise.type === "rejected") return explained(guest, promise.error);
  const finished = guest.finish(promise.value);
  return finished.ok && finished.value.message !== outOfMemory ? finished.value : { is: "memory" };
}

/** An error that can't even be described is one for want of memory. */
function explained(guest, handle) {
  const said = guest.explain(handle);
  if (!said.ok) return { is: "memory" };
  const { name, message, stack } = said.value;
  if (message === outOfMemory) return { is: "memory" };
  if (name === "RangeError" && message === "Maximum call stack size exceeded") return { is: "stack" };
  if (name === "InternalError" && message === "stack overflow") return { is: "stack" };
  const line = Number(/code:(\d+)/.exec(stack)?.[1] ?? 0);
  return { is: "error", name, message, line };
}

/** The interpreter may break off in the middle: then it says so by a fault of its own. */
function endOf(work, clock) {
  try {
    const end = work();
    return clock.isOver ? { is: "time" } : end;
  } catch (error) {
    if (clock.isOver) return { is: "time" };
    return { is: error instanceof RangeError ? "stack" : "memory" };
  }
}

function logOf(guest) {
  try {
    const said = guest.logged();
    return said.ok ? said.value : "";
  } catch {
    return "";
  }
}

parentPort?.postMessage(await run());
