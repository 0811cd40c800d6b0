"use client";

/** The panel of one node, made from its definition's fields. */
import { Ellipsis, X } from "lucide-react";
import { useMemo } from "react";
import { ProblemList } from "@/components/editor/problem-list";
import { useAct } from "@/components/editor/use-editor-actions";
import { withoutPlace } from "@/components/editor/without-title";
import { ShownRunProvider } from "@/components/run/shown-run";
import { StepInspector } from "@/components/run/step-inspector";
import { CopyButton } from "@/components/ui/copy-button";
import { IconButton } from "@/components/ui/icon-button";
import { KindTile } from "@/components/ui/kind-tile";
import { Menu, MenuContent, MenuItem, MenuSeparator, MenuTrigger } from "@/components/ui/menu";
import { Tabs } from "@/components/ui/tabs";
import { Variable } from "@/components/ui/variable";
import { noDiagnostics } from "@/lib/client/editor-store/diagnostics-slice";
import { useEditor, useEditorStore } from "@/lib/client/editor-store/use-editor";
import { factsOf } from "@/lib/client/node-facts";
import { type ShortcutId, shortcuts, shortcutText } from "@/lib/client/shortcuts";
import { useIsMac } from "@/lib/client/use-is-mac";
import type { Diagnostic } from "@/lib/compile/diagnostic";
import type { WorkflowNode } from "@/lib/document/schema";
import type { FieldSpec, NodeDefinition } from "@/lib/nodes/contract";
import { isJsonObject, type JsonObject, type JsonValue } from "@/lib/shared/json";
import { ConnectionsSection } from "./connections-section";
import { FailureSection } from "./failure-section";
import { FieldControl } from "./field-control";
import { NodeIdEditor } from "./node-id-editor";
import { FoldedSection, PanelSection } from "./panel-section";
import { PinSection } from "./pin-section";
import { JoinSection, SettingsSection } from "./settings-section";
import { ToolSection } from "./tool-section";

export function NodePanel({ node }: { readonly node: WorkflowNode }) {
  const { definition, isNote } = factsOf(node);
  const diagnostics = useEditor((state) => state.diagnosticsByNode.get(node.id) ?? noDiagnostics);
  const run = useEditor((state) => state.run);
  const workflowId = useEditor((state) => state.workflowId);
  const view = useEditor((state) => state.nodeView);
  const setView = useEditor((state) => state.setNodeView);
  const incoming = useEditor((state) => state.document.edges.filter((edge) => edge.target === node.id).length);
  return (
    <>
      <NodeHead definition={definition} isNote={isNote} node={node} />
      {run !== null && !isNote && (
        <Tabs
          label="Views of the node"
          onChange={setView}
          tabs={[
            { id: "setup", label: "Setup" },
            { id: "run", label: "This run" },
          ]}
          value={view}
        />
      )}
      {run !== null && !isNote && view === "run" ? (
        <ShownRunProvider document={run.document} runId={run.runId} workflowId={workflowId}>
          <StepInspector nodeId={node.id} />
        </ShownRunProvider>
      ) : (
        <NodeSetup definition={definition} diagnostics={diagnostics} incoming={incoming} isNote={isNote} node={node} />
      )}
    </>
  );
}

type NodeSetupProps = NodeHeadProps & { readonly diagnostics: readonly Diagnostic[]; readonly incoming: number };

function NodeSetup({ node, definition, isNote, diagnostics, incoming }: NodeSetupProps) {
  return (
    <div className="min-h-0 flex-1 overflow-y-auto" data-testid="node-panel">
      {diagnostics.length > 0 && (
        <div className="border-b px-2 py-1.5">
          <ProblemList diagnostics={diagnostics} isOfOneNode />
        </div>
      )}
      {definition === null ? (
        <PanelSection>
          <p className="text-ink-soft text-sm">
            This Windrose does not know the kind “{node.type}”. The node is kept as it is; a newer version may be able to run it.
          </p>
        </PanelSection>
      ) : (
        <NodeFields definition={definition} node={node} />
      )}
      {!isNote && <OutputReference node={node} />}
      {incoming > 1 && <JoinSection node={node} />}
      {definition !== null && <ToolSection definition={definition} node={node} problems={diagnostics} />}
      {definition !== null && <PinSection definition={definition} node={node} problems={diagnostics} />}
      {definition !== null && <SettingsSection definition={definition} node={node} />}
      {definition !== null && <FailureSection definition={definition} node={node} />}
      {!isNote && <ConnectionsSection node={node} />}
    </div>
  );
}

type NodeHeadProps = { readonly node: WorkflowNode; readonly definition: NodeDefinition | null; readonly isNote: boolean };

