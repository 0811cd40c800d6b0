/** Data pipeline: four agents in a row, each going on from what was said before. */
import { agentCard, card, edge, noteCard, prose, type Template, templateDocument } from "./template";

export const dataPipeline: Template = {
  id: "data-pipeline",
  name: "Data pipeline",
  summary: "Four agents in a row collect, clean, analyse and report; use it when each step needs the one before.",
  category: "In sequence",
  document: templateDocument({
    name: "Data pipeline",
    description: "Collects figures from the web, cleans and analyses them with code, and writes an illustrated report.",
    sampleInput: {
      question: "How fast did people switch to electric cars around the world in 2025?",
      readers: "the management of a company that builds charging stations",
    },
    nodes: [
      noteCard(
        { id: "how_it_works", column: 1, row: 0 },
        "Each agent begins with the conversation so far, so nothing has to be told twice.",
      ),
      card(
        "input",
        { id: "request", title: "Request", column: 0, row: 1 },
        {
          fields: [
            { key: "question", label: "Question", type: "long_text", required: true, help: "What the report should answer with data." },
            { key: "readers", label: "Readers", type: "text", required: true, help: "Who will read the report." },
          ],
        },
      ),
      agentCard(
        { id: "collector", title: "Data collector", column: 1, row: 1 },
        {
          model: "mistral-medium-latest",
          tools: ["web_search"],
          temperature: 0.2,
          instructions: prose(`
            You collect data; you do not interpret it. Search the web for figures that bear on the question, and prefer primary sources: statistics offices, industry associations, company reports.

            Give everything you found as one table with the columns measure, region, period, value, unit and source. Write one row for each figure and keep the unit the source uses. When two sources differ, keep both rows. Close with a short list of what you looked for and did not find.

            The next agent works from your table alone, so leave nothing out that it would need.
          `),
          message: "Collect the data that is needed to answer this question: {{ input.question }}",
        },
      ),
      agentCard(
        { id: "cleaner", title: "Data cleaner", column: 2, row: 1 },
        {
          model: "mistral-medium-latest",
          tools: ["code_interpreter"],
          temperature: 0,
          instructions: prose(`
            You prepare raw data for analysis. Do the work in Python rather than by eye.

            Remove rows that say the same thing twice. Bring units, currencies, dates and names to one form each. Mark missing values as missing; never fill them with a guess. Where sources contradict each other, keep both values and flag them.

            Give the clean dataset as a table, then a log with one line for each kind of change: what you changed, in how many rows, and why.
          `),
          message: "Clean the data collected above and bring it to one form, ready for analysis.",
        },
      ),
      agentCard(
        { id: "analyst", title: "Data analyst", column: 3, row: 1 },
        {
          model: "mistral-large-latest",
          tools: ["code_interpreter"],
          temperature: 0.2,
          instructions: prose(`
            You analyse clean data. Calculate in Python and show the numbers behind every statement.

            Describe levels and spread, then trends and rates of change, then differences between groups. Draw a chart wherever it says more than a table would. Say how sure each finding is, and do not read a cause into a coincidence.

            Give the findings in order of importance, each with its figures and how it was worked out. A writer without access to the data turns them into a report.
          `),
          message: "Analyse the cleaned data with this question in mind: {{ input.question }}",
        },
      ),
      agentCard(
        { id: "writer", title: "Report writer", column: 4, row: 1 },
        {
          model: "mistral-medium-latest",
          tools: ["image_generation"],
          temperature: 0.4,
          instructions: prose(`
            You write reports that busy people read to the end. Use only what the analysis supports.

            Begin with a summary of at most five sentences that answers the question. Then give the key findings, each with its most telling figure, what they mean for the readers, and how far the data can be trusted. Close with the sources. Create one plain illustration for the top of the report.

            Write Markdown with short paragraphs and no jargon.
          `),
          message: "Write the report for {{ input.readers }}. It answers: {{ input.question }}",
        },
      ),
      card("output", { id: "report", title: "Report", column: 5, row: 1 }, { format: "markdown", value: "" }),
    ],
    edges: [edge("request>collector"), edge("collector>cleaner"), edge("cleaner>analyst"), edge("analyst>writer"), edge("writer>report")],
  }),
};
