/**
 * What search tools come back with: clearly simulated sources on reserved host names.
 */
import type { AnswerPart, Reference } from "./prompt";
import { capitalised, meaningfulWords, shortened } from "./words";
import { filled, type Work } from "./work";

type Found = { readonly parts: readonly AnswerPart[]; readonly sources: readonly Reference[] };

/** One search per tool that searches, in the order the tools were offered. */
export function searchWith(work: Work): Found {
  const parts: AnswerPart[] = [];
  const sources: Reference[] = [];
  for (const tool of work.prompt.tools) {
    if (tool.type !== "web_search" && tool.type !== "web_search_premium" && tool.type !== "document_library") continue;
    const query = shortened(`${work.topic}${work.lens.name === "general" ? "" : ` ${work.lens.name}`}`, 100);
    const found = tool.type === "document_library" ? passagesFor(work) : pagesFor(work, tool.type);
    sources.push(...found);
    parts.push({ kind: "tool", name: tool.type, arguments: { query }, info: {}, tokens: 240 + found.length * 310 });
  }
  return { parts, sources };
}

function pagesFor(work: Work, tool: string): Reference[] {
  const slug =
    meaningfulWords(work.topic)
      .slice(0, 5)
      .join("-")
      .replace(/[^a-z0-9-]/g, "") || "report";
  const venues =
    tool === "web_search_premium"
      ? [{ host: "newswire.example.com", title: "Press report: {topic}" }, ...work.lens.venues]
      : work.lens.venues;
  return venues.slice(0, 3).map(({ host, title }) => ({
    tool,
    title: `${filled(title, work)} (simulated source)`,
    url: `https://${host}/${slug}`,
    description: `A page the simulated search made up about ${work.topic}.`,
  }));
}

/** The passages of the library that share most words with the question. */
function passagesFor(work: Work): Reference[] {
  const wanted = new Set(meaningfulWords(`${work.topic} ${work.request}`));
  const shared = (text: string) => meaningfulWords(text).filter((word) => wanted.has(word)).length;
  return [...work.prompt.passages]
    .sort((a, b) => shared(b.text) - shared(a.text))
    .slice(0, 2)
    .map((passage) => ({
      tool: "document_library",
      title: capitalised(passage.documentName),
      url: passage.url,
      description: shortened(passage.text, 180),
    }));
}
