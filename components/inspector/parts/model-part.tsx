"use client";

/** Which model answers: one that the provider offers, any other by its id, or an agent that exists there. */
import { Command } from "cmdk";
import { ChevronDown, X } from "lucide-react";
import { useId, useState } from "react";
import { pickerHeadingStyles, pickerInputStyles, pickerItemStyles } from "@/components/palette/picker-styles";
import { cx } from "@/components/ui/class-names";
import { IconButton } from "@/components/ui/icon-button";
import { inputStyles } from "@/components/ui/input-styles";
import { Popover, PopoverContent, PopoverTrigger } from "@/components/ui/popover";
import { type ModelOfferState, useModelOffer } from "@/lib/client/use-model-offer";
import { formatTokens } from "@/lib/projection/format";
import { errorOf, type FieldProps } from "../fields/field-props";

export function ModelPart({ field, value, config, problems, onChange, onChangeOther, onDone }: FieldProps) {
  const [isOpen, setOpen] = useState(false);
  const id = useId();
  const offer = useModelOffer();
  const model = typeof value === "string" ? value : "";
  const agentId = typeof config.agentId === "string" ? config.agentId : "";
  const takesAgents = Object.hasOwn(config, "agentId");
  const error = errorOf(problems, field.key);

  function choose(next: { readonly model: string } | { readonly agentId: string }): void {
    if ("model" in next) {
      onChange(next.model);
      if (agentId !== "") onChangeOther("agentId", "");
    } else onChangeOther("agentId", next.agentId);
    onDone();
    setOpen(false);
  }

  return (
    <div className="flex flex-col gap-1.5">
      <div className="flex items-baseline justify-between gap-2 text-xs">
        <span className="font-medium" id={id}>
          {agentId === "" ? field.label : "Existing agent"}
        </span>
        {typeof config.temperature === "number" && agentId === "" && (
          <span className="text-ink-soft">
            temperature <span className="num">{config.temperature}</span>
          </span>
        )}
      </div>
      <div className="flex gap-1">
        <Popover onOpenChange={setOpen} open={isOpen}>
          <PopoverTrigger>
            <button
              aria-invalid={error !== undefined}
              aria-label={`${agentId === "" ? field.label : "Existing agent"}: ${agentId || model || "none chosen"}`}
              className={cx(inputStyles, "flex h-8 flex-1 items-center justify-between gap-2 px-2.5 text-left")}
              data-testid="model"
              type="button"
            >
              <span className={cx("truncate font-mono text-sm", agentId === "" && model === "" && "font-sans text-ink-soft")}>
                {agentId !== "" ? (agentName(offer, agentId) ?? agentId) : model || "Choose a model"}
              </span>
              <ChevronDown aria-hidden className="text-ink-soft" />
            </button>
          </PopoverTrigger>
          <PopoverContent align="end" aria-label="Models" className="w-[var(--radix-popover-trigger-width)] min-w-72 p-0">
            <Choices chosen={model} offer={offer} onChoose={choose} takesAgents={takesAgents} />
          </PopoverContent>
        </Popover>
        {agentId !== "" && (
          <IconButton label="Use a model instead" onClick={() => choose({ model })} size="md">
            <X aria-hidden />
          </IconButton>
        )}
      </div>
      {error !== undefined && (
        <p className="text-danger text-xs" role="alert">
          {error}
        </p>
      )}
      <Standing field={field.help} model={model} offer={offer} />
    </div>
  );
}

