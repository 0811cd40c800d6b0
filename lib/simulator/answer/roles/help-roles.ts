/**
 * Roles that help: coding, supporting customers, planning, explaining, and answering whatever else is asked.
 */
import { type Calculation, calculationFor } from "../calculate";
import { lenses } from "../lenses";
import { pointsIn, sentencesIn } from "../reading";
import { lengthInWords } from "../topic";
import { meaningfulWords, shortened } from "../words";
import { filled, type Work, words } from "../work";
import { asksForFigures, estimate } from "./estimate";
import { research } from "./report-roles";
import { citedBullets, type Draft, type Role, sourceList } from "./role";

export const helpRoles: readonly Role[] = [
  {
    name: "clarifier",
    cues: /fits none of|ask(?:s)? (?:back|for clarification|clarifying|the one or two|one or two) ?|clarif(?:y|ies|ication)/i,
    write: askBack,
  },
  {
    name: "supporter",
    cues: /customer (?:support|service|inquir|quer|care)|technical support|support (?:agent|specialist|team|ticket)|help ?desk|inquir(?:y|ies)|complaint|billing|refund/i,
    write: support,
  },
  {
    name: "coder",
    cues: /\bengineer\b|technical (?:quer|question|request|specialist|task)|\bcod(?:e|er|ing)\b|programm|developer|debug|algorithm|script(?:s|ing)?\b|calculat\w+/i,
    write: program,
  },
  { name: "planner", cues: /\bplann?(?:er|ing|s)?\b|road-?map|schedule|itinerary|milestone|project manager/i, write: plan },
  { name: "teacher", cues: /\bexplain\w*|teach\w*|tutor|\bELI5\b|for beginners/i, write: explain },
];

function askBack(work: Work): Draft {
  const quoted = shortened(work.message.replace(/\s+/g, " ").trim(), 120);
  const isVague = meaningfulWords(work.message).length < 2;
  const understood = isVague
    ? `Thank you! From “${quoted}” alone I can't tell yet what you need.`
    : `Thank you! I understood that this is about ${shortened(work.topic, 90)}, but not yet what should come out of it.`;
  return {
    pieces: [
      words(
        `${understood} Should something be worked out, looked up, invented or calculated? And what would you like to hold in your hands at the end: a text, a table, a picture or a decision?\n`,
      ),
    ],
  };
}

function program(work: Work): Draft {
  const calculation = calculationFor(work.message) ?? calculationFor(work.request);
  if (calculation !== undefined) {
    return {
      pieces: [
        words(
          `## ${work.heading}\n\n${calculation.says}\n\n### Code\n\n\`\`\`python\n${calculation.code}\n\`\`\`\n\n### Output\n\n\`\`\`\n${calculation.output}\n\`\`\`\n`,
        ),
        words("\nThe program needs no libraries beyond Python's own; its running time grows with the number of values it prints.\n"),
        words(sourceList(work.sources)),
      ],
      calculation,
      picture: { subject: work.topic, bars: calculation.series },
    };
  }
  if (asksForFigures(work.request)) return estimate(work);
  const check = textFigures(work);
  const name =
    meaningfulWords(work.topic)
      .slice(0, 3)
      .join("_")
      .replace(/[^a-z0-9_]/gi, "") || "solve";
  return {
    pieces: [
      words(
        `## ${work.heading}\n\n### Approach\n\n1. Reproduce it with the smallest input that shows the behaviour.\n2. Separate reading, deciding and acting, so that each part can be tested alone.\n3. Fix the cause where the wrong value first appears, then keep the reproduction as a test.\n\n`,
      ),
      words(
        `### Sketch\n\n\`\`\`python\ndef ${name}(items):\n    """Returns what is valid and, apart from it, what was refused and why."""\n    accepted, refused = [], []\n    for item in items:\n        problem = None if item else "empty"\n        (refused if problem else accepted).append((item, problem) if problem else item)\n    return accepted, refused\n\`\`\`\n\n`,
      ),
      words("### Check before you ship\n\n"),
      ...citedBullets(
        [
          { title: "Edges", text: "Empty input, one item, and far too many items." },
          { title: "Failure", text: "What happens when the service behind it is slow or gone?" },
          { title: "Way back", text: "A switch that turns the change off without a release." },
        ],
        work.sources,
      ),
      words(sourceList(work.sources)),
    ],
    calculation: check,
    picture: { subject: work.topic, bars: check.series },
  };
}

