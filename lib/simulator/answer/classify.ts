/**
 * Choosing one of several labels by what a message says.
 */
import { meaningfulWords, stemOf, wordsOf } from "./words";

export type Category = { readonly label: string; readonly description: string };

/** `labelOnly`: too common a word in descriptions to mean anything there. */
type Concept = { readonly names: RegExp; readonly words: RegExp; readonly labelOnly?: true };

/** What people mean by common labels: a label or description that names a concept is chosen by its words. */
const concepts: readonly Concept[] = [
  {
    names: /\btechnical|engineer|\bcod(?:e|ing)|programm|developer|\btech\b|\bit\b support/i,
    words:
      /\b(?:calculat\w*|comput(?:e|ation)\w*|algorithm\w*|fibonacci|prime|python|javascript|typescript|java|sql|api|code|coding|function|script|debug\w*|bugs?|errors?|exception|crash\w*|stack ?trace|compile\w*|server|deploy\w*|regex|program\w*|database|login|password|install\w*|config\w*|not working|broken|sort\w*|implement\w*|solve|equation|software update)\b/gi,
  },
  {
    names: /research|information|knowledge|\bfacts?\b|investigat|search/i,
    words:
      /\b(?:latest|trends?|news|recent\w*|what changed|this year|current\w*|research\w*|find out|sources?|history|overview|compare|comparison|stud(?:y|ies)|who (?:is|was|are)|what (?:is|are|was|were)|when did|where (?:is|was)|why|how (?:do|does|did|is|are|much|many)|market|state of|explain|investigat\w*|look up|background|learn about|developments?)\b/gi,
  },
  {
    names: /creativ|writing|\bart\b|design|story|poet|image/i,
    words:
      /\b(?:poems?|poetry|stor(?:y|ies)|song|lyrics|slogans?|taglines?|image|picture|draw|paint\w*|landscape|sunset|logo|design|imagine|creative|haiku|illustrat\w*|novel|character|name for|brand|write an? (?:short )?(?:story|poem|song|ad)|compose|photo|scene)\b/gi,
  },
  {
    names: /\bdata\b|statistic|analytic|numeric|figures/i,
    words:
      /\b(?:data|datasets?|csv|spreadsheet|statistics?|average|mean|median|charts?|graphs?|tables?|rows?|columns?|percent\w*|figures|numbers|correlat\w*|distribution|forecast|sales figures|revenue|kpis?|metrics?|plot|analy[sz]e|quarter\w*|per (?:month|year|week))\b/gi,
  },
  {
    names: /bill|payment|invoice|financ|refund/i,
    words:
      /\b(?:invoices?|bill(?:s|ing|ed)?|charg(?:e|ed|es)|refunds?|payments?|paid|pay|subscription|credit card|receipt|double|overcharged|price|fee|vat|tax|money)\b/gi,
  },
  {
    names: /sales|purchas|buy|commercial|\blead\b/i,
    words:
      /\b(?:buy|purchase|pricing|quote|offer|demo|upgrade|plans?|trial|licen[cs]es?|discount|enterprise|interested|sales|cost|seats)\b/gi,
  },
  {
    names: /support|\bhelp\b|trouble|incident|technical/i,
    words:
      /\b(?:help|support|crash\w*|errors?|problem|issue|not working|doesn'?t work|can'?t|cannot|login|log in|password|reset|install\w*|broken|slow|freez\w*|offline|stuck|fails?)\b/gi,
  },
  {
    names: /shipping|deliver|logistic|order|return/i,
    words: /\b(?:deliver\w*|shipping|shipped|parcel|package|track\w*|courier|arriv\w*|orders?|returns?|late|lost|address)\b/gi,
  },
  {
    names: /complain|negativ|angry|dissatisf|unhappy/i,
    words:
      /\b(?:terrible|awful|bad|worst|angry|disappointed|unacceptable|hate|never again|complain\w*|poor|rude|useless|broken|waste|horrible|annoy\w*|frustrat\w*|slow)\b/gi,
  },
  {
    names: /positiv|praise|happy|satisf|compliment/i,
    words:
      /\b(?:great|good|love|excellent|thanks?|thank you|wonderful|amazing|happy|perfect|helpful|best|fantastic|awesome|recommend|pleased|nice)\b/gi,
  },
  {
    names: /urgent|critical|high|severe|escalat|priority/i,
    words:
      /\b(?:urgent\w*|asap|immediately|critical|emergency|right now|outage|down|blocked|security|breach|deadline|today|production)\b/gi,
  },
  {
    names: /spam|junk|phishing|scam/i,
    words: /\b(?:winner|lottery|click here|free money|prize|viagra|crypto|bitcoin|claim|congratulations|act now|unsubscribe)\b/gi,
  },
  {
    names: /legal|compliance|privacy|contract|law/i,
    words:
      /\b(?:legal|lawyer|contract|gdpr|privacy|terms|compliance|lawsuit|liabilit\w*|consent|data protection|copyright|licen[cs]e terms)\b/gi,
  },
  {
    names: /\bhr\b|human resources|people|hiring|recruit|personnel/i,
    words: /\b(?:vacation|holiday|leave|salary|hiring|hire|candidate|interview|onboarding|employee|payroll|sick|resign\w*|benefits)\b/gi,
  },
  {
    names: /security|fraud|abuse/i,
    words: /\b(?:hacked|breach|phishing|fraud\w*|stolen|unauthori[sz]ed|suspicious|malware|vulnerab\w*|leak\w*|attack\w*)\b/gi,
  },
  {
    names: /health|medical|clinical/i,
    words: /\b(?:doctor|patient|symptom\w*|medicine|medical|health\w*|disease|treatment|pain|hospital|drug)\b/gi,
  },
  { names: /sport/i, words: /\b(?:match|goal|team|league|player|coach|tournament|football|tennis|olympic\w*|score)\b/gi },
  { names: /politic|government/i, words: /\b(?:election|government|minister|parliament|president|vote\w*|policy|party|senate|law)\b/gi },
  {
    names: /feedback|suggest|feature/i,
    labelOnly: true,
    words: /\b(?:would be (?:nice|great)|feature|suggest\w*|wish|improve\w*|idea|could you add|feedback|missing)\b/gi,
  },
  { names: /question|inquir|\bfaq\b/i, labelOnly: true, words: /\?|\b(?:how|what|when|where|which|can i|do you)\b/gi },
];

