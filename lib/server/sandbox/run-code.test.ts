import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../shared/json";
import { limits } from "../../shared/limits";
import { type CodeLimits, runCode } from "./run-code";

const inForce: CodeLimits = {
  calculationMs: 1_000,
  totalMs: 20_000,
  memoryBytes: limits.codeMemoryBytes.value,
  outputBytes: 1_000,
  logBytes: 100,
  atOnce: 2,
};
const run = (source: string, values: JsonObject = {}, parts: Partial<CodeLimits> = {}) =>
  runCode({ source, values }, { ...inForce, ...parts }, new AbortController().signal);
const outputOf = async (source: string, values: JsonObject = {}) => {
  const { result } = await run(source, values);
  return result.ok ? result.value : result.error;
};
const errorOf = async (source: string, values: JsonObject = {}) => {
  const { result } = await run(source, values);
  return result.ok ? null : result.error;
};

describe("code", () => {
  it("sees its values and gives back what it returns", async () => {
    const values = { received: { items: [3, 1, 2] }, state: { factor: 10 } };
    expect(
      await outputOf("const { items } = received;\nreturn items.map((item) => item * state.factor).sort((a, b) => a - b);", values),
    ).toEqual([10, 20, 30]);
  });

  it("gives null when it returns nothing", async () => {
    expect(await outputOf("received;", { received: 1 })).toBeNull();
  });

  it("may wait for promises of its own", async () => {
    expect(await outputOf("const parts = await Promise.all([1, 2].map(async (n) => n * 2));\nreturn parts;")).toEqual([2, 4]);
  });

  it("can't change what it received", async () => {
    const received = { list: [{ deep: 1 }] };
    for (const source of ["received.list[0].deep = 2;", "received.list.push(1);", "received = 1;", "delete globalThis.received;"]) {
      expect(await errorOf(source, { received })).toMatchObject({
        code: "code_error",
        message: expect.stringMatching(/^Line 1: \w+Error: /),
      });
    }
    expect(await outputOf("return structured = [...received.list].length", { received })).toMatchObject({ code: "code_error" });
  });

  it("takes a key named __proto__ as data", async () => {
    const received: JsonObject = JSON.parse('{"__proto__": {"polluted": 1}}');
    expect(await outputOf("return [received.polluted ?? null, Object.keys(received), ({}).polluted ?? null];", { received })).toEqual([
      null,
      ["__proto__"],
      null,
    ]);
  });

  it("finds a fresh world each time", async () => {
    await run("Object.prototype.polluted = 1; globalThis.left = 1; Array.prototype.map = () => 'mine';");
    expect(await outputOf("return [typeof left, ({}).polluted ?? null, [1].map((n) => n)];")).toEqual(["undefined", null, [1]]);
    expect(Reflect.get({}, "polluted")).toBeUndefined();
  });

  it("keeps what it logs, to the limit, even when it fails", async () => {
    expect((await run('console.log("a", 1, { b: [2] });\nconsole.error(new Error("no"));')).log).toBe('a 1 {"b":[2]}\nError: no');
    expect((await run('console.log("said");\nthrow new Error("later");')).log).toBe("said");
    expect((await run('console.log("said");\nwhile (true);', {}, { calculationMs: 100 })).log).toBe("said");
    expect((await run('for (let n = 0; n < 1000; n++) console.log("x".repeat(1000));')).log.length).toBeLessThanOrEqual(102);
  });
});

describe("a mistake", () => {
  it.each([
    ["const a = 1;\nreturn b;", "Line 2: ReferenceError: 'b' is not defined."],
    ["const a = 1;\n\nreturn a.b.c;", "Line 3: TypeError: "],
    ["return (;", "Line 1: SyntaxError: "],
    ["const a = 1;\nconst a = 2;", "Line 2: SyntaxError: "],
    ["await null;\nthrow new RangeError('Too far!');", "Line 2: RangeError: Too far!"],
    ["throw 'plainly';", "the code threw plainly."],
    ["throw { code: 7 };", 'the code threw {"code":7}.'],
    ["await Promise.reject(new Error('later'));", "Line 1: Error: later."],
    ["const e = new Error('x'); e.name = { toString() { throw 1 } }; throw e;", ""],
  ])("in %j is told with its line", async (source, message) => {
    const error = await errorOf(source);
    expect(error?.class).toMatch(/permanent|limit/);
    expect(error?.message).toContain(message);
  });

  it.each([
    ["return () => 1;", "A function can't be passed on."],
    ["return Symbol('x');", "A symbol can't be passed on."],
    ["return { n: 1n };", "BigInt"],
    ["return new Map();", "Object.fromEntries"],
    ["return { ids: new Set([1]) };", "[...set]"],
    ["return [1].map(async (n) => n);", "Promise.all"],
    ["const a = {}; a.a = a; return a;", "circular"],
    ["return { toJSON() { throw new Error('mine'); } };", "mine"],
  ])("in what is returned is told: %s", async (source, message) => {
    expect(await errorOf(source)).toMatchObject({ code: "code_output_invalid", message: expect.stringContaining(message) });
  });
});

