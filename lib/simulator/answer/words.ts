/**
 * Words of a text, reduced so that "adopting" and "adoption" meet.
 */
const common: ReadonlySet<string> = new Set(
  (
    "a about above after again all also am an and any are as at be because been before being below between both but by can could did do does doing " +
    "down during each few for from further get give had has have having he her here hers him his how i if in into is it its itself just let like make " +
    "me more most my no nor not now of off on once only or other our out over own please same she should so some such than that the their theirs them " +
    "then there these they this those through to too under until up us use very was we were what when where which while who whom why will with would " +
    "you your yours need want tell"
  ).split(" "),
);

/** Words that say what to do with a subject, never what the subject is. */
const generic: ReadonlySet<string> = new Set(
  (
    "asked average calculate calculation compute count discuss estimate forecast mean median percent sum total trend above bring form mind needed needs ready activities activity agent agents all analyse analysed analysis analytics analyze analyzed answer answers anything appropriate approach article " +
    "audience available based best better brief briefing carefully categories category chapter check choose classification classify clean cleaned clear " +
    "collect collected collection combine combined comments compare complete comprehensive concise conclusion conclusions consider content context continue " +
    "conversation create data dataset datasets decide decision deliver describe description detail detailed details detection document draft duplicates " +
    "each essay evaluate everything executive explain feedback figures final find findings first five follow following format formats four full general " +
    "generate gathered given good handle high identify illustrate improve include including inconsistencies info information input insight insights item " +
    "items key kind latest level list long look main material message metrics missing necessary new next normalise normalised normalize normalized note " +
    "notes number numbers one order original output outputs overview own paragraph parallel part parts perspective perspectives phase pipeline please plan " +
    "point points polish prepare previous problem process processed produce professional provide provided query question questions raw read received " +
    "recommend recommendation recommendations record records relevant remove reply report request requested requirements research researcher researchers " +
    "response result results review revise role rows section sections sentence short shown simple single solution something sources specialised " +
    "specialized specific standardise standardize start state statistics step steps structured suggest summarise summarize summary synthesis synthesise " +
    "synthesize table task tasks team text thing things three title topic topics trends two unified user values visualisation visualisations " +
    "visualization visualizations well word words work write written"
  ).split(" "),
);

export function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}][\p{L}\p{N}'’+#.-]*[\p{L}\p{N}+#]|[\p{L}\p{N}]/gu) ?? [];
}

/** The words that carry meaning, in their first form. */
export function meaningfulWords(text: string): string[] {
  return wordsOf(text).filter((word) => word.length > 1 && !common.has(word));
}

export function isGeneric(text: string): boolean {
  return meaningfulWords(text).every((word) => generic.has(word));
}

export function subjectWords(text: string): string[] {
  return meaningfulWords(text).filter((word) => !generic.has(word));
}

const endings = [
  "isation",
  "ization",
  "ations",
  "ation",
  "ments",
  "ment",
  "ingly",
  "ities",
  "ings",
  "ions",
  "ing",
  "ied",
  "ies",
  "ion",
  "ers",
  "ed",
  "er",
  "es",
  "ly",
  "al",
  "ic",
  "s",
  "e",
  "y",
];

/** A crude stem: enough to compare, never shown. */
export function stemOf(word: string): string {
  const plain = word.toLowerCase().replace(/['’]s$/, "");
  for (const ending of endings) {
    if (plain.length - ending.length >= 4 && plain.endsWith(ending)) return plain.slice(0, -ending.length);
  }
  return plain;
}

export function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Cuts at a word's end. */
export function shortened(text: string, most: number): string {
  if (text.length <= most) return text;
  const cut = text.slice(0, most);
  return cut.slice(0, Math.max(cut.lastIndexOf(" "), Math.floor(most / 2))).replace(/[\s,;:–-]+$/, "");
}

/** "a", "a and b", "a, b and c". */
export function listed(items: readonly string[]): string {
  if (items.length < 2) return items[0] ?? "";
  return `${items.slice(0, -1).join(", ")} and ${items.at(-1)}`;
}
