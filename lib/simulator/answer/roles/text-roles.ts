/**
 * Roles that work on wording: creating, summarising, reviewing, translating, writing letters, finding ideas.
 */
import { pointsIn, sentencesIn } from "../reading";
import { lengthInWords, topicHeading } from "../topic";
import { capitalised, listed, meaningfulWords, shortened, subjectWords, wordsOf } from "../words";
import { type Work, words } from "../work";
import { citedBullets, type Draft, type Role, sourceList } from "./role";

export const textRoles: readonly Role[] = [
  { name: "summariser", cues: /summari[sz]\w*|tl;?dr|condense|shorten the|key takeaways/i, write: summarise },
  { name: "translator", cues: /translat\w+/i, write: translate },
  {
    name: "reviewer",
    cues: /\bcritic(?:s|ism|al review)?\b|critiqu\w*|review(?:er|s)? (?:the|a|this|each|text|draft|code|any)|proof-?read\w*|fact-?check\w*|\beditor\b|give feedback|improve (?:the|this) (?:text|draft|writing)/i,
    write: review,
  },
  { name: "letter", cues: /\be-?mails?\b|cover letter|\bletter\b/i, write: letter },
  { name: "ideas", cues: /brainstorm\w*|\bideas?\b|suggest (?:\w+ )?names|naming/i, write: ideas },
  {
    name: "creative",
    cues: /art director|\ba writer\b|novelist|screenwriter|creativ\w*|\bpoe(?:m|t|try)\b|\bstor(?:y|ies|yteller)\b|slogan|tagline|lyrics|haiku|image generation|landscape|illustrat\w* (?:the|a|an)|copywriter/i,
    write: create,
  },
];

function create(work: Work): Draft {
  const asked = `${work.prompt.instructions} ${work.request}`;
  const wants = (word: RegExp) =>
    word.test(work.request) || (word.test(asked) && !/image|picture|draw|paint|landscape/i.test(work.request));
  const picture = { subject: work.topic, bars: [] };
  if (wants(/haiku/i)) return { pieces: [words(haiku(work))], picture };
  if (wants(/poem|poet|verse|lyrics|song/i)) return { pieces: [words(poem(work))], picture };
  if (wants(/slogan|tagline|headline/i)) return { pieces: [words(slogans(work))], picture };
  if (wants(/story|tale|fiction/i)) return { pieces: [words(story(work))], picture };
  return { pieces: [words(scene(work))], picture };
}

function scene(work: Work): string {
  const { random, heading, topic } = work;
  const light = random.pick([
    "The light comes in low and warm",
    "A soft haze flattens the distance",
    "Everything glows at the edges",
    "The last light holds for a moment",
  ]);
  const depth = random.pick([
    "layers of blue fade into each other",
    "long shadows lead the eye inwards",
    "the horizon sits in the lower third",
    "one bright shape stands against the calm",
  ]);
  const mood = random.pick(["quiet and expectant", "generous and slow", "clear and a little wistful", "bright without being loud"]);
  return `## ${heading}\n\n${light}, and ${depth}. The view is of ${topic}, seen from slightly above, with room left for the sky; nothing in it is in a hurry.\n\n- **Mood:** ${mood}.\n- **Palette:** ${random.pick(["amber, rose and deep blue", "teal, sand and ivory", "violet, copper and dusk grey", "moss, gold and slate"])}.\n- **Composition:** one clear focus, a quiet foreground, air on the left.\n- **If there were a sound:** ${random.pick(["wind in dry grass", "water against stone", "a train far away", "one bird, then none"])}.\n`;
}

function poem(work: Work): string {
  const { heading, topic, random } = work;
  const [image, turn] = random.some(
    ["a window left ajar", "the kettle's early steam", "a map with folded corners", "the lamp that waits for evening"],
    2,
  );
  return `## ${heading}\n\nIt starts with something small: ${image},\nand someone thinking of ${topic}.\nThe morning has not made its mind up yet,\nso nothing needs to answer, or to stop.\n\nBy noon the thought has learnt to walk alone;\nit passes ${turn},\nand what seemed far is suddenly at home,\nas if it had been meant for us to learn.\n\nAt night we say its name with less surprise,\nand keep the light on, just to see it rise.\n`;
}

