/**
 * Merges the order of a list that two sides changed.
 *
 * Pure. Order carries meaning: what a node receives is a list in edge order.
 */

type Orders = { readonly base: readonly string[]; readonly mine: readonly string[]; readonly theirs: readonly string[] };

/**
 * The `kept` keys in theirs' order, unless mine put common keys in another order than the base: then in mine's.
 * What only the other side has follows its predecessor there; what it appended comes last.
 */
export function mergeOrder({ base, mine, theirs }: Orders, kept: ReadonlySet<string>): readonly string[] {
  const isReordered = !isSameOrder(common(base, mine), common(mine, base));
  const [leading, following] = isReordered ? [mine, theirs] : [theirs, mine];
  const ordered = leading.filter((key) => kept.has(key));
  return inserted(
    ordered,
    following.filter((key) => kept.has(key)),
  );
}

function inserted(leading: readonly string[], following: readonly string[]): readonly string[] {
  const known = new Set(leading);
  const extra = following.filter((key) => !known.has(key));
  if (extra.length === 0) return leading;
  const appended = new Set(trailing(following, known));
  const result = [...leading];
  let previous: string | undefined;
  for (const key of following) {
    if (!known.has(key) && !appended.has(key)) result.splice(previous === undefined ? 0 : result.indexOf(previous) + 1, 0, key);
    previous = key;
  }
  return [...result, ...extra.filter((key) => appended.has(key))];
}

/** The keys after the last known one. */
function trailing(keys: readonly string[], known: ReadonlySet<string>): readonly string[] {
  return keys.slice(keys.findLastIndex((key) => known.has(key)) + 1);
}

function common(keys: readonly string[], others: readonly string[]): readonly string[] {
  const known = new Set(others);
  return keys.filter((key) => known.has(key));
}

function isSameOrder(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((key, index) => key === right[index]);
}
