/**
 * How well a name answers what somebody types into a picker: whole names first, then beginnings, then the rest.
 *
 * Pure. A picker's own guess takes letters in any word of a list, so that “market” finds a manager before the market analyst.
 */

const rank = { whole: 1, beginning: 0.9, word: 0.8, words: 0.7, others: 0.5, inside: 0.4, insideOthers: 0.3, letters: 0.1 };

/**
 * @param others keywords and whatever else it may be found by.
 * @returns 0 for what does not match, else up to 1.
 */
export function rankMatch(query: string, name: string, others: readonly string[] = []): number {
  const sought = folded(query);
  const called = folded(name);
  const rest = others.map(folded);
  if (sought === "" || called === sought) return rank.whole;
  if (called.startsWith(sought)) return rank.beginning;
  if (beginsWord(called, sought)) return rank.word;
  const parts = sought.split(" ");
  if (parts.every((part) => beginsWord(called, part))) return rank.words;
  const all = [called, ...rest];
  if (parts.every((part) => all.some((text) => beginsWord(text, part)))) return rank.others;
  if (called.includes(sought)) return rank.inside;
  if (parts.every((part) => all.some((text) => text.includes(part)))) return rank.insideOthers;
  return hasLetters(called, sought) ? rank.letters : 0;
}

/** For a list of cmdk whose items have their name as the first keyword. */
export function rankItem(_value: string, query: string, keywords: readonly string[] = []): number {
  const [name = "", ...others] = keywords;
  return rankMatch(query, name, others);
}

/** Case, accents and runs of spaces make no difference. */
function folded(text: string): string {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/\s+/g, " ").trim();
}

function beginsWord(text: string, part: string): boolean {
  for (let at = text.indexOf(part); at !== -1; at = text.indexOf(part, at + 1)) {
    if (at === 0 || !/[\p{L}\p{N}]/u.test(text[at - 1] ?? "")) return true;
  }
  return false;
}

/** All letters in their order, the first of them at the beginning: “mkan” for “Market analyst”. */
function hasLetters(text: string, sought: string): boolean {
  if (text[0] !== sought[0]) return false;
  let at = 0;
  for (const letter of sought.replaceAll(" ", "")) {
    const found = text.indexOf(letter, at);
    if (found === -1) return false;
    at = found + 1;
  }
  return true;
}
