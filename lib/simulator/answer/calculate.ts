/**
 * The code interpreter's work: recognises a calculation in a request, writes Python for it and knows the true result.
 */
import { numbersIn } from "./reading";

export type Calculation = {
  readonly code: string;
  readonly output: string;
  /** The result in a sentence of Markdown. */
  readonly says: string;
  /** Values worth a chart. */
  readonly series: readonly number[];
};

const mostTerms = 50;

/** @returns undefined when the request asks for no calculation that is known here. */
export function calculationFor(request: string): Calculation | undefined {
  return (
    fibonacci(request) ?? primes(request) ?? factorial(request) ?? interest(request) ?? arithmetic(request) ?? describeNumbers(request)
  );
}

function fibonacci(request: string): Calculation | undefined {
  if (!/fibonacci/i.test(request)) return undefined;
  const count = clamp(numbersIn(request).find((number) => number > 1) ?? 10, 2, mostTerms);
  const terms = [0, 1];
  while (terms.length < count) terms.push((terms.at(-1) ?? 0) + (terms.at(-2) ?? 0));
  const ratio = ((terms.at(-1) ?? 1) / (terms.at(-2) || 1)).toFixed(6);
  return {
    code: `def fibonacci(count):\n    terms = [0, 1]\n    while len(terms) < count:\n        terms.append(terms[-1] + terms[-2])\n    return terms[:count]\n\nprint(fibonacci(${count}))`,
    output: `[${terms.join(", ")}]`,
    says: `The first ${count} Fibonacci numbers are **${terms.join(", ")}**. Each term is the sum of the two before it, and the ratio of the last two is ${ratio}${count > 12 ? ", the golden ratio to several places" : ", already close to the golden ratio 1.618"}.`,
    series: terms.slice(-12),
  };
}

function primes(request: string): Calculation | undefined {
  if (!/\bprimes?\b/i.test(request)) return undefined;
  const asked = numbersIn(request).find((number) => number > 1);
  const upTo = /(?:below|under|up to|less than|until)\s+\d/i.test(request) ? clamp(asked ?? 50, 2, 2_000) : undefined;
  const count = upTo === undefined ? clamp(asked ?? 10, 1, mostTerms) : Number.POSITIVE_INFINITY;
  const found: number[] = [];
  for (let candidate = 2; found.length < count && candidate <= (upTo ?? 100_000); candidate += 1) {
    if (found.every((prime) => prime * prime > candidate || candidate % prime !== 0)) found.push(candidate);
  }
  const loop = upTo === undefined ? "while len(primes) < limit" : "while n <= limit";
  return {
    code: `def find_primes(limit):\n    primes, n = [], 2\n    ${loop}:\n        if all(n % p for p in primes if p * p <= n):\n            primes.append(n)\n        n += 1\n    return primes\n\nprimes = find_primes(${upTo ?? count})\nprint(len(primes), primes)`,
    output: `${found.length} [${found.join(", ")}]`,
    says: `${upTo === undefined ? `The first ${found.length} primes` : `The ${found.length} primes up to ${upTo}`} are **${found.slice(0, 40).join(", ")}**${found.length > 40 ? " and so on" : ""}; their sum is ${sum(found)}.`,
    series: found.slice(0, 12),
  };
}

function factorial(request: string): Calculation | undefined {
  const number = /factorial/i.test(request) ? numbersIn(request)[0] : Number(/\b(\d{1,3})!/.exec(request)?.[1] ?? Number.NaN);
  if (number === undefined || !Number.isInteger(number) || number < 0 || number > 200) return undefined;
  let product = 1n;
  for (let factor = 2n; factor <= BigInt(number); factor += 1n) product *= factor;
  return {
    code: `from math import factorial\nprint(factorial(${number}))`,
    output: String(product),
    says: `**${number}! = ${product}**, a number with ${String(product).length} digits.`,
    series: [],
  };
}

function interest(request: string): Calculation | undefined {
  if (!/interest|compound|invest|savings/i.test(request)) return undefined;
  const rate = Number(/(\d+(?:\.\d+)?)\s*%/.exec(request)?.[1] ?? Number.NaN);
  const years = Number(/(\d+)\s*years?/i.exec(request)?.[1] ?? Number.NaN);
  const capital = numbersIn(request).find((number) => number !== rate && number !== years);
  if (capital === undefined || !Number.isFinite(rate) || !Number.isFinite(years) || years > 200) return undefined;
  const series = Array.from({ length: years + 1 }, (_, year) => rounded(capital * (1 + rate / 100) ** year));
  return {
    code: `capital, rate, years = ${capital}, ${rate / 100}, ${years}\nfor year in range(years + 1):\n    print(year, round(capital * (1 + rate) ** year, 2))`,
    output: series.map((value, year) => `${year} ${value}`).join("\n"),
    says: `After ${years} years at ${rate}% compounded yearly, ${shown(capital)} grows to **${shown(series.at(-1) ?? capital)}**, a gain of ${shown(rounded((series.at(-1) ?? capital) - capital))}.`,
    series,
  };
}

