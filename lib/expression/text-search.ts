/**
 * Finds a text in a text, in linear time.
 *
 * Pure. Engines search long needles in quadratic time at worst (seconds for a megabyte); these are
 * searched by Knuth, Morris and Pratt's method instead.
 */

const longestForEngine = 128;

/** Where `part` occurs, from left to right and without overlaps. `part` is not empty. */
export function occurrencesOf(text: string, part: string): readonly number[] {
  const found: number[] = [];
  const find = finder(text, part);
  for (let at = find(0); at !== -1; at = find(at + part.length)) found.push(at);
  return found;
}

export function includesText(text: string, part: string): boolean {
  return part === "" || finder(text, part)(0) !== -1;
}

function finder(text: string, part: string): (from: number) => number {
  if (part.length <= longestForEngine) return (from) => text.indexOf(part, from);
  const borders = bordersOf(part);
  return (from) => find(text, part, borders, from);
}

/** For each beginning of `part`: how long the longest shorter beginning is that also ends it. */
function bordersOf(part: string): Int32Array {
  const borders = new Int32Array(part.length);
  let length = 0;
  for (let index = 1; index < part.length; index += 1) {
    const unit = part.charCodeAt(index);
    while (length > 0 && part.charCodeAt(length) !== unit) length = borders[length - 1] ?? 0;
    if (part.charCodeAt(length) === unit) length += 1;
    borders[index] = length;
  }
  return borders;
}

function find(text: string, part: string, borders: Int32Array, from: number): number {
  let length = 0;
  for (let index = from; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    while (length > 0 && part.charCodeAt(length) !== unit) length = borders[length - 1] ?? 0;
    if (part.charCodeAt(length) === unit) length += 1;
    if (length === part.length) return index - length + 1;
  }
  return -1;
}
