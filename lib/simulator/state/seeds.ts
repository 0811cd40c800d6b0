/**
 * What a person finds without creating anything: two agents and a small library.
 */
import type { StoredAgent, StoredLibrary } from "./store";

const since = "2026-01-05T09:00:00Z";

export function seedAgents(): StoredAgent[] {
  return [
    agent(
      "ag_0000000000000000000000000000a001",
      "Plain-language editor",
      "Rewrites and reviews texts so that everybody understands them.",
      "You are an editor. Review the text for clear, plain language and name what to improve.",
    ),
    agent(
      "ag_0000000000000000000000000000a002",
      "Fact finder",
      "Finds current information and cites its sources.",
      "You research questions on the web. Cite your sources.",
    ),
  ];
}

function agent(id: string, name: string, description: string, instructions: string): StoredAgent {
  const version = {
    model: "mistral-medium-latest",
    name,
    description,
    instructions,
    tools: name === "Fact finder" ? [{ type: "web_search" as const }] : [],
    completionArgs: {},
    guardrails: null,
    handoffs: null,
    metadata: null,
    versionMessage: null,
    deploymentChat: false,
  };
  return { id, createdAt: since, updatedAt: since, versions: [version], current: 0, aliases: new Map() };
}

const handbook = [
  [
    "Working hours",
    "Core hours are 10:00 to 15:00. Outside them everybody chooses their own time. Overtime is taken as free time within three months.",
  ],
  [
    "Travel and expenses",
    "Trains come before flights under six hours. Expenses are handed in within 30 days with a receipt; amounts under 50 euros need no approval.",
  ],
  [
    "Returns and refunds",
    "Customers may return goods within 30 days. Refunds go to the original payment method within 5 working days after the goods arrived.",
  ],
] as const;

export function seedLibraries(): StoredLibrary[] {
  const id = "019b0000-0000-7000-8000-00000000b001";
  const documents = handbook.map(([title, text], index) => {
    const documentId = `019b0000-0000-7000-8000-00000000d00${index + 1}`;
    return [
      documentId,
      { id: documentId, libraryId: id, name: `${title}.md`, mime: "text/markdown", bytes: text.length, text, createdAt: since },
    ] as const;
  });
  return [
    {
      id,
      name: "Sample handbook",
      description: "Three short pages of an invented company handbook.",
      createdAt: since,
      updatedAt: since,
      documents: new Map(documents),
    },
  ];
}
