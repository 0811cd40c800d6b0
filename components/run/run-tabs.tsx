"use client";

/** The five views of a run. The chosen one is the caller's, so that a link and a drawer can set it. */
import { type ReactNode, useState } from "react";
import { Tabs } from "@/components/ui/tabs";
import { useRunEvents, useRunState } from "@/lib/client/run-store/use-run";
import { ConversationTab } from "./conversation-tab";
import { EventsTab } from "./events-tab";
import { OutputTab } from "./output-tab";
import { StateTab } from "./state-tab";
import { TimelineTab } from "./timeline-tab";
import { useConversation } from "./use-conversation";

export type RunTab = "timeline" | "conversation" | "state" | "events" | "output";

export type RunTabsProps = {
  readonly selectedNodeId: string | null;
  readonly onSelectNode: (nodeId: string) => void;
  readonly initial?: RunTab;
  /** Stands right of the tabs. */
  readonly actions?: ReactNode;
  /** Only the row of tabs; choosing one opens it. */
  readonly isCollapsed?: boolean;
  readonly onExpand?: () => void;
};

export function RunTabs({ selectedNodeId, onSelectNode, initial = "timeline", actions, isCollapsed = false, onExpand }: RunTabsProps) {
  const [tab, setTab] = useState<RunTab>(initial);
  const events = useRunEvents().length;
  const { utterances } = useConversation();
  const look = useRunState((state) => state.look);
  const select = (path: string) => {
    look?.(path);
    onSelectNode(path);
  };
  return (
    <Tabs
      actions={actions}
      className="pr-2"
      label="Views of the run"
      onChange={(next) => {
        setTab(next);
        onExpand?.();
      }}
      panelClassName={isCollapsed ? "hidden" : "overflow-hidden"}
      tabs={[
        { id: "timeline", label: "Timeline" },
        { id: "conversation", label: "Conversation", count: utterances.length },
        { id: "state", label: "State" },
        { id: "events", label: "Events", count: events },
        { id: "output", label: "Output" },
      ]}
      value={tab}
    >
      {!isCollapsed && <TabPanel onSelectNode={select} selectedNodeId={selectedNodeId} tab={tab} />}
    </Tabs>
  );
}

type TabPanelProps = Pick<RunTabsProps, "selectedNodeId" | "onSelectNode"> & { readonly tab: RunTab };

function TabPanel({ tab, selectedNodeId, onSelectNode }: TabPanelProps) {
  switch (tab) {
    case "timeline":
      return <TimelineTab onSelectNode={onSelectNode} selectedNodeId={selectedNodeId} />;
    case "conversation":
      return <ConversationTab onSelectNode={onSelectNode} />;
    case "state":
      return <StateTab onSelectNode={onSelectNode} />;
    case "events":
      return <EventsTab />;
    case "output":
      return <OutputTab onSelectNode={onSelectNode} />;
  }
}
