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
  z.object({ name: z.string(), description: z.string().default(""), parameters: z.record(z.string(), JsonValueSchema).default({}) }),
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
    onChange(next.map(({ name, description, parameters }): JsonValue => ({ name, description, parameters })));
    onDone();
  }

  async function load(): Promise<void> {
    setIsLoading(true);
    const headers = Headers.safeParse(config.headers);
    const loaded = await loadMcpToolsAction({ url, headers: headers.success ? headers.data : [] });
    setIsLoading(false);
    setFailure(loaded.ok ? null : loaded.error.message);
    if (!loaded.ok) return;
    setOffered(loaded.value);
    const wanted = new Set(kept.map(({ name }) => name));
    keep(wanted.size === 0 ? loaded.value : loaded.value.filter(({ name }) => wanted.has(name)));
  }

  const shown = offered ?? kept;
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1.5 font-medium text-xs">{field.label}</legend>
      {shown.length > 0 && (
        <ul className="divide-y rounded-control border">
          {shown.map((tool) => (
            <ToolRow
              isKept={kept.some(({ name }) => name === tool.name)}
              key={tool.name}
              onChange={(isKept) => keep(isKept ? [...kept, tool] : kept.filter(({ name }) => name !== tool.name))}
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

type ToolRowProps = { readonly tool: Tool; readonly isKept: boolean; readonly onChange: (isKept: boolean) => void };

function ToolRow({ tool: { name, description }, isKept, onChange }: ToolRowProps) {
  const id = useId();
  return (
    <li className="flex items-start gap-2.5 p-2">
      <Switch aria-labelledby={id} checked={isKept} onChange={onChange} />
      <div className="min-w-0 flex-1">
        <p className="truncate font-mono text-xs" id={id}>
          {name}
        </p>
        {description !== "" && <p className="line-clamp-2 text-ink-soft text-xs">{description}</p>}
      </div>
    </li>
  );
}
