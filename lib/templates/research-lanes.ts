/** Research in lanes: a Parallel container whose lanes hold steps of their own, with a limit and a rule for failures. */
import { agentCard, card, containerCard, edge, inside, noteCard, prose, type Template, templateDocument } from "./template";

const researcher = { model: "mistral-medium-latest", context: "fresh", tools: ["web_search"], temperature: 0.3 } as const;

export const researchLanes: Template = {
  id: "research-lanes",
  name: "Research in lanes",
  summary: "Three lanes study one topic side by side and a synthesizer goes on once two of them are done well; use it for a fixed team.",
  category: "In parallel",
  document: templateDocument({
    name: "Research in lanes",
    description:
      "A container runs a lane each for technology, market and science. Its results go on in the order of the lanes, a failed one with its reason.",
    sampleInput: { topic: "Electric delivery vans in cities", audience: "the owner of a parcel service" },
    nodes: [
      noteCard(
        { id: "own_rules", column: 0, row: 0 },
        "A container has rules of its own: how many lanes run at once, and what a failure means. Here two of three are enough.",
      ),
      card(
        "input",
        { id: "topic", title: "Topic", column: 0, row: 1 },
        {
          fields: [
            { key: "topic", label: "Topic", type: "text", required: true, help: "What the team should look into." },
            { key: "audience", label: "Audience", type: "text", required: true, help: "Who the report is for." },
          ],
        },
      ),
      containerCard(
        "parallel",
        { id: "researchers", title: "Researchers", column: 1, row: 1, columns: 2, lanes: 3 },
        {
          lanes: [
            { id: "technology", title: "Technology" },
            { id: "market", title: "Market" },
            { id: "science", title: "Science" },
          ],
          onFailure: "at_least",
          atLeast: 2,
          output: "results",
        },
      ),
      inside(
        "researchers",
        agentCard(
          { id: "engineer", title: "Engineer", column: 0, row: 0 },
          {
            ...researcher,
            instructions: prose(`
              You research technology: what exists, what it can do today, where it fails, and what it needs around it. Give each finding its figure, its year and its source.
            `),
            message: "Research the technical side of {{ input.topic }} for {{ input.audience }}.",
          },
        ),
        "technology",
      ),
      inside(
        "researchers",
        agentCard(
          { id: "market_analyst", title: "Market analyst", column: 0, row: 1 },
          {
            ...researcher,
            instructions: prose(`
              You research markets: who sells, who buys, what it costs and what it brings, and which rules are coming. Where two sources disagree, show both.
            `),
            message: "Research the business side of {{ input.topic }} for {{ input.audience }}.",
          },
        ),
        "market",
      ),
      inside(
        "researchers",
        agentCard(
          { id: "scout", title: "Literature scout", column: 0, row: 2 },
          {
            ...researcher,
            instructions: prose(`
              You look for published studies. List what was studied, how, with how many cases, and what came out. Call a preprint a preprint.
            `),
            message: "Find the research on {{ input.topic }}.",
          },
        ),
        "science",
      ),
      inside(
        "researchers",
        agentCard(
          { id: "appraiser", title: "Evidence appraiser", column: 1, row: 2 },
          {
            model: "mistral-medium-latest",
            temperature: 0.2,
            instructions: prose(`
              You appraise evidence. Of the studies you are given, say which can be relied on and why, which can't, and what nobody has studied yet. Keep the sources.
            `),
            message: "Appraise the studies found above.",
          },
        ),
        "science",
      ),
      agentCard(
        { id: "synthesizer", title: "Synthesizer", column: 3, row: 1 },
        {
          model: "mistral-large-latest",
          context: "fresh",
          temperature: 0.3,
          instructions: prose(`
            You are given the findings of several researchers on {{ input.topic }}, each under the name of its lane. Write one report for {{ input.audience }}.

            Begin with a summary of at most five sentences. Then say what the findings have in common, where they contradict each other, and what is still open. Name the researcher behind every finding and keep the sources. If a lane has no result, say which view is missing.
          `),
          message: "",
        },
      ),
      card("output", { id: "report", title: "Report", column: 4, row: 1 }, { format: "markdown", value: "" }),
    ],
    edges: [edge("topic>researchers"), edge("scout>appraiser"), edge("researchers>synthesizer"), edge("synthesizer>report")],
  }),
};
