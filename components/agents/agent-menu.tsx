"use client";

/** What can be done with an agent of the library as a whole. */
import { Copy, Ellipsis, Trash2, UserPen } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import { toast } from "sonner";
import { duplicateAgentAction } from "@/app/actions/agent";
import { IconButton } from "@/components/ui/icon-button";
import { Menu, MenuContent, MenuItem, MenuLink, MenuSeparator, MenuTrigger } from "@/components/ui/menu";
import type { LibraryAgentSummary } from "@/lib/projection/library-agents";
import { DeleteAgentDialog } from "./delete-agent-dialog";

export type AgentMenuProps = {
  readonly agent: Pick<LibraryAgentSummary, "id" | "name" | "usedBy" | "hasCopy">;
  /** On the agent's own page, which its deletion leaves. */
  readonly isOnItsPage?: boolean;
};

export function AgentMenu({ agent, isOnItsPage = false }: AgentMenuProps) {
  const router = useRouter();
  const [isBusy, startWork] = useTransition();
  const [isAsking, setIsAsking] = useState(false);

  function duplicate(): void {
    startWork(async () => {
      const copy = await duplicateAgentAction({ agentId: agent.id });
      if (!copy.ok) toast.error(copy.error.message);
      else if (isOnItsPage) router.push(`/agents/${copy.value.agentId}`);
      else router.refresh();
    });
  }

  function leave(): void {
    setIsAsking(false);
    if (isOnItsPage) router.push("/agents");
    else router.refresh();
  }

  return (
    <>
      <Menu>
        <MenuTrigger>
          <IconButton disabled={isBusy} label={`More for ${agent.name}`}>
            <Ellipsis aria-hidden />
          </IconButton>
        </MenuTrigger>
        <MenuContent>
          {!isOnItsPage && (
            <MenuLink href={`/agents/${agent.id}`} icon={<UserPen aria-hidden />}>
              Open
            </MenuLink>
          )}
          <MenuItem icon={<Copy aria-hidden />} onSelect={duplicate}>
            Duplicate
          </MenuItem>
          <MenuSeparator />
          <MenuItem danger icon={<Trash2 aria-hidden />} onSelect={() => setIsAsking(true)}>
            Delete
          </MenuItem>
        </MenuContent>
      </Menu>
      {isAsking && <DeleteAgentDialog agent={agent} onClose={() => setIsAsking(false)} onDeleted={leave} />}
    </>
  );
}