/** Something true to compute about any text: its own figures. */
function textFigures(work: Work): Calculation {
  const text = work.message.slice(0, 400);
  const lengths = text
    .split(/\s+/)
    .filter((word) => word !== "")
    .map((word) => word.length);
  const average =
    lengths.length === 0 ? 0 : Math.round((lengths.reduce((total, length) => total + length, 0) / lengths.length) * 100) / 100;
  return {
    code: `text = ${JSON.stringify(text)}\nlengths = [len(word) for word in text.split()]\nprint(len(lengths), "words, average length", round(sum(lengths) / len(lengths), 2))`,
    output: `${lengths.length} words, average length ${average}`,
    says: "",
    series: lengths.slice(0, 16),
  };
}

type Concern = { readonly cues: RegExp; readonly greeting: string; readonly steps: readonly string[] };

const concerns: readonly Concern[] = [
  {
    cues: /invoice|bill|charge|refund|payment|subscription|credit card|price/i,
    greeting: "I am sorry about the trouble with the payment.",
    steps: [
      "I have looked at the last two invoices and marked the one in question for a check.",
      "If a charge turns out to be wrong, the amount goes back to the same card within 5 working days.",
      "Until then nothing further is charged and your account stays open.",
    ],
  },
  {
    cues: /deliver|shipping|parcel|package|track|arriv|order/i,
    greeting: "Thank you for your patience with the delivery.",
    steps: [
      "Please check the tracking page once more: it is updated every four hours.",
      "If it has not moved for two days, we start a trace with the carrier on our side.",
      "Should it be lost, you choose between a replacement and your money back.",
    ],
  },
  {
    cues: /password|log ?in|sign ?in|account|locked|two-factor/i,
    greeting: "Let us get you back into your account.",
    steps: [
      "Open the sign-in page and choose “Forgot password”; the link is valid for one hour.",
      "Look into the spam folder if no mail arrives within five minutes.",
      "If the account is locked, wait 15 minutes or answer this message and we unlock it.",
    ],
  },
  {
    cues: /crash|error|bug|broken|not work|does ?n[o']t|fail|slow|freez|install|update/i,
    greeting: "Thank you for the report; that should not happen.",
    steps: [
      "Restart the app and install the latest update: it contains two fixes in this area.",
      "If it happens again, note the time and the message on the screen.",
      "Send both to us; with them we can find the entry in our logs.",
    ],
  },
  {
    cues: /buy|demo|upgrade|offer|quote|plan|trial|licen[cs]e/i,
    greeting: "Glad to hear that you are interested.",
    steps: [
      "The free plan covers one person; teams start with the next one and can change monthly.",
      "For a quote I need the number of people and the date you would like to start.",
      "A demo takes 25 minutes and can be booked for this week.",
    ],
  },
];
const anyConcern: Concern = {
  cues: /$^/,
  greeting: "Thank you for getting in touch.",
  steps: [
    "I have read your message and passed the details on to the person in charge.",
    "You will have an answer within one working day.",
    "If anything changes until then, simply reply here.",
  ],
};

function support(work: Work): Draft {
  const asked = work.message === "" ? work.topic : work.message;
  const concern = concerns.find(({ cues }) => cues.test(asked)) ?? anyConcern;
  const quoted = sentencesIn(asked)[0] ?? asked.split("\n")[0] ?? "";
  return {
    pieces: [
      words(`Hello,\n\n${concern.greeting} You wrote: “${shortened(quoted, 140)}”\n\n**What happens now**\n\n`),
      ...citedBullets(
        concern.steps.map((text, index) => ({ title: `Step ${index + 1}`, text })),
        work.sources,
      ),
      words(
        "\nDoes this answer your question? A short reply is enough, and I will stay with this case until it is closed.\n\nKind regards,\nSupport\n",
      ),
      words(sourceList(work.sources)),
    ],
  };
}

function plan(work: Work): Draft {
  const { random, topic } = work;
  const weeks = random.int(2, 3);
  const phases = [
    { title: "Understand", text: `Write down what ${topic} should change, for whom, and how it is today.` },
    { title: "Decide", text: "Pick the smallest version that would be worth having, and name one owner." },
    { title: "Build", text: "Make that version, show it every week, and cut rather than delay." },
    { title: "Try", text: "Put it in front of real people and measure against the baseline." },
    { title: "Roll out", text: "Extend in two steps, with a way back until the second one holds." },
  ];
  return {
    pieces: [
      words(
        `## Plan: ${work.heading}\n\n| Phase | Weeks | Result |\n| --- | ---: | --- |\n${phases.map(({ title }, index) => `| ${title} | ${index * weeks + 1}–${(index + 1) * weeks} | ${["a page everyone agrees with", "a scope and an owner", "a working version", "numbers instead of opinions", "in daily use"][index]} |`).join("\n")}\n\n### Steps\n\n`,
      ),
      words(
        `${phases.map(({ title, text }, index) => `${index + 1}. **${title}.** ${text}`).join("\n")}\n\n### Risks\n\n- Too much at once: keep the first version small.\n- No baseline: measure before anything changes.\n- Nobody decides: the owner does, after ${phases.length * weeks} weeks at the latest.\n`,
      ),
      words(sourceList(work.sources)),
    ],
    picture: { subject: topic, bars: phases.map((_, index) => index + 2) },
  };
}

function explain(work: Work): Draft {
  const general = lenses.find((lens) => lens.name === "general") ?? work.lens;
  const themes = work.random
    .some((work.lens.name === "general" ? general : work.lens).themes, 3)
    .map(({ title, text }) => ({ title, text: filled(text, work) }));
  return {
    pieces: [
      words(
        `## ${work.heading}, explained\n\n**In one sentence:** the shortest way to understand ${work.topic} is to look at what it replaces and what it asks for in return.\n\n**A picture for it:** think of a shared kitchen. It is not the meal but the way the kitchen is kept: nobody notices it while it works, everybody does when it does not.\n\n### Three things to know\n\n`,
      ),
      ...citedBullets(themes, work.sources),
      words(
        `\n### Try it yourself\n\nTake one everyday example of ${work.topic}, write down what goes in, what comes out and who checks it. If one of the three is unclear, that is the part to learn next.\n`,
      ),
      words(sourceList(work.sources)),
    ],
  };
}

/** When no role is named: a short answer to a short question, a structured one to a task. */
export function answerAnything(work: Work): Draft {
  const calculation = calculationFor(work.request);
  if (calculation !== undefined) {
    return { pieces: [words(`${calculation.says}\n`)], calculation, picture: { subject: work.topic, bars: calculation.series } };
  }
  if (isSmallTalk(work.message))
    return {
      pieces: [
        words(
          "Hello! What would you like to work on? Give me a subject, some text or a few numbers, and say what you want done with it.\n",
        ),
      ],
    };
  const picture = { subject: work.topic, bars: [] };
  if (asksForFact(work)) return { pieces: [words(noKnowledge(work.message))], picture };
  const points = work.material.flatMap(pointsIn);
  if (points.length > 2) {
    const shown = points.slice(-4).map(({ title, text }) => `- ${title === "" ? "" : `**${title}:** `}${shortened(text, 200)}`);
    return {
      pieces: [
        words(
          `## ${work.heading}\n\nBuilding on what came before, these points matter most:\n\n${shown.join("\n")}\n\nThe next step follows from the first of them: decide who acts on it, and by when.\n`,
        ),
        words(sourceList(work.sources)),
      ],
      picture,
    };
  }
  if (work.sources.length > 0 || lengthInWords(work.prompt.instructions) > 12) return { ...research(work), picture };
  const themes = work.random.some(work.lens.themes, 3).map(({ title, text }) => `- **${title}.** ${filled(text, work)}`);
  return { pieces: [words(`On ${work.topic}, briefly:\n\n${themes.join("\n")}\n\nIn one line: it is ${work.lens.verdict}.\n`)], picture };
}

/** A short question whose answer is a fact, with nothing at hand to find it in. */
function asksForFact({ message, sources, material, prompt }: Work): boolean {
  const isShort = lengthInWords(message) < 14 && /\?\s*$/.test(message);
  return (
    isShort &&
    sources.length === 0 &&
    material.length === 0 &&
    lengthInWords(prompt.instructions) < 25 &&
    /^\s*(?:who|what|when|where|which|how (?:many|much|old|far|long|tall))\b/i.test(message)
  );
}

function noKnowledge(question: string): string {
  return `The simulated model knows no facts, so it can't tell the answer to “${question.trim()}”. With a Mistral key this step answers for real; until then its answers show the form of the work.\n`;
}

function isSmallTalk(message: string): boolean {
  return message.trim() === "" || /^\s*(?:hi|hello|hey|good (?:morning|evening|day)|thanks?|thank you|test|ping)\b[\s!.]*$/i.test(message);
}
