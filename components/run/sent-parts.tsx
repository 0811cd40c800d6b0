/** What was sent, part by part: instructions, context, message, means. Read from the captured body. */
import { Chip } from "@/components/ui/chip";
import { formatCountOf } from "@/lib/projection/format";
import { readSentRequest, type SentEntry, type SentRequest } from "@/lib/projection/sent-request";
import type { Exchange } from "@/lib/providers/exchange";
import { PanelSection } from "./panel-section";
import { QuotedText } from "./quoted-text";
import { SentBody } from "./sent-body";
import { ToolIcon } from "./tool-icon";

export type SentPartsProps = { readonly exchange: Exchange; readonly leftOut: readonly string[] };

export function SentParts({ exchange, leftOut }: SentPartsProps) {
  const sent = readSentRequest(exchange.requestBody);
  if (sent === null) return <SentBody exchange={exchange} />;
  return (
    <>
      {sent.instructions !== null && sent.instructions !== "" && (
        <PanelSection title="Instructions">
          <QuotedText text={sent.instructions} />
        </PanelSection>
      )}
      {sent.context.length > 0 && (
        <PanelSection note={formatCountOf(sent.context.length, "entry", "entries")} title="Context">
          <Context entries={sent.context} />
        </PanelSection>
      )}
      {sent.message !== null && (
        <PanelSection title="Message">
          <QuotedText text={sent.message} />
        </PanelSection>
      )}
      {leftOut.length > 0 && (
        <PanelSection title="Left out">
          <ul className="list-disc pl-4 text-ink-soft">
            {leftOut.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        </PanelSection>
      )}
      <PanelSection title="Model and tools">
        <Means sent={sent} />
      </PanelSection>
    </>
  );
}

const speakers: { readonly [Who in SentEntry["who"]]: string } = {
  user: "User",
  assistant: "Assistant",
  tool: "Tool",
  handoff: "Handoff",
};

function Context({ entries }: { readonly entries: readonly SentEntry[] }) {
  return (
    <ol className="divide-y rounded-control border bg-sunken">
      {entries.map((entry, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: entries of one body never change
        <li className="px-3 py-2" key={index}>
          <p className="text-ink-soft text-xs">{speakers[entry.who]}</p>
          <QuotedText className="border-0 bg-transparent p-0" text={entry.text} />
        </li>
      ))}
    </ol>
  );
}

function Means({ sent }: { readonly sent: SentRequest }) {
  return (
    <div className="flex flex-wrap gap-1.5">
      {sent.model !== null && <Chip className="num">{sent.model}</Chip>}
      {sent.agentId !== null && <Chip className="num">agent {sent.agentId}</Chip>}
      {sent.parameters.map(({ name, value }) => (
        <Chip className="num" key={name}>{`${name} ${value}`}</Chip>
      ))}
      {sent.tools.map((tool) => (
        <Chip icon={<ToolIcon name={tool} />} key={tool}>
          {tool.replaceAll("_", " ")}
        </Chip>
      ))}
      {sent.tools.length === 0 && <span className="text-ink-soft text-xs leading-6">no tools</span>}
    </div>
  );
}
