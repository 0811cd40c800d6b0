"use client";

/** A value that holds lists of records: each list as a table, what stands beside it as it is. */
import { useState } from "react";
import { cx } from "@/components/ui/class-names";
import { labelOfKey, type RecordTable, type SheetPart } from "@/lib/projection/records";
import { JsonTree } from "./json-tree";

export function RecordsView({ parts }: { readonly parts: readonly SheetPart[] }) {
  return (
    <div className="flex min-w-0 flex-col gap-4">
      {parts.map((part) => (
        <section aria-label={part.name === null ? undefined : labelOfKey(part.name)} className="min-w-0" key={part.name ?? ""}>
          {part.name !== null && <h4 className="mb-1 font-medium text-ink-soft text-xs">{labelOfKey(part.name)}</h4>}
          <Part part={part} />
        </section>
      ))}
    </div>
  );
}

function Part({ part }: { readonly part: SheetPart }) {
  switch (part.is) {
    case "table":
      return <Table name={part.name} table={part.table} />;
    case "fact":
      return <p className="whitespace-pre-wrap text-base leading-[22px] [overflow-wrap:anywhere]">{cellText(part.value)}</p>;
    case "other":
      return <JsonTree value={part.value} />;
  }
}

const rowsAtOnce = 50;

/** Beside a narrow panel it scrolls; the first column tells the rows apart. */
function Table({ name, table: { columns, rows } }: { readonly name: string | null; readonly table: RecordTable }) {
  const [shown, setShown] = useState(rowsAtOnce);
  return (
    <>
      <div className="overflow-x-auto rounded-control border">
        <table className="w-full border-collapse text-sm">
          <caption className="sr-only">{name === null ? "Records" : labelOfKey(name)}</caption>
          <thead>
            <tr className="border-b bg-sunken text-ink-soft text-xs">
              {columns.map(({ key, isNumber }) => (
                <th className={cx("px-2.5 py-1.5 font-normal", isNumber ? "text-right" : "text-left")} key={key} scope="col">
                  {labelOfKey(key)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.slice(0, shown).map((row, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: rows of a recorded value never move
              <tr className="border-b last:border-b-0" key={index}>
                {columns.map(({ key, isNumber }, at) => (
                  <td
                    className={cx("px-2.5 py-1.5 align-top", isNumber ? "num text-right" : "min-w-24 [overflow-wrap:anywhere]")}
                    key={key}
                  >
                    {cellText(row[at])}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {rows.length > shown && (
        <button
          className="mt-1 min-h-6 text-accent text-sm underline underline-offset-2"
          onClick={() => setShown(shown + rowsAtOnce)}
          type="button"
        >
          Show {Math.min(rowsAtOnce, rows.length - shown)} more of {rows.length}
        </button>
      )}
    </>
  );
}

function cellText(value: RecordTable["rows"][number][number]): string {
  if (value === undefined || value === null) return "–";
  return typeof value === "boolean" ? (value ? "yes" : "no") : String(value);
}