function haiku(work: Work): string {
  return `**${work.heading}**\n\nQuiet morning light,\n${shortened(work.topic, 40)}, and then\nthe first word arrives.\n`;
}

function slogans(work: Work): string {
  const subject = work.heading;
  const lines = [
    `${subject}. Made for the day you have.`,
    `Less noise. More ${shortened(work.topic, 40)}.`,
    `Start small. Go far.`,
    `${subject}: the good kind of obvious.`,
    `Today looks better with a plan.`,
    `Made simple. Meant to last.`,
  ];
  const count = Number(/\b(\d)\b/.exec(work.request)?.[1] ?? 3);
  return `${work.random
    .some(lines, Math.min(Math.max(count, 1), lines.length))
    .map((line, index) => `${index + 1}. ${line}`)
    .join("\n")}\n`;
}

function story(work: Work): string {
  const { topic, heading, random } = work;
  const name = random.pick(["Mira", "Jonas", "Amélie", "Tarek", "Ines"]);
  const place = random.pick(["a harbour town", "the last stop of line 7", "a workshop behind the station", "a village with one café"]);
  return `## ${heading}\n\n${name} lived in ${place} and had one rule: never to begin anything on a Thursday. So it was unlucky that ${topic} arrived on one, in a parcel without a sender.\n\nFor three days ${name} walked around it. On the fourth a neighbour asked what it was for, and ${name}, who did not know, said: "For finding out." That was the first true thing anyone had said about it.\n\nThey opened it together. Inside lay no instructions, only a card: *Pass it on when you are done.* It took ${random.int(2, 9)} years. When the parcel left again, on a Thursday, it was a little heavier than before.\n`;
}

function summarise(work: Work): Draft {
  const texts = work.material.length > 0 ? work.material : [work.message];
  const points = texts.flatMap(pointsIn).filter((point) => !point.text.endsWith("?"));
  const sentences = texts.flatMap(sentencesIn);
  const bullets = points.length > 0 ? points.map(({ title, text }) => (title === "" ? text : `**${title}:** ${text}`)) : sentences.slice(1);
  const lead = sentences[0] ?? `The text is about ${work.topic}.`;
  const list = [...new Set(bullets)].slice(0, 4);
  return {
    pieces: [
      words(`**In short:** ${lead}\n${list.length > 0 ? `\n${list.map((bullet) => `- ${shortened(bullet, 240)}`).join("\n")}\n` : ""}`),
      words(sourceList(work.sources)),
    ],
  };
}

function translate(work: Work): Draft {
  const language =
    /\b(?:in)?to (?:the )?(french|german|spanish|italian|portuguese|dutch|english|japanese|chinese|arabic|polish|swedish)\b/i.exec(
      `${work.request} ${work.prompt.instructions}`,
    )?.[1];
  const text = work.message.replace(/^[^:\n]{0,80}:\s*/, "");
  return {
    pieces: [
      words(
        `> ${text.split("\n").join("\n> ")}\n\n*The simulated model can't translate: a real model would answer here in ${capitalised(language ?? "the language asked for")}.*\n`,
      ),
    ],
  };
}

