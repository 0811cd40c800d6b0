/**
 * What a person's code finds inside the sandbox: its values, a console, and nothing else.
 *
 * `prepareGuest` never runs here. Its text is evaluated inside QuickJS, so it may use nothing from outside
 * itself. Only what it returns is called from outside, and only plain data comes back.
 *
 * @param {string} valuesText the values as JSON text; each becomes a global that can't be changed.
 * @param {number} mostOutput longest output, in characters of its JSON.
 * @param {number} mostLog longest log, in characters.
 */
export function prepareGuest(valuesText, mostOutput, mostLog) {
  const { parse, stringify } = JSON;
  const { freeze, values: valuesOf, entries, defineProperty } = Object;
  const tagOf = Function.prototype.call.bind(Object.prototype.toString);
  const advice = {
    "[object Map]": "A Map can't be passed on. Return Object.fromEntries(map), or a list.",
    "[object Set]": "A Set can't be passed on. Return a list, as in [...set].",
    "[object Promise]": "A promise can't be passed on. Wait for it with await, for a list with await Promise.all(list).",
    "[object BigInt]": "A BigInt can't be passed on. Return Number(value) or String(value).",
  };

  const frozen = (root) => {
    const open = [root];
    while (open.length > 0) {
      const value = open.pop();
      if (typeof value !== "object" || value === null) continue;
      freeze(value);
      open.push(...valuesOf(value));
    }
    return root;
  };

  for (const [name, value] of entries(parse(valuesText))) {
    defineProperty(globalThis, name, { value: frozen(value), enumerable: true });
  }

  const lines = [];
  let length = 0;
  const said = (part) => {
    if (typeof part === "string") return part;
    if (part instanceof Error) return `${part.name}: ${part.message}`;
    try {
      return stringify(part) ?? String(part);
    } catch {
      return String(part);
    }
  };
  const log = (...parts) => {
    if (length > mostLog) return;
    const line = parts.map(said).join(" ");
    const room = mostLog - length;
    length += line.length + 1;
    lines.push(line.length <= room ? line : `${line.slice(0, room)}…`);
  };
  defineProperty(globalThis, "console", { value: freeze({ log, info: log, debug: log, warn: log, error: log }) });

  const passable = (_key, value) => {
    const problem = advice[tagOf(value)];
    if (problem !== undefined) throw new TypeError(problem);
    return value;
  };

  // What is returned has no prototype, which the code may have changed.
  return {
    finish: (value) => {
      let text;
      try {
        text = stringify(value === undefined ? null : value, passable);
      } catch (error) {
        return { __proto__: null, is: "unpassable", message: String(error?.message ?? error).slice(0, 500) };
      }
      if (text === undefined) return { __proto__: null, is: "unpassable", message: `A ${typeof value} can't be passed on.` };
      return text.length > mostOutput ? { __proto__: null, is: "too_large", length: text.length } : { __proto__: null, is: "output", text };
    },
    explain: (error) => {
      const isError = error instanceof Error;
      return {
        __proto__: null,
        name: isError ? String(error.name).slice(0, 100) : "",
        message: (isError ? String(error.message) : said(error)).slice(0, 2_000),
        stack: isError ? String(error.stack).slice(0, 5_000) : "",
      };
    },
    logged: () => lines.join("\n"),
  };
}
