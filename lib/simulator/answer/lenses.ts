/**
 * Points of view. The words of the instructions choose one; it decides what an answer looks at.
 *
 * `{topic}` is the subject and `{8-20}` a whole number in that range.
 */
export type Theme = { readonly title: string; readonly text: string };

export type Lens = {
  readonly name: string;
  /** Stems that choose this lens. */
  readonly cues: RegExp;
  readonly angle: string;
  readonly themes: readonly Theme[];
  readonly measures: readonly { readonly name: string; readonly unit: string; readonly range: readonly [number, number] }[];
  readonly venues: readonly { readonly host: string; readonly title: string }[];
  readonly open: readonly string[];
  readonly verdict: string;
};

export const lenses: readonly Lens[] = [
  {
    name: "technical",
    cues: /technolog|technical|engineer|architect|software|infrastructur|scientif/gi,
    angle: "how it works and what limits it",
    themes: [
      {
        title: "Maturity",
        text: "The core components behind {topic} are proven; what varies is how well they are integrated, and that explains most of the spread in results.",
      },
      {
        title: "Bottleneck",
        text: "Data quality, not raw capability, is the first limit that teams meet: about {30-60}% of the effort goes into preparing and checking inputs.",
      },
      {
        title: "Interoperability",
        text: "Open interfaces are winning. Closed designs are quicker to start with and cost roughly {2-4} times as much to change later.",
      },
      {
        title: "Reliability",
        text: "Failures come mostly from the edges of a system, so monitoring and a tested way back matter more than another feature.",
      },
      {
        title: "Efficiency",
        text: "Cost per unit of work has fallen by about {15-35}% a year, which moves use cases from pilot to routine.",
      },
      {
        title: "Security",
        text: "Every new integration widens the attack surface; least privilege and signed components are the measures that pay off first.",
      },
    ],
    measures: [
      { name: "Deployments in production", unit: "%", range: [28, 64] },
      { name: "Median time to integrate", unit: "weeks", range: [5, 16] },
      { name: "Availability reached", unit: "%", range: [97, 99] },
    ],
    venues: [
      { host: "engineering.example.org", title: "Field notes from production: {topic}" },
      { host: "standards.example.org", title: "Reference architecture and open interfaces for {topic}" },
      { host: "benchmarks.example.com", title: "Benchmark report: {topic}" },
    ],
    open: ["Which interface will become the common one?", "How do results hold up outside the reference setups?"],
    verdict: "technically ready where data and integration are under control",
  },
  {
    name: "market",
    cues: /market|business|commerc|econom|industr|compet|customer segment|sales|revenue|growth/gi,
    angle: "who pays, who competes and where the money goes",
    themes: [
      { title: "Demand", text: "Interest in {topic} is broad, but budgets follow only where a saving shows within {9-18} months." },
      {
        title: "Growth",
        text: "Spending grows by {12-28}% a year from a small base; most of it comes from existing buyers who extend what they have.",
      },
      {
        title: "Competition",
        text: "The field is consolidating: the first five suppliers hold close to {45-65}% and compete on service rather than price.",
      },
      {
        title: "Pricing",
        text: "Pricing is moving from licences to usage, which lowers the threshold to start and makes yearly costs harder to plan.",
      },
      { title: "Barriers", text: "Procurement, training and switching costs delay decisions longer than the price does." },
      { title: "Regions", text: "Early adopters cluster in a few regions; the followers copy the business case, not the technology." },
    ],
    measures: [
      { name: "Yearly growth", unit: "%", range: [9, 28] },
      { name: "Buyers with a budget line", unit: "%", range: [22, 58] },
      { name: "Payback", unit: "months", range: [8, 22] },
    ],
    venues: [
      { host: "markets.example.com", title: "Market outlook: {topic}" },
      { host: "buyers.example.org", title: "Survey of buyers and budgets on {topic}" },
      { host: "economics.example.org", title: "The economics of {topic}" },
    ],
    open: ["How much of the growth is new demand rather than replacement?", "Which price model will buyers accept at scale?"],
    verdict: "attractive for those who can show a payback within two years",
  },
  {
    name: "academic",
    cues: /academ|peer.?review|scholar|scientific (?:literature|publication)|literature|publication|stud(?:y|ies)|evidence/gi,
    angle: "what the evidence supports, and how firmly",
    themes: [
      {
        title: "State of the evidence",
        text: "Published work on {topic} agrees on the direction of the effect and disagrees on its size.",
      },
      { title: "Methods", text: "Only about {25-45}% of the studies use a control group; the rest are observations or single cases." },
      {
        title: "Effect size",
        text: "Controlled studies report moderate effects, typically {8-22}% against the baseline, which shrink in larger samples.",
      },
      { title: "Replication", text: "Independent replications exist for the central claim, hardly any for the stronger ones." },
      {
        title: "Theory",
        text: "Two explanations compete; present data can't tell them apart, which matters for anyone who wants to transfer the result.",
      },
      { title: "Bias", text: "Small positive studies are over-represented, so pooled figures should be read as an upper bound." },
    ],
    measures: [
      { name: "Studies with a control group", unit: "%", range: [24, 46] },
      { name: "Median sample", unit: "subjects", range: [120, 640] },
      { name: "Pooled effect", unit: "%", range: [7, 21] },
    ],
    venues: [
      { host: "journal.example.org", title: "A systematic review of {topic}" },
      { host: "preprints.example.org", title: "Replication and limits: {topic}" },
      { host: "university.example.edu", title: "Lecture notes and data on {topic}" },
    ],
    open: ["Do the effects last beyond the observation period?", "Which population do the samples represent?"],
    verdict: "supported in direction, uncertain in size",
  },
  {
    name: "cautious",
    cues: /conservativ|risk.?averse|cautious|careful|prudent|safety|downside|proven method/gi,
    angle: "what can go wrong and what keeps it small",
    themes: [
      { title: "Start small", text: "Begin {topic} with one team and a fixed end date; extend only on numbers agreed beforehand." },
      { title: "Hidden cost", text: "Running two ways side by side usually adds {15-30}% to the first year and is rarely in the plan." },
      {
        title: "Dependence",
        text: "Avoid steps that can't be undone: keep the present way working until the new one has carried a full cycle.",
      },
      { title: "People", text: "Expect a dip in output of {5-15}% while people learn; plan it rather than explain it." },
      { title: "Compliance", text: "Have the legal and security questions answered in writing first. Late findings are the dearest ones." },
    ],
    measures: [
      { name: "Budget held in reserve", unit: "%", range: [15, 30] },
      { name: "Length of the pilot", unit: "weeks", range: [8, 16] },
      { name: "Chance of overrun", unit: "%", range: [25, 50] },
    ],
    venues: [
      { host: "risk.example.org", title: "Risk register: {topic}" },
      { host: "audit.example.org", title: "Lessons from failed projects like {topic}" },
    ],
    open: ["What would make us stop, and who decides it?", "Which step can't be undone?"],
    verdict: "proceed in small, reversible steps with a reserve",
  },
  {
    name: "bold",
    cues: /aggressiv|innovativ|bold|ambitious|disrupt|rapid|upside|opportunit|visionar|optimis/gi,
    angle: "what is gained by moving first",
    themes: [
      {
        title: "First mover",
        text: "Those who move early on {topic} set the terms; catching up a year later costs about {1-3} times the entry price.",
      },
      {
        title: "Learning speed",
        text: "Shipping to real users every {2-4} weeks teaches more than any study, and the lessons are ours alone.",
      },
      { title: "Scale", text: "A full commitment frees the people and money that half a commitment ties up twice." },
      { title: "Talent", text: "Ambitious work attracts the people who make it succeed; that advantage compounds." },
      {
        title: "New revenue",
        text: "Beyond savings, work on {topic} opens offers that are impossible today and could carry {10-25}% of revenue in three years.",
      },
    ],
    measures: [
      { name: "Share of revenue within reach", unit: "%", range: [10, 25] },
      { name: "Time to the first release", unit: "weeks", range: [4, 9] },
      { name: "Advantage over followers", unit: "months", range: [9, 18] },
    ],
    venues: [
      { host: "ventures.example.com", title: "Moving first: {topic}" },
      { host: "innovation.example.org", title: "What early adopters of {topic} gained" },
    ],
    open: ["What would we attempt if it could not fail?", "Who else is about to move?"],
    verdict: "commit now and learn in the open",
  },
  {
    name: "balanced",
    cues: /balanc|pragmati|middle.?ground|pros and cons|neutral|trade.?off|impartial/gi,
    angle: "what speaks for it, what speaks against it",
    themes: [
      { title: "For", text: "The expected benefit of {topic} is real: {10-25}% on the measure that matters, visible within two quarters." },
      {
        title: "Against",
        text: "It takes attention away from work already promised, and the benefit depends on habits that change slowly.",
      },
      {
        title: "Middle way",
        text: "A staged approach keeps most of the benefit: commit to the first stage, decide on the next with its numbers.",
      },
      { title: "Sequence", text: "Do the parts first that pay off even if the rest is never built." },
      { title: "Conditions", text: "It is worth doing if a named owner, a baseline and a date for the decision exist; otherwise not yet." },
    ],
    measures: [
      { name: "Expected benefit", unit: "%", range: [10, 25] },
      { name: "Effort of the first stage", unit: "person-weeks", range: [6, 18] },
      { name: "Confidence", unit: "%", range: [55, 80] },
    ],
    venues: [
      { host: "decisions.example.org", title: "Weighing {topic}: arguments and numbers" },
      { host: "practice.example.org", title: "Staged roll-outs: {topic}" },
    ],
    open: ["Which assumption, if wrong, changes the answer?", "What is the smallest step that teaches enough?"],
    verdict: "worth a first stage with a clear decision point",
  },
  {
    name: "legal",
    cues: /legal|law(?:yer)?\b|regulat|complian|policy|polic(?:y|ies)|governance|contract/gi,
    angle: "which rules apply and what they ask for",
    themes: [
      {
        title: "Applicable rules",
        text: "Work on {topic} touches data protection, consumer law and sector rules at once; the strictest one sets the design.",
      },
      { title: "Accountability", text: "A named person must be able to explain and stop every automated decision." },
      {
        title: "Records",
        text: "Keep what was decided, on which data and by whom; most findings in audits are missing records, not wrong decisions.",
      },
      { title: "Contracts", text: "Liability and audit rights have to be in the supplier's contract before the first data flows." },
      { title: "Outlook", text: "Rules are converging; designing for the stricter draft saves a second round of changes." },
    ],
    measures: [
      { name: "Controls already in place", unit: "%", range: [40, 75] },
      { name: "Time to full compliance", unit: "weeks", range: [8, 26] },
      { name: "Open findings", unit: "items", range: [3, 14] },
    ],
    venues: [
      { host: "law.example.org", title: "Commentary: rules that apply to {topic}" },
      { host: "authority.example.org", title: "Guidance note on {topic}" },
    ],
    open: ["Which authority is competent?", "Is a consent needed or does a contract suffice?"],
    verdict: "permissible with records, an owner and a clean contract",
  },
  {
    name: "human",
    cues: /\buser|customer|patient|people|human|social|cultur|ethic|experience|accessib|education|teacher/gi,
    angle: "what changes for the people concerned",
    themes: [
      { title: "Need", text: "People judge {topic} by the one task they came for; {55-75}% never use anything else." },
      { title: "Trust", text: "Trust grows with being able to see why something happened and to undo it." },
      { title: "Access", text: "What helps people with impairments helps everyone: plain words, large targets, no time pressure." },
      {
        title: "Habits",
        text: "New ways are kept when the first week feels easier than the old one; training alone does not change that.",
      },
      { title: "Fairness", text: "Benefits reach those first who need them least unless someone looks after the others on purpose." },
    ],
    measures: [
      { name: "Satisfied after a month", unit: "%", range: [58, 84] },
      { name: "Task completed unaided", unit: "%", range: [62, 91] },
      { name: "Support requests per 100 people", unit: "", range: [4, 19] },
    ],
    venues: [
      { host: "people.example.org", title: "Interviews and diary study on {topic}" },
      { host: "access.example.org", title: "Accessible by design: {topic}" },
    ],
    open: ["Who is not in the room when this is decided?", "What do people do when it fails?"],
    verdict: "welcome where it saves people a step and can be undone",
  },
  {
    name: "environmental",
    cues: /environment|climat|sustainab|carbon|emission|ecolog|energy use/gi,
    angle: "what it costs and saves the planet",
    themes: [
      {
        title: "Footprint",
        text: "Over the life cycle of {topic}, use dominates: {60-80}% of the emissions arise there, not in making it.",
      },
      { title: "Savings", text: "Realistic savings are {10-25}% and depend on switching off what is replaced." },
      { title: "Rebound", text: "Cheaper use invites more use; without a cap a third of the saving is lost again." },
      { title: "Materials", text: "Repair and reuse of parts does more than recycling them." },
      { title: "Reporting", text: "Measured data beats estimates: factors from tables are off by up to {20-40}%." },
    ],
    measures: [
      { name: "Emissions avoided", unit: "%", range: [8, 26] },
      { name: "Share of the footprint in use", unit: "%", range: [58, 82] },
      { name: "Materials reused", unit: "%", range: [18, 47] },
    ],
    venues: [
      { host: "climate.example.org", title: "Life-cycle assessment: {topic}" },
      { host: "energy.example.org", title: "Measured energy use of {topic}" },
    ],
    open: ["What is switched off in return?", "Where does the energy come from?"],
    verdict: "a gain if the old is really switched off",
  },
  {
    name: "general",
    cues: /$^/g,
    angle: "what matters and why",
    themes: [
      {
        title: "Where it stands",
        text: "Work on {topic} has moved from experiment to everyday practice in about {20-45}% of the cases looked at.",
      },
      {
        title: "What drives it",
        text: "Three things carry it: a clear need, tools that became affordable, and a few visible successes to copy.",
      },
      { title: "What slows it", text: "Skills and unclear responsibility hold it back more often than cost does." },
      { title: "What works", text: "Those who name an owner and measure from the first week reach their goal about twice as often." },
      { title: "What is changing", text: "The questions are shifting from whether to how: quality, upkeep and fair access." },
      { title: "Open points", text: "Long-term effects are thinly documented, and comparisons across regions are rare." },
    ],
    measures: [
      { name: "In everyday use", unit: "%", range: [20, 48] },
      { name: "Satisfied with the result", unit: "%", range: [55, 82] },
      { name: "Typical time to a first result", unit: "weeks", range: [3, 12] },
    ],
    venues: [
      { host: "encyclopedia.example.org", title: "Overview: {topic}" },
      { host: "news.example.com", title: "This year in {topic}" },
      { host: "reports.example.org", title: "Facts and figures on {topic}" },
    ],
    open: ["What would change the picture within a year?", "Whose experience is missing?"],
    verdict: "well under way, with skills as the limit",
  },
];

/** The lens whose cues the text names most often; `general` when it names none. */
export function lensFor(text: string): Lens {
  let best = lenses[lenses.length - 1] as Lens; // the list is a non-empty constant
  let most = 0;
  for (const lens of lenses) {
    const count = text.match(lens.cues)?.length ?? 0;
    if (count > most) [best, most] = [lens, count];
  }
  return best;
}
