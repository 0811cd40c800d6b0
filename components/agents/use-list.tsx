/** Workflows with nodes made from an agent. */
import Link from "next/link";
import { formatCountOf } from "@/lib/projection/format";
import type { AgentUse } from "@/lib/projection/library-agents";
import { AgentSection } from "./agent-section";

export function UseList({ uses }: { readonly uses: readonly AgentUse[] }) {
  return (
    <AgentSection title="Used in">
      {uses.length === 0 ? (
        <p className="text-ink-soft text-sm">No workflow yet. In the editor it stands in the palette under Your agents.</p>
      ) : (
        <ul className="flex flex-col gap-1.5">
          {uses.map(({ workflowId, name, nodes }) => (
            <li className="flex items-baseline gap-2 text-sm" key={workflowId}>
              <Link className="min-w-0 flex-1 truncate hover:underline" href={`/workflows/${workflowId}`}>
                {name}
              </Link>
              <span className="flex-none text-ink-soft text-xs">{formatCountOf(nodes, "node")}</span>
            </li>
          ))}
        </ul>
      )}
    </AgentSection>
  );
}
