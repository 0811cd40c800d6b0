import "server-only";

/**
 * What must exist once in a process: the pool, the live channel, the worker.
 *
 * Next loads a module several times (instrumentation, pages and routes each get a copy), so a
 * module-level variable is not one per process. A global under a registered symbol is.
 */
const registryKey = Symbol.for("windrose.runtime");

type GlobalWithRegistry = typeof globalThis & { [registryKey]?: Map<string, unknown> };

function registry(): Map<string, unknown> {
  const scope: GlobalWithRegistry = globalThis;
  scope[registryKey] ??= new Map();
  return scope[registryKey];
}

/**
 * The one value named `key` in this process; the first caller's `make` creates it.
 *
 * Every caller of a key must ask for the same type.
 */
export function processWide<T>(key: string, make: () => T): T {
  const values = registry();
  if (!values.has(key)) values.set(key, make());
  // Written above or by another copy of the module that calls with the same key and type.
  return values.get(key) as T;
}

/** Forgets a value, so that the next caller makes it anew. */
export function forgetProcessWide(key: string): void {
  registry().delete(key);
}
