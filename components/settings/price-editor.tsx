"use client";

/** The price table, and the dialog that changes a line of it or adds one. */
import { Pencil, Plus } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import type { ModelPrice } from "@/lib/projection/summaries";
import { PriceDialog } from "./price-dialog";

export type PriceEditorProps = { readonly prices: readonly ModelPrice[] /** YYYY-MM-DD */; readonly today: string };

export function PriceEditor({ prices, today }: PriceEditorProps) {
  const [edited, setEdited] = useState<ModelPrice | "new" | null>(null);
  return (
    <>
      {prices.length === 0 ? (
        <p className="rounded-card border border-dashed px-4 py-6 text-center text-ink-soft">No prices yet: every cost reads "unknown".</p>
      ) : (
        <div className="relative overflow-x-auto rounded-card border bg-surface">
          <table className="w-full border-collapse text-sm">
            <caption className="sr-only">Prices of models</caption>
            <thead>
              <tr className="border-b text-ink-soft text-xs *:h-8 *:whitespace-nowrap *:px-4 *:text-left *:font-normal">
                <th scope="col">Model</th>
                <th className="text-right!" scope="col">
                  Input
                </th>
                <th className="text-right!" scope="col">
                  Output
                </th>
                <th scope="col">As of</th>
                <th scope="col">
                  <span className="sr-only">Change</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {prices.map((price) => (
                <tr className="border-b *:h-[38px] *:whitespace-nowrap *:px-4 last:border-b-0" key={price.model}>
                  <th className="num text-left font-normal" scope="row">
                    {price.model}
                  </th>
                  <Amount usd={price.input} />
                  <Amount usd={price.output} />
                  <td className="text-ink-soft">
                    <span className="num">{price.asOf}</span>
                    {price.isEdited && <span className="ml-2 text-xs">set by you</span>}
                  </td>
                  <td className="w-12 px-2! text-right">
                    <IconButton label={`Change the price of ${price.model}`} onClick={() => setEdited(price)}>
                      <Pencil aria-hidden className="size-3.5" />
                    </IconButton>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <Button className="mt-3" icon={<Plus aria-hidden className="size-3.5" />} onClick={() => setEdited("new")} size="sm">
        Add a model
      </Button>
      {edited !== null && (
        <PriceDialog
          key={edited === "new" ? "" : edited.model}
          onClose={() => setEdited(null)}
          price={edited === "new" ? null : edited}
          today={today}
        />
      )}
    </>
  );
}

function Amount({ usd }: { readonly usd: number | null }) {
  return (
    <td className="num text-right">
      {usd === null ? <span className="text-ink-soft">unknown</span> : `$${usd.toFixed(usd < 0.1 && usd > 0 ? 4 : 2)}`}
    </td>
  );
}