describe("code that would never end", () => {
  it.each([
    "while (true) {}",
    "for (;;) await null;",
    "const again = () => Promise.resolve().then(again); await again();",
    "return { toJSON() { while (true) {} } };",
    "try { while (true) {} } finally { while (true) {} }",
    "[1, 2, 3].sort(() => { while (true) {} });",
    "return /^(a+)+$/.test('a'.repeat(60) + 'b');",
    "const error = new Error('x'); Object.defineProperty(error, 'message', { get() { while (true) {} } }); throw error;",
  ])("is ended: %s", async (source) => {
    const { result } = await run(source, {}, { calculationMs: 200 });
    expect(result).toMatchObject({ ok: false, error: { code: "code_timeout", class: "limit", message: expect.stringContaining("0.2 s") } });
  });

  it("is ended with its thread when the interpreter does not stop", async () => {
    const { result } = await run("return new Array(2 ** 32 - 2).join('x');", {}, { totalMs: 2_000 });
    expect(result).toMatchObject({ error: { class: "limit" } });
  });

  it("is told apart from code that waits for nothing", async () => {
    expect(await errorOf("await new Promise(() => {});")).toMatchObject({ code: "code_pending" });
  });

  it("is broken off when its step is", async () => {
    const controller = new AbortController();
    const ended = runCode({ source: "while (true) {}", values: {} }, { ...inForce, calculationMs: 20_000 }, controller.signal);
    controller.abort();
    expect(await ended).toMatchObject({ result: { ok: false, error: { class: "cancelled" } } });
  });
});

describe("code that takes too much", () => {
  it.each([
    "const all = []; while (true) all.push(new Uint8Array(1e6).fill(1));",
    "const all = []; while (true) all.push('x'.repeat(1e6) + all.length);",
    "const all = [[]]; while (true) all.push([...all, ...all.flat()]);",
    "return new Uint8Array(1e9).length;",
  ])("memory is ended, and this process does not grow: %s", async (source) => {
    const before = process.memoryUsage().rss;
    expect((await run(source, {}, { calculationMs: 5_000 })).result).toMatchObject({ error: { code: "code_memory", class: "limit" } });
    expect(process.memoryUsage().rss - before).toBeLessThan(250_000_000);
  });

  it.each(["const f = () => f() + 1; return f();", "return eval('['.repeat(1e5));", "const f = () => [1].map(f); return f();"])(
    "stack is ended: %s",
    async (source) => {
      expect(await errorOf(source)).toMatchObject({ code: "code_stack", class: "permanent" });
    },
  );

  it("output that is nested too deeply is refused", async () => {
    const nested = (levels: number) => `let list = []; for (let n = 1; n < ${levels}; n++) list = [list]; return list;`;
    expect(await errorOf(nested(64))).toBeNull();
    expect(await errorOf(nested(65))).toMatchObject({ code: "code_output_invalid" });
  });

  it("output is refused, one byte past the limit", async () => {
    expect(await outputOf("return 'x'.repeat(998);")).toHaveLength(998);
    expect(await errorOf("return 'x'.repeat(999);")).toMatchObject({ code: "code_output_too_large", class: "limit" });
    expect(await errorOf("return 'é'.repeat(998);")).toMatchObject({
      code: "code_output_too_large",
      message: expect.stringContaining("1998 bytes"),
    });
    expect(await errorOf("return 'x'.repeat(4e6);")).toMatchObject({ code: "code_output_too_large" });
  });
});

describe("the host", () => {
  it("is nowhere to be found", async () => {
    const names =
      "process require module exports global Buffer fetch XMLHttpRequest WebSocket setTimeout setInterval queueMicrotask WebAssembly Worker importScripts std os print postMessage parentPort workerData";
    expect(await outputOf(`return ${JSON.stringify(names.split(" "))}.filter((name) => name in globalThis);`)).toEqual([]);
  });

  it.each([
    "return typeof Function('return this')().process;",
    "return typeof (async () => {}).constructor('return process')().then;",
    "return typeof console.log.constructor('return this')().process;",
    "return typeof ({}).constructor.constructor('return globalThis')().require;",
    "return typeof Promise.resolve().constructor.constructor('return this')().process;",
    "Error.prepareStackTrace = (_, frames) => frames; return typeof new Error().stack[0]?.getThis;",
  ])("is not reached by %s", async (source) => {
    expect(await outputOf(source)).toMatch(/^(?:undefined|function)$/);
  });

  it.each(["await import('node:fs');", "await import('fs');", "import.meta.url;"])("gives no modules to %s", async (source) => {
    expect(await errorOf(source)).toMatchObject({ code: "code_error" });
  });

  it("is not deceived by code that replaces what the sandbox uses", async () => {
    const spoiled =
      "JSON.stringify = () => '{'; Object.prototype.toJSON = () => 'x'; Array.prototype.join = () => { throw 1; }; return { a: 1 };";
    expect((await run(spoiled)).result).toMatchObject({ ok: true });
    expect(await outputOf("}); globalThis.out = 1; (async () => { return out;")).toEqual(1);
  });
});
