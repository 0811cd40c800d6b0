/**
 * The known name somebody probably meant.
 *
 * Pure. For the "Did you mean …?" of diagnostics.
 */

/** Undefined when nothing is near: at most a third of the letters wrong, or one name begins with the other. */
export function nearestName(wanted: string, known: Iterable<string>): string | undefined {
  const word = wanted.toLowerCase();
  const allowed = Math.max(1, Math.floor(word.length / 3));
  let nearest: string | undefined;
  let least = allowed + 1;
  for (const name of known) {
    const distance = isBeginning(word, name.toLowerCase()) ? 0.5 : distanceWithin(word, name.toLowerCase(), allowed);
    if (distance < least) [nearest, least] = [name, distance];
  }
  return nearest;
}

/** As a sentence with a space before it; empty when nothing is near. */
export function didYouMean(wanted: string, known: Iterable<string>, spell: (name: string) => string = (name) => name): string {
  const name = nearestName(wanted, known);
  return name === undefined ? "" : ` Did you mean \`${spell(name)}\`?`;
}

/** The `most` names that are nearest to the one that was wanted, nearest first; equally near ones in their order. */
export function nearestNames(wanted: string, known: Iterable<string>, most: number): readonly string[] {
  const word = wanted.toLowerCase();
  const distance = (name: string): number => (isBeginning(word, name) ? 0.5 : distanceWithin(word, name, word.length + name.length));
  const measured = [...known].map((name) => ({ name, far: distance(name.toLowerCase()) }));
  return measured
    .sort((a, b) => a.far - b.far)
    .slice(0, most)
    .map(({ name }) => name);
}

function isBeginning(a: string, b: string): boolean {
  return a !== b && Math.min(a.length, b.length) >= 3 && (a.startsWith(b) || b.startsWith(a));
}

/** Letters to insert, delete, change or swap with their neighbour; more than `limit` once it is passed. */
function distanceWithin(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const change = a[row - 1] === b[column - 1] ? 0 : 1;
      let cost = Math.min(at(last, column) + 1, at(current, column - 1) + 1, at(last, column - 1) + change);
      const isSwap = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      if (isSwap) cost = Math.min(cost, at(beforeLast, column - 2) + 1);
      current.push(cost);
    }
    if (Math.min(...current) > limit) return limit + 1;
    [beforeLast, last] = [last, current];
  }
  return at(last, b.length);
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Number.POSITIVE_INFINITY;
}