/** What there is to know about the choice: nothing to add is the usual case. */
function Standing({
  offer,
  model,
  field,
}: {
  readonly offer: ModelOfferState;
  readonly model: string;
  readonly field: string | undefined;
}) {
  const problem = problemOf(offer);
  if (problem !== null) return <p className="text-ink-soft text-xs">The list of models could not be read: {problem}</p>;
  if (offer.is === "ready" && model !== "" && offer.offer.models.length > 0 && !offer.offer.models.some((known) => known.id === model)) {
    return <p className="text-ink-soft text-xs">{offer.offer.provider.label} does not list this model; it is sent as written.</p>;
  }
  const known = offer.is === "ready" ? offer.offer.models.find((candidate) => candidate.id === model) : undefined;
  if (known?.deprecated === true) return <p className="text-running text-xs">This model is being retired. Choose another one soon.</p>;
  return field === undefined ? null : <p className="text-ink-soft text-xs">{field}</p>;
}

/** Why there is nothing to choose from: Windrose did not answer, or the provider refused. */
function problemOf(offer: ModelOfferState): string | null {
  if (offer.is === "failed") return offer.message;
  return offer.is === "ready" ? offer.offer.modelsProblem : null;
}

type ChoicesProps = {
  readonly offer: ModelOfferState;
  readonly chosen: string;
  readonly takesAgents: boolean;
  readonly onChoose: (next: { readonly model: string } | { readonly agentId: string }) => void;
};

function Choices({ offer, chosen, takesAgents, onChoose }: ChoicesProps) {
  const [query, setQuery] = useState("");
  const problem = problemOf(offer);
  const models = offer.is === "ready" ? offer.offer.models : [];
  const agents = offer.is === "ready" && takesAgents ? offer.offer.agents : [];
  const typed = query.trim();
  const isOther = typed !== "" && !models.some((model) => model.id === typed);
  return (
    <Command label="Models">
      <Command.Input autoFocus className={pickerInputStyles} onValueChange={setQuery} placeholder="Find or type a model id" value={query} />
      <Command.List className="max-h-72 overflow-auto p-1">
        {offer.is === "loading" && <Command.Loading className="px-3 py-3 text-ink-soft text-sm">Asking what there is…</Command.Loading>}
        {problem !== null && <p className="px-3 py-3 text-ink-soft text-sm">{problem} A model id can be typed all the same.</p>}
        {problem === null && offer.is === "ready" && models.length === 0 && (
          <p className="px-3 py-3 text-ink-soft text-sm">
            {offer.offer.provider.label} gave no list of models. A model id can be typed all the same.
          </p>
        )}
        <Command.Group className={pickerHeadingStyles} heading="Models" hidden={models.length === 0}>
          {models.map((model) => (
            <Command.Item className={pickerItemStyles} key={model.id} onSelect={() => onChoose({ model: model.id })} value={model.id}>
              <span className={cx("min-w-0 flex-1 truncate font-mono text-xs", model.id === chosen && "font-medium text-accent")}>
                {model.id}
              </span>
              {model.deprecated && <span className="text-running text-xs">retiring</span>}
              {model.contextTokens !== null && <span className="num text-ink-soft">{formatTokens(model.contextTokens)}</span>}
            </Command.Item>
          ))}
        </Command.Group>
        {agents.length > 0 && (
          <Command.Group className={pickerHeadingStyles} heading="Existing agents">
            {agents.map((agent) => (
              <Command.Item
                className={pickerItemStyles}
                key={agent.id}
                keywords={[agent.name]}
                onSelect={() => onChoose({ agentId: agent.id })}
                value={agent.id}
              >
                <span className="min-w-0 flex-1 truncate">{agent.name}</span>
                <span className="num max-w-28 truncate text-ink-soft">{agent.id}</span>
              </Command.Item>
            ))}
          </Command.Group>
        )}
        {isOther && (
          <Command.Item className={pickerItemStyles} forceMount onSelect={() => onChoose({ model: typed })} value={`use ${typed}`}>
            Use <span className="font-mono text-xs">{typed}</span>
          </Command.Item>
        )}
      </Command.List>
    </Command>
  );
}

function agentName(offer: ModelOfferState, id: string): string | undefined {
  return offer.is === "ready" ? offer.offer.agents.find((agent) => agent.id === id)?.name : undefined;
}