function review(work: Work): Draft {
  const text = work.material.at(-1) ?? work.message;
  const sentences = sentencesIn(text);
  const count = lengthInWords(text);
  const average =
    sentences.length === 0
      ? count
      : Math.round(sentences.reduce((total, sentence) => total + wordsOf(sentence).length, 0) / sentences.length);
  const longest = [...sentences].sort((a, b) => b.length - a.length)[0];
  const repeated = mostRepeated(text);
  const strengths = [
    text.includes("#") ? "It is structured: a reader finds each part by its heading." : "It comes to the point without preamble.",
    /\d/.test(text) ? "Claims come with figures." : "The tone is even throughout.",
  ];
  const issues = [
    ...(longest !== undefined && wordsOf(longest).length > 22
      ? [`One sentence has ${wordsOf(longest).length} words: “${shortened(longest, 110)} …”. Split it.`]
      : []),
    ...(repeated !== undefined ? [`“${repeated.word}” stands ${repeated.count} times; replace or drop some.`] : []),
    /https?:/.test(text)
      ? "The sources are named but not weighed: say which one carries the main claim."
      : "No source is named for the main claim.",
  ];
  return {
    pieces: [
      words(
        `## Review: ${work.heading}\n\n${count} words, ${sentences.length} full sentences, ${average} words per sentence on average.\n\n### Works well\n\n${strengths.map((line) => `- ${line}`).join("\n")}\n\n### To improve\n\n`,
      ),
      ...citedBullets(
        issues.map((text, index) => ({ title: `Point ${index + 1}`, text })),
        work.sources,
      ),
      words(
        `\n### Verdict\n\n${issues.length > 2 ? "Revise once more along these points" : "Accept after these small changes"}: the substance on ${work.topic} holds.\n`,
      ),
    ],
  };
}

function mostRepeated(text: string): { word: string; count: number } | undefined {
  const counts = new Map<string, number>();
  for (const word of meaningfulWords(text)) if (word.length > 5) counts.set(word, (counts.get(word) ?? 0) + 1);
  const [top] = [...counts].sort((a, b) => b[1] - a[1]);
  return top !== undefined && top[1] > 3 ? { word: top[0], count: top[1] } : undefined;
}

function letter(work: Work): Draft {
  const points = work.material.flatMap(pointsIn).slice(0, 3);
  const body =
    points.length > 0
      ? `The essentials:\n\n${points.map(({ title, text }) => `- ${title === "" ? "" : `${title}: `}${shortened(text, 160)}`).join("\n")}`
      : `I am writing about ${work.topic}. It would help us to settle three things: who takes it on, by when we want a first result, and how we will know that it worked.`;
  return {
    pieces: [
      words(
        `**Subject:** ${shortened(work.heading, 70)}\n\nHello,\n\n${body}\n\nCould you let me know by the end of the week whether this suits you? A short call works as well.\n\nKind regards\n`,
      ),
    ],
  };
}

function ideas(work: Work): Draft {
  const [subject = "it", second = "people"] = subjectWords(work.topic);
  const all = [
    { title: "The five-minute version", text: `Make the smallest useful form of ${work.topic} and give it away.` },
    { title: "Turn it around", text: `Ask what would make ${subject} worse, then do the opposite on purpose.` },
    { title: "Borrow from elsewhere", text: `Libraries, airports and kitchens have solved parts of this; copy one rule from each.` },
    {
      title: "Make it visible",
      text: `Put the state of ${subject} on a wall where ${second === "people" ? "everyone" : second} passes it daily.`,
    },
    { title: "Pair strangers", text: "Bring two groups together that never meet and let them swap one task for a week." },
    { title: "A season, not a project", text: "Run it for twelve weeks with a public end and keep only what people ask back for." },
    { title: "Let users decide", text: "Offer three versions and fund the one that is used in the second week, not the first." },
    { title: "The anti-feature", text: `Remove the most praised part of ${subject} for a day and watch what people do.` },
  ];
  const count = Math.min(Math.max(Number(/\b(\d+)\b/.exec(work.request)?.[1] ?? 5), 1), all.length);
  const chosen = work.random.some(all, count);
  return {
    pieces: [
      words(
        `## Ideas: ${topicHeading(work.topic)}\n\n${chosen.map(({ title, text }, index) => `${index + 1}. **${title}.** ${text}`).join("\n")}\n\nI would try ${listed(chosen.slice(0, 2).map(({ title }) => `“${title}”`))} first: cheap to start and easy to judge.\n`,
      ),
    ],
    picture: { subject: work.topic, bars: [] },
  };
}