const restLabels =
  /^(?:other(?:wise)?|unknown|none|none of (?:the above|these)|general|default|misc(?:ellaneous)?|unclear|neutral|else|fallback|rest)$/i;

/** Scores in the order of the categories; 0 means that nothing in the message speaks for it. */
export function scoreCategories(message: string, categories: readonly Category[]): number[] {
  const words = new Set(meaningfulWords(message).map(stemOf));
  const named = wordsOf(message).join(" ");
  return categories.map(({ label, description }) => {
    if (restLabels.test(label.trim())) return 0;
    const plain = label.replaceAll(/[_-]+/g, " ");
    const own = new Set(
      meaningfulWords(`${plain} ${description}`)
        .filter((word) => !weakWords.has(word))
        .map(stemOf),
    );
    let score = [...own].filter((word) => words.has(word)).length * 1.5;
    if (named.includes(plain.toLowerCase())) score += 1.5;
    for (const concept of concepts) {
      const weight = concept.names.test(plain) ? 1 : !concept.labelOnly && concept.names.test(description) ? 0.5 : 0;
      if (weight > 0) score += weight * (message.match(concept.words)?.length ?? 0);
    }
    return score;
  });
}

const weakWords: ReadonlySet<string> = new Set([
  "requires",
  "require",
  "request",
  "requests",
  "queries",
  "query",
  "handle",
  "handles",
  "needs",
  "need",
  "message",
  "anything",
  "something",
  "about",
  "content",
  "analysis",
  "questions",
  "question",
  "answer",
  "customer",
  "user",
]);

/** The best label, or undefined when nothing in the message speaks for any. */
export function bestCategory(message: string, categories: readonly Category[]): Category | undefined {
  const scores = scoreCategories(message, categories);
  const most = Math.max(0, ...scores);
  return most > 0 ? categories[scores.indexOf(most)] : undefined;
}

/** The category meant for everything else, if there is one. */
export function restCategory(categories: readonly Category[]): Category | undefined {
  return categories.find(({ label }) => restLabels.test(label.trim()));
}

const describedLabel = /^[ \t]*(?:[-*•]|\d+[.)])?[ \t]*["“`*]*([A-Za-z][\w /-]{0,40}?)["”`*]*[ \t]*(?::|–|—| - |\()[ \t]*(\S.*?)\)?$/gm;
const notALabel = /^(?:output|answer|format|example|note|categories|classes|labels|respond|response|input|request|rules?|task|goal|role)$/i;
const listOfLabels =
  /(?:one of|either|as|into|categories|classes|labels|options|words?|with|choose|between)(?: the following)?(?: categories| labels| words| options| classes)?\s*(?:are|is)?\s*[:(]?\s*((?:["“`*]?[\w-]+["”`*]?\s*(?:,|\/|\||\bor\b|\band\b)\s*(?:or\s+|and\s+)?)+["“`*]?[\w-]+["”`*]?)/i;
const bareLabel = /^[ \t]*[-*•][ \t]*["“`*]*([\w-]+(?: [\w-]+)?)["”`*]*[ \t]*$/gm;

/** The categories that instructions list: `- NAME: description`, `NAME – description`, or `one of A, B or C`. */
export function categoriesIn(instructions: string): Category[] {
  const described = [...instructions.matchAll(describedLabel)]
    .map(([, label = "", description = ""]) => ({ label: label.trim(), description: description.trim() }))
    .filter(({ label }) => label.split(" ").length <= 3 && !notALabel.test(label));
  if (described.length > 1) return described;
  const list = listOfLabels.exec(instructions)?.[1] ?? "";
  const listed = list.split(/\s*(?:,|\/|\||\bor\b|\band\b)\s*/i).map((label) => label.replace(/["“”`*]/g, "").trim());
  const labels = listed.filter((label) => label !== "");
  const bare = [...instructions.matchAll(bareLabel)].map(([, label = ""]) => label);
  return (labels.length > 1 ? labels : bare.length > 1 ? bare : []).map((label) => ({ label, description: "" }));
}

/** Do the instructions ask for nothing but a label? */
export function asksForLabel(instructions: string): boolean {
  const classifies =
    /classif\w*|categori[sz]e|categor(?:y|ies)|triage|\broute\b|\blabel\b|sentiment|which of (?:the|these)|decide (?:which|whether)/i.test(
      instructions,
    );
  const only =
    /(?:single|one|exactly one|just (?:the|one)|only (?:the|one|with)|nothing (?:else|but))[^.\n]{0,40}\b(?:word|categor|label|name|class|option|of)|output:?\s*(?:a )?(?:single|one)|(?:answer|respond|reply) (?:only )?with (?:only |exactly |just )?(?:one|a single|the)|one of[: ]/i.test(
      instructions,
    );
  return classifies && only;
}
