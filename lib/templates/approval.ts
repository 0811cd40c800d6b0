/** Approval: a person reads a draft, may edit it, and decides whether it goes out. */
import { agentCard, card, edge, noteCard, prose, type Template, templateDocument } from "./template";

export const approval: Template = {
  id: "approval",
  name: "Approval",
  summary: "A person edits and approves a draft before it is published; use it before anything that can't be taken back.",
  category: "With people",
  document: templateDocument({
    name: "Approval",
    description: "A writer drafts an announcement, a person approves it with changes, rejects it with a comment, or lets two days pass.",
    sampleInput: { news: "Our cafe opens at 7 instead of 8 from the first of June", channel: "the notice board and the newsletter" },
    nodes: [
      noteCard(
        { id: "nobody_waits", column: 0, row: 0 },
        "While a person thinks, the run rests: no process holds it, and it survives a restart. The first decision counts.",
      ),
      card(
        "input",
        { id: "news", title: "News", column: 0, row: 1 },
        {
          fields: [
            { key: "news", label: "News", type: "long_text", required: true, help: "What should be announced." },
            { key: "channel", label: "Channel", type: "text", required: true, help: "Where it will appear." },
          ],
        },
      ),
      agentCard(
        { id: "writer", title: "Writer", column: 1, row: 1 },
        {
          model: "mistral-medium-latest",
          temperature: 0.6,
          instructions: prose(`
            You write short announcements: what changes, from when, and what it means for the reader. Friendly, at most 80 words, no headline.
          `),
          message: "Write an announcement for {{ input.channel }}: {{ input.news }}",
        },
      ),
      card(
        "approval",
        { id: "sign_off", title: "Sign-off", column: 2, row: 1 },
        {
          title: "Publish this on {{ input.channel }}?",
          body: "The news was: {{ input.news }}",
          fields: [{ key: "text", label: "Announcement", type: "long_text", required: true, value: "{{ received }}" }],
          deadlineHours: 48,
          output: "content",
        },
      ),
      agentCard(
        { id: "publisher", title: "Publisher", column: 3, row: 0 },
        {
          model: "mistral-small-latest",
          context: "fresh",
          temperature: 0.2,
          instructions: prose(`
            You prepare an approved announcement for {{ input.channel }}: put a headline of at most six words above it and leave the text itself as it is.
          `),
          message: "{{ nodes.sign_off.output.text }}",
        },
      ),
      agentCard(
        { id: "reviser", title: "Reviser", column: 3, row: 1 },
        {
          model: "mistral-medium-latest",
          context: "fresh",
          temperature: 0.4,
          instructions: prose(`
            You revise an announcement that was not approved. Do what the comment asks for, keep the rest, and begin with the line "New draft, not published yet".
          `),
          message: prose(`
            The comment: {{ nodes.sign_off.output.comment }}

            The announcement:
            {{ nodes.writer.output }}
          `),
        },
      ),
      card(
        "transform",
        { id: "kept", title: "Kept as a draft", column: 3, row: 2 },
        {
          mode: "template",
          template: prose(`
            Nobody decided within two days, so nothing was published. The draft:

            {{ nodes.writer.output }}
          `),
          expression: "",
        },
      ),
      card("merge", { id: "outcome", title: "Outcome", column: 4, row: 1 }),
      card("output", { id: "announcement", title: "Announcement", column: 5, row: 1 }, { format: "markdown", value: "" }),
    ],
    edges: [
      edge("news>writer"),
      edge("writer>sign_off"),
      edge("sign_off.approved>publisher"),
      edge("sign_off.rejected>reviser"),
      edge("sign_off.timeout>kept"),
      edge("publisher>outcome"),
      edge("reviser>outcome"),
      edge("kept>outcome"),
      edge("outcome>announcement"),
    ],
  }),
};
