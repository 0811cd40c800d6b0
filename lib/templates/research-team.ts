/** Research team: three agents look at one topic at the same time, a fourth makes one briefing of it. */
import { agentCard, card, edge, noteCard, prose, type Template, templateDocument } from "./template";

export const researchTeam: Template = {
  id: "research-team",
  name: "Research team",
  summary: "Three researchers study one topic side by side and a fourth agent writes one briefing; use it for independent views.",
  category: "In parallel",
  document: templateDocument({
    name: "Research team",
    description: "Looks at a topic from the side of technology, market and science at the same time, and brings the findings together.",
    sampleInput: { topic: "Artificial intelligence in healthcare", audience: "the board of a hospital group" },
    nodes: [
      noteCard(
        { id: "three_lenses", column: 0, row: 0 },
        "One topic, three lenses. Each researcher starts fresh, so that they don't echo each other.",
      ),
      card(
        "input",
        { id: "topic", title: "Topic", column: 0, row: 1 },
        {
          fields: [
            { key: "topic", label: "Topic", type: "text", required: true, help: "What the team should look into." },
            { key: "audience", label: "Audience", type: "text", required: true, help: "Who the briefing is for." },
          ],
        },
      ),
      agentCard(
        { id: "technology", title: "Technology researcher", column: 1, row: 0 },
        {
          model: "mistral-medium-latest",
          tools: ["web_search"],
          context: "fresh",
          temperature: 0.3,
          instructions: prose(`
            You research technology. Look at how things work and how far they have come, not at who sells them.

            Report which approaches exist, what each can do today, where it fails, what it needs in data, hardware and skills, and what is likely to change within two years. Be precise about versions, benchmarks and dates. Give a source for every claim.
          `),
          message: "Research the technical side of {{ input.topic }}. Your findings go into a briefing for {{ input.audience }}.",
        },
      ),
      agentCard(
        { id: "market", title: "Market researcher", column: 1, row: 1 },
        {
          model: "mistral-medium-latest",
          tools: ["web_search"],
          context: "fresh",
          temperature: 0.3,
          instructions: prose(`
            You research markets. Look at money and behaviour: who buys, who sells, and what it brings them.

            Report the size and growth of the market, the most important providers and what sets them apart, what buyers pay and what they get for it, and the rules and risks that could slow it down. Give figures with their year and a source for each; when two sources disagree, show both.
          `),
          message: "Research the business side of {{ input.topic }}. Your findings go into a briefing for {{ input.audience }}.",
        },
      ),
      agentCard(
        { id: "academic", title: "Academic researcher", column: 1, row: 2 },
        {
          model: "mistral-medium-latest",
          tools: ["web_search"],
          context: "fresh",
          temperature: 0.3,
          instructions: prose(`
            You research what science knows. Rely on peer-reviewed work, and call a preprint a preprint.

            Report what has been shown and how well: the kind of study, its size, its result and its limits. Put reviews before single studies. Say which questions are disputed and which nobody has studied yet. Cite authors, year and journal for every finding.
          `),
          message: "Research the published evidence on {{ input.topic }}. Your findings go into a briefing for {{ input.audience }}.",
        },
      ),
      agentCard(
        { id: "synthesizer", title: "Synthesizer", column: 2, row: 1 },
        {
          model: "mistral-large-latest",
          context: "fresh",
          temperature: 0.3,
          instructions: prose(`
            You turn the findings of several researchers into one briefing. They worked apart from each other, so you are the first to see the whole.

            Begin with a summary of at most six sentences. Then say what all of them found, where they contradict each other and which side is better supported, and what none of them could answer. Close with recommendations for the audience and the list of sources.

            Keep every source the researchers gave, and say which researcher a finding came from. Add no facts of your own. Write Markdown.
          `),
          message: prose(`
            Write the briefing on {{ input.topic }} for {{ input.audience }}.

            ## Findings of the technology researcher
            {{ nodes.technology.output }}

            ## Findings of the market researcher
            {{ nodes.market.output }}

            ## Findings of the academic researcher
            {{ nodes.academic.output }}
          `),
        },
      ),
      card("output", { id: "briefing", title: "Briefing", column: 3, row: 1 }, { format: "markdown", value: "" }),
    ],
    edges: [
      edge("topic>technology"),
      edge("topic>market"),
      edge("topic>academic"),
      edge("technology>synthesizer"),
      edge("market>synthesizer"),
      edge("academic>synthesizer"),
      edge("synthesizer>briefing"),
    ],
  }),
};