function arithmetic(request: string): Calculation | undefined {
  const percent = /(\d+(?:\.\d+)?)\s*(?:%|percent)\s+of\s+(\d+(?:\.\d+)?)/i.exec(request);
  const source = percent === null ? longestSum(request) : `${percent[1]} / 100 * ${percent[2]}`;
  if (source === undefined) return undefined;
  const value = evaluateSum(source);
  if (value === undefined) return undefined;
  const result = String(Number(value.toPrecision(12)));
  const python = source.replaceAll("^", "**").replaceAll("×", "*").replaceAll("÷", "/");
  return { code: `print(${python})`, output: result, says: `\`${source} = ${result}\``, series: [] };
}

function longestSum(request: string): string | undefined {
  const found = request.match(/\(*\s*\d[\d.\s()+\-*/×÷^]*\d\s*\)*/g) ?? [];
  const sums = found
    .map((text) => text.trim())
    .filter((text) => /\d\s*[+*/×÷^]|\d\s+-\s|\)\s*-/.test(text) && !/^\d+[-/]\d+[-/]\d+$/.test(text));
  return sums.sort((a, b) => b.length - a.length)[0];
}

/** Precedence climbing over + - * / ^ and brackets. */
function evaluateSum(source: string): number | undefined {
  const tokens =
    source
      .replaceAll("×", "*")
      .replaceAll("÷", "/")
      .match(/\d+(?:\.\d+)?|[-+*/^()]/g) ?? [];
  let at = 0;
  const strength: Readonly<Record<string, number>> = { "+": 1, "-": 1, "*": 2, "/": 2, "^": 3 };
  const operand = (): number => {
    const token = tokens[at++] ?? "";
    if (token === "-") return -operand();
    if (token !== "(") return Number(token || Number.NaN);
    const inner = climb(1);
    return tokens[at++] === ")" ? inner : Number.NaN;
  };
  const climb = (least: number): number => {
    let left = operand();
    for (let operator = tokens[at] ?? ""; (strength[operator] ?? 0) >= least; operator = tokens[at] ?? "") {
      at += 1;
      const right = climb((strength[operator] ?? 0) + (operator === "^" ? 0 : 1));
      left = apply(operator, left, right);
    }
    return left;
  };
  const value = climb(1);
  return at === tokens.length && Number.isFinite(value) ? value : undefined;
}

function apply(operator: string, left: number, right: number): number {
  if (operator === "+") return left + right;
  if (operator === "-") return left - right;
  if (operator === "*") return left * right;
  return operator === "/" ? left / right : left ** right;
}

function describeNumbers(request: string): Calculation | undefined {
  const numbers = numbersIn(request);
  if (numbers.length < 3) return undefined;
  const { mean, median, deviation, least, most } = statisticsOf(numbers);
  return {
    code: `from statistics import mean, median, pstdev\nvalues = [${numbers.join(", ")}]\nprint("count", len(values))\nprint("sum", sum(values))\nprint("mean", round(mean(values), 2))\nprint("median", median(values))\nprint("stdev", round(pstdev(values), 2))\nprint("min", min(values), "max", max(values))`,
    output: `count ${numbers.length}\nsum ${rounded(sum(numbers))}\nmean ${mean}\nmedian ${median}\nstdev ${deviation}\nmin ${least} max ${most}`,
    says: `The ${numbers.length} values add up to **${shown(rounded(sum(numbers)))}**, with a mean of **${shown(mean)}**, a median of **${shown(median)}** and a standard deviation of ${shown(deviation)}; they range from ${shown(least)} to ${shown(most)}.`,
    series: numbers.slice(0, 16),
  };
}

export type Statistics = {
  readonly mean: number;
  readonly median: number;
  readonly deviation: number;
  readonly least: number;
  readonly most: number;
};

/** Of at least one value; rounded to two places. */
export function statisticsOf(values: readonly number[]): Statistics {
  const sorted = [...values].sort((a, b) => a - b);
  const mean = sum(values) / values.length;
  const middle = Math.floor(sorted.length / 2);
  const median = sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
  const variance = sum(values.map((value) => (value - mean) ** 2)) / values.length;
  return {
    mean: rounded(mean),
    median: rounded(median),
    deviation: rounded(Math.sqrt(variance)),
    least: sorted[0] ?? 0,
    most: sorted.at(-1) ?? 0,
  };
}

/** The interpreter's session that describes a table's measures. */
export function tableCalculation(columns: readonly { readonly name: string; readonly values: readonly number[] }[]): Calculation {
  const lines = columns.map(({ name, values }) => {
    const { mean, least, most } = statisticsOf(values);
    return `${name}: mean ${mean}, min ${least}, max ${most}, change ${changePercent(values)}%`;
  });
  const data = columns.map(({ name, values }) => `    ${JSON.stringify(name)}: [${values.join(", ")}],`).join("\n");
  return {
    code: `from statistics import mean\n\ncolumns = {\n${data}\n}\nfor name, values in columns.items():\n    change = (values[-1] / values[0] - 1) * 100 if values[0] else 0\n    print(f"{name}: mean {round(mean(values), 2)}, min {min(values)}, max {max(values)}, change {round(change, 1)}%")`,
    output: lines.join("\n"),
    says: "",
    series: columns[0]?.values ?? [],
  };
}

export function changePercent(values: readonly number[]): number {
  const first = values[0] ?? 0;
  return first === 0 ? 0 : Math.round(((values.at(-1) ?? 0) / first - 1) * 1_000) / 10;
}

export function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

export function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}

export function shown(value: number): string {
  return value.toLocaleString("en-US", { maximumFractionDigits: 2 });
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(Math.max(Math.trunc(value), least), most);
}
