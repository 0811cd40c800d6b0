"use client";

/** JSON as a tree that opens level by level; long lists come in pieces. */
import { ChevronRight } from "lucide-react";
import { useState } from "react";
import { cx } from "@/components/ui/class-names";
import { isJsonObject, type JsonValue } from "@/lib/shared/json";
import { cutText } from "./cut-text";

export type JsonTreeProps = { readonly value: JsonValue; readonly openDepth?: number; readonly className?: string };

const itemsAtOnce = 100;

export function JsonTree({ value, openDepth = 2, className }: JsonTreeProps) {
  return (
    <div className={cx("overflow-x-auto font-mono text-xs leading-5 [overflow-wrap:anywhere]", className)}>
      <JsonNode depth={0} name={null} openDepth={openDepth} value={value} />
    </div>
  );
}

type JsonNodeProps = { readonly name: string | null; readonly value: JsonValue; readonly depth: number; readonly openDepth: number };

function JsonNode({ name, value, depth, openDepth }: JsonNodeProps) {
  const members = membersOf(value);
  if (members === null || members.length === 0) {
    return (
      <div className="flex gap-2 pl-4">
        {name !== null && <Name name={name} />}
        <Scalar value={value} />
      </div>
    );
  }
  return <Branch depth={depth} members={members} name={name} openDepth={openDepth} value={value} />;
}

function Branch({ name, value, members, depth, openDepth }: JsonNodeProps & { readonly members: readonly Member[] }) {
  const [isOpen, setOpen] = useState(depth < openDepth);
  const [shown, setShown] = useState(itemsAtOnce);
  const size = Array.isArray(value) ? `[${members.length}]` : `{${members.length}}`;
  return (
    <div>
      <button
        aria-expanded={isOpen}
        className="flex min-h-6 items-center gap-1 rounded-sm text-left hover:bg-sunken"
        onClick={() => setOpen(!isOpen)}
        type="button"
      >
        <ChevronRight aria-hidden className={cx("size-3 text-ink-soft transition-transform", isOpen && "rotate-90")} />
        {name !== null && <Name name={name} />}
        <span className="text-ink-soft">{size}</span>
      </button>
      {isOpen && (
        <div className="ml-1.5 border-l pl-2">
          {members.slice(0, shown).map(([key, member]) => (
            <JsonNode depth={depth + 1} key={key} name={key} openDepth={openDepth} value={member} />
          ))}
          {members.length > shown && (
            <button
              className="ml-4 min-h-6 font-sans text-accent underline underline-offset-2"
              onClick={() => setShown(shown + itemsAtOnce)}
              type="button"
            >
              Show {Math.min(itemsAtOnce, members.length - shown)} more of {members.length}
            </button>
          )}
        </div>
      )}
    </div>
  );
}

function Name({ name }: { readonly name: string }) {
  return <span className="flex-none text-accent">{name}:</span>;
}

const scalarLength = 2_000;

function Scalar({ value }: { readonly value: JsonValue }) {
  const [isWhole, setWhole] = useState(false);
  if (typeof value !== "string") return <span className="text-k-flow">{JSON.stringify(value)}</span>;
  const cut = isWhole ? { text: value, hidden: 0 } : cutText(value, scalarLength);
  return (
    <span className="min-w-0 whitespace-pre-wrap">
      {cut.text === "" ? '""' : cut.text}
      {cut.hidden > 0 && (
        <button className="ml-1 font-sans text-accent underline underline-offset-2" onClick={() => setWhole(true)} type="button">
          show all
        </button>
      )}
    </span>
  );
}

type Member = readonly [string, JsonValue];

function membersOf(value: JsonValue): readonly Member[] | null {
  if (Array.isArray(value)) return value.map((item: JsonValue, index) => [String(index), item] as const);
  return isJsonObject(value) ? Object.entries(value) : null;
}