function NodeHead({ node, definition, isNote }: NodeHeadProps) {
  const store = useEditorStore();
  return (
    <div className="flex flex-none items-center gap-2.5 border-b py-3 pr-3 pl-4">
      <KindTile glyph={definition?.glyph ?? ""} group={definition?.group ?? "data"} />
      <div className="min-w-0 flex-1">
        <h2>
          <input
            aria-label="Title"
            className="-ml-1 h-5 w-full truncate rounded-sm border border-transparent bg-transparent px-1 font-semibold text-base hover:bg-sunken focus:border-accent focus-visible:outline-none"
            data-testid="node-title"
            maxLength={120}
            onBlur={() => store.getState().closeEdit()}
            onChange={(event) => store.getState().dispatch({ type: "set_title", nodeId: node.id, title: event.target.value })}
            onKeyDown={(event) => event.key === "Enter" && event.currentTarget.blur()}
            placeholder={definition?.label}
            value={node.title}
          />
        </h2>
        <p className="truncate text-ink-soft text-xs">
          {definition?.label ?? node.type} · <NodeIdEditor canBeNamed={!isNote} key={node.id} nodeId={node.id} />
        </p>
      </div>
      <NodeMenu />
      <IconButton label="Close" onClick={() => store.getState().clearSelection()}>
        <X aria-hidden />
      </IconButton>
    </div>
  );
}

const menuItems: readonly ShortcutId[] = ["connect", "copy", "duplicate"];

function NodeMenu() {
  const act = useAct();
  const isMac = useIsMac();
  return (
    <Menu>
      <MenuTrigger>
        <IconButton label="More">
          <Ellipsis aria-hidden />
        </IconButton>
      </MenuTrigger>
      <MenuContent>
        {menuItems.map((id) => (
          <MenuItem key={id} onSelect={() => act({ id })} shortcut={shortcutText(id, isMac)}>
            {shortcuts[id].label}
          </MenuItem>
        ))}
        <MenuSeparator />
        <MenuItem danger onSelect={() => act({ id: "remove" })} shortcut={shortcutText("remove", isMac)}>
          {shortcuts.remove.label}
        </MenuItem>
      </MenuContent>
    </Menu>
  );
}

function NodeFields({ node, definition }: { readonly node: WorkflowNode; readonly definition: NodeDefinition }) {
  const config = filledIn(node, definition);
  const shown = definition.fields.filter((field) => isShown(field, config));
  const plain = shown.filter((field) => field.advanced !== true);
  const advanced = shown.filter((field) => field.advanced === true);
  return (
    <>
      {plain.map((field) => (
        <PanelSection key={field.key}>
          <BoundField config={config} field={field} node={node} />
        </PanelSection>
      ))}
      {advanced.length > 0 && (
        <FoldedSection summary={changedIn(node, advanced)} title="Advanced">
          {advanced.map((field) => (
            <BoundField config={config} field={field} key={field.key} node={node} />
          ))}
        </FoldedSection>
      )}
    </>
  );
}

type BoundFieldProps = { readonly node: WorkflowNode; readonly field: FieldSpec; readonly config: JsonObject };

function BoundField({ node, field, config }: BoundFieldProps) {
  const store = useEditorStore();
  const diagnostics = useEditor((state) => state.diagnosticsByNode.get(node.id) ?? noDiagnostics);
  const problems = useMemo(() => diagnostics.map((diagnostic) => withoutPlace(diagnostic, node.title)), [diagnostics, node.title]);
  const set = (key: string, value: JsonValue | undefined) =>
    store.getState().dispatch({ type: "set_config", nodeId: node.id, field: key, value });
  return (
    <FieldControl
      config={config}
      field={field}
      key={`${node.id} ${field.key}`}
      node={node}
      onChange={(value) => set(field.key, value)}
      onChangeOther={set}
      onDone={() => store.getState().closeEdit()}
      problems={problems}
      value={config[field.key]}
    />
  );
}

function OutputReference({ node }: { readonly node: WorkflowNode }) {
  if (factsOf(node).ports.outputs.length === 0) return null;
  const reference = `{{ nodes.${node.id}.output }}`;
  return (
    <PanelSection label="Reference">
      <div className="flex items-center justify-between gap-2">
        <span className="flex-none font-medium text-xs">Use its output</span>
        <span className="flex min-w-0 items-center gap-1">
          <span className="min-w-0" title={reference}>
            <Variable>{reference}</Variable>
          </span>
          <CopyButton label="Copy the reference" text={reference} />
        </span>
      </div>
    </PanelSection>
  );
}

/** The config with the kind's defaults where it says nothing. */
function filledIn(node: WorkflowNode, definition: NodeDefinition): JsonObject {
  // Defaults are written out in the definition as plain data.
  const defaults = definition.defaults as JsonValue;
  return { ...(isJsonObject(defaults) ? defaults : {}), ...node.config };
}

function isShown({ when }: FieldSpec, config: JsonObject): boolean {
  if (when === undefined) return true;
  const value = config[when.key];
  return value !== undefined && when.is.includes(value);
}

function changedIn(node: WorkflowNode, fields: readonly FieldSpec[]): string {
  const named = fields.filter((field) => node.config[field.key] !== undefined && isTold(node.config[field.key], field));
  return named.map((field) => field.label.toLowerCase()).join(", ");
}

/** Whether a value says more than the first choice or nothing. */
function isTold(value: JsonValue | undefined, field: FieldSpec): boolean {
  return value !== "" && value !== null && value !== field.options?.[0]?.value;
}
