"use client";

/** Which of the provider's tools an agent may use. */
import { BookMarked, CodeXml, Globe, Image, Plus, SearchCheck } from "lucide-react";
import { z } from "zod";
import { Chip } from "@/components/ui/chip";
import { Menu, MenuContent, MenuItem, MenuLabel, MenuSeparator, MenuTrigger } from "@/components/ui/menu";
import { useModelOffer } from "@/lib/client/use-model-offer";
import type { JsonValue } from "@/lib/shared/json";
import { errorOf, type FieldProps } from "../fields/field-props";

const Tools = z.array(z.object({ type: z.string(), libraryIds: z.array(z.string()).optional() }));
type Tool = z.output<typeof Tools>[number];

const kinds = [
  { type: "web_search", label: "Web search", icon: Globe },
  { type: "web_search_premium", label: "Premium web search", icon: SearchCheck },
  { type: "code_interpreter", label: "Code interpreter", icon: CodeXml },
  { type: "image_generation", label: "Image generation", icon: Image },
] as const;

const libraryType = "document_library";

export function ToolsPart({ field, value, config, problems, onChange, onDone }: FieldProps) {
  const offer = useModelOffer();
  const parsed = Tools.safeParse(value);
  const tools = parsed.success ? parsed.data : [];
  const libraries = offer.is === "ready" ? offer.offer.libraries : [];
  const nameOf = (id: string) => libraries.find((library) => library.id === id)?.name ?? id;
  const chosenLibraries = tools.find((tool) => tool.type === libraryType)?.libraryIds ?? [];
  const error = errorOf(problems, field.key);
  if (typeof config.agentId === "string" && config.agentId !== "") return null;

  function change(next: readonly Tool[]): void {
    onChange(next.map(toJson));
    onDone();
  }

  function setLibraries(ids: readonly string[]): void {
    const others = tools.filter((tool) => tool.type !== libraryType);
    change(ids.length === 0 ? others : [...others, { type: libraryType, libraryIds: [...ids] }]);
  }

  return (
    <fieldset className="flex flex-col gap-1.5">
      <legend className="mb-1.5 font-medium text-xs">{field.label}</legend>
      <div className="flex flex-wrap gap-1.5">
        {tools
          .filter((tool) => tool.type !== libraryType)
          .map(({ type }) => {
            const kind = kinds.find((candidate) => candidate.type === type);
            const label = kind?.label ?? type;
            const Icon = kind?.icon ?? Globe;
            return (
              <Chip
                icon={<Icon aria-hidden className="size-3.5" />}
                key={type}
                onRemove={() => change(tools.filter((tool) => tool.type !== type))}
                removeLabel={`Remove ${label}`}
              >
                {label}
              </Chip>
            );
          })}
        {chosenLibraries.map((id) => (
          <Chip
            icon={<BookMarked aria-hidden className="size-3.5" />}
            key={id}
            onRemove={() => setLibraries(chosenLibraries.filter((other) => other !== id))}
            removeLabel={`Remove the library ${nameOf(id)}`}
          >
            {nameOf(id)}
          </Chip>
        ))}
        <Menu>
          <MenuTrigger>
            <button
              aria-label="Add a tool"
              className="grid size-6 place-items-center rounded-control border border-dashed text-ink-soft hover:border-line-strong hover:text-ink"
              type="button"
            >
              <Plus aria-hidden className="size-3.5" />
            </button>
          </MenuTrigger>
          <MenuContent align="start">
            {kinds.map(({ type, label, icon: Icon }) => (
              <MenuItem
                disabled={tools.some((tool) => tool.type === type)}
                icon={<Icon aria-hidden />}
                key={type}
                onSelect={() => change([...tools, { type }])}
              >
                {label}
              </MenuItem>
            ))}
            <MenuSeparator />
            <MenuLabel>Document libraries</MenuLabel>
            {libraries.map(({ id, name }) => (
              <MenuItem
                disabled={chosenLibraries.includes(id)}
                icon={<BookMarked aria-hidden />}
                key={id}
                onSelect={() => setLibraries([...chosenLibraries, id])}
              >
                {name}
              </MenuItem>
            ))}
            {libraries.length === 0 && (
              <p className="max-w-60 px-2 pb-2 text-ink-soft text-xs">
                {offer.is === "failed" ? offer.message : "The provider has no document library yet."}
              </p>
            )}
          </MenuContent>
        </Menu>
      </div>
      {error !== undefined && (
        <p className="text-danger text-xs" role="alert">
          {error}
        </p>
      )}
    </fieldset>
  );
}

function toJson({ type, libraryIds }: Tool): JsonValue {
  return libraryIds === undefined ? { type } : { type, libraryIds };
}
