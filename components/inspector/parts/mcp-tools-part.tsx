"use client";

/** The tools of an MCP server that a node may call: loaded from the server, each kept or left out. */
import { RefreshCw } from "lucide-react";
import { useId, useState } from "react";
import { z } from "zod";
import { loadMcpToolsAction } from "@/app/actions/mcp";
import { Button } from "@/components/ui/button";
import { Switch } from "@/components/ui/switch";
import { type JsonValue, JsonValueSchema } from "@/lib/shared/json";
import { errorOf, type FieldProps } from "../fields/field-props";

const Tools = z.array(
  z.object({
    name: z.string(),
    description: z.string().default(""),
    parameters: z.record(z.string(), JsonValueSchema).default({}),
    askFirst: z.boolean().optional(),
  }),
);
type Tool = z.output<typeof Tools>[number];
const Headers = z.array(z.object({ name: z.string(), value: z.string() }));

export function McpToolsPart({ field, value, config, problems, onChange, onDone }: FieldProps) {
  const parsed = Tools.safeParse(value);
  const kept = parsed.success ? parsed.data : [];
  /** Null until the server was asked. */
  const [offered, setOffered] = useState<readonly Tool[] | null>(null);
  const [isLoading, setIsLoading] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const url = typeof config.url === "string" ? config.url : "";
  const error = failure ?? errorOf(problems, field.key);

  function keep(next: readonly Tool[]): void {
    onChange(
      next.map(
        ({ name, description, parameters, askFirst }): JsonValue => ({ name, description, parameters, ...(askFirst && { askFirst }) }),
      ),
    );
    onDone();
  }

  async function load(): Promise<void> {
    setIsLoading(true);
    const headers = Headers.safeParse(config.headers);
    const loaded = await loadMcpToolsAction({ url, headers: headers.success ? headers.data : [] });
    setIsLoading(false);
    setFailure(loaded.ok ? null : loaded.error.message);
    if (!loaded.ok) return;
    const before = new Map(kept.map((tool) => [tool.name, tool]));
    const tools = loaded.value.map((tool): Tool => ({ ...tool, askFirst: before.get(tool.name)?.askFirst }));
    setOffered(tools);
    keep(before.size === 0 ? tools : tools.filter(({ name }) => before.has(name)));
  }

  const shown = offered ?? kept;
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1.5 font-medium text-xs">{field.label}</legend>
      {shown.length > 0 && (
        <ul className="divide-y rounded-control border">
          {shown.map((tool) => (
            <ToolRow
              key={tool.name}
              kept={kept.find(({ name }) => name === tool.name)}
              onAsk={(askFirst) => keep(kept.map((other) => (other.name === tool.name ? { ...other, askFirst } : other)))}
              onKeep={(isKept) => keep(isKept ? [...kept, tool] : kept.filter(({ name }) => name !== tool.name))}
              tool={tool}
            />
          ))}
        </ul>
      )}
      <p className="text-ink-soft text-xs">{offered?.length === 0 ? "The server offers no tools." : field.help}</p>
      {error !== undefined && (
        <p className="text-danger text-xs" role="alert">
          {error}
        </p>
      )}
      <Button
        className="self-start"
        disabled={url === "" || isLoading}
        icon={<RefreshCw aria-hidden className="size-3.5" />}
        onClick={load}
        size="sm"
      >
        {isLoading ? "Asking the server…" : shown.length === 0 ? "Load tools" : "Load again"}
      </Button>
    </fieldset>
  );
}

type ToolRowProps = {
  readonly tool: Tool;
  /** As the node keeps it; undefined for one that is left out. */
  readonly kept: Tool | undefined;
  readonly onKeep: (isKept: boolean) => void;
  readonly onAsk: (askFirst: boolean) => void;
};

function ToolRow({ tool: { name, description }, kept, onKeep, onAsk }: ToolRowProps) {
  const id = useId();
  return (
    <li className="flex items-start gap-2.5 p-2">
      <Switch aria-labelledby={id} checked={kept !== undefined} onChange={onKeep} />
      <div className="min-w-0 flex-1">
        <p className="truncate font-mono text-xs" id={id}>
          {name}
        </p>
        {description !== "" && <p className="line-clamp-2 text-ink-soft text-xs">{description}</p>}
        {kept !== undefined && <AskFirst isAsking={kept.askFirst === true} onChange={onAsk} tool={name} />}
      </div>
    </li>
  );
}

function AskFirst({
  isAsking,
  tool,
  onChange,
}: {
  readonly isAsking: boolean;
  readonly tool: string;
  readonly onChange: (isAsking: boolean) => void;
}) {
  const id = useId();
  return (
    <p className="mt-1.5 flex items-center gap-2 text-xs">
      <Switch aria-label={`Ask a person before each call of ${tool}`} checked={isAsking} id={id} onChange={onChange} />
      <label htmlFor={id}>Ask a person first</label>
    </p>
  );
}
