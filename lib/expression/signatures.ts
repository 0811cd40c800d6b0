/**
 * The closed list of functions: names, arguments, one line each. Completion and the parser read it.
 *
 * Pure data; `functions.ts` does what this list promises.
 */

export type Signature = {
  readonly arguments: readonly string[];
  /** How many of them may be left out, from the end. */
  readonly optional?: number;
  readonly summary: string;
};

export const signatures = {
  len: { arguments: ["value"], summary: "Number of characters, items or keys." },
  lower: { arguments: ["text"], summary: "In lower case." },
  upper: { arguments: ["text"], summary: "In upper case." },
  trim: { arguments: ["text"], summary: "Without space at both ends." },
  contains: { arguments: ["value", "part"], summary: "Does a text contain a part, or a list an item?" },
  starts_with: { arguments: ["text", "beginning"], summary: "Does the text start so?" },
  ends_with: { arguments: ["text", "end"], summary: "Does the text end so?" },
  matches: { arguments: ["text", "pattern"], summary: "Does the pattern occur in the text? RE2 syntax; anchor it with ^ and $." },
  replace: { arguments: ["text", "part", "by"], summary: "With every occurrence of a part replaced." },
  split: { arguments: ["text", "separator"], summary: "The pieces between separators, as a list." },
  join: {
    arguments: ["list", "separator"],
    optional: 1,
    summary: "The items as one text; the separator is a comma and a space if left out.",
  },
  keys: { arguments: ["object"], summary: "The keys of an object, as a list." },
  values: { arguments: ["object"], summary: "The values of an object, as a list." },
  first: { arguments: ["list"], summary: "The first item; nothing when the list is empty." },
  last: { arguments: ["list"], summary: "The last item; nothing when the list is empty." },
  slice: { arguments: ["value", "start", "end"], optional: 1, summary: "A part of a text or list; negative positions count from the end." },
  sum: { arguments: ["list"], summary: "The sum of numbers; 0 when the list is empty." },
  min: { arguments: ["list"], summary: "The smallest number; nothing when the list is empty." },
  max: { arguments: ["list"], summary: "The largest number; nothing when the list is empty." },
  round: { arguments: ["number", "digits"], optional: 1, summary: "Rounded, to whole numbers if digits is left out." },
  number: { arguments: ["value"], summary: "A text as a number; nothing when it is none." },
  text: { arguments: ["value"], summary: "The value as a template shows it." },
  json: { arguments: ["value"], summary: "The value as JSON on one line." },
  parse_json: { arguments: ["text"], summary: "The value a JSON text stands for." },
  has: { arguments: ["value", "key"], optional: 1, summary: "Is there a value, or an object's key or list's item?" },
  unique: { arguments: ["list"], summary: "Each item once, in order of first occurrence." },
  sort: { arguments: ["list", "key"], optional: 1, summary: "Numbers by size or texts by letter; objects by a key." },
  pluck: { arguments: ["list", "key"], summary: "Each object's value under a key; objects without it are left out." },
  where: { arguments: ["list", "key", "value"], summary: "The objects that hold a value under a key." },
} as const satisfies { readonly [name: string]: Signature };

export type FunctionName = keyof typeof signatures;

export function signatureOf(name: string): Signature | undefined {
  return isFunctionName(name) ? signatures[name] : undefined;
}

export function isFunctionName(name: string): name is FunctionName {
  return Object.hasOwn(signatures, name);
}
