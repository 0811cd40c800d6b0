/** What models cost, as of when. Shipped prices can be replaced; an unknown price stays unknown and never counts as zero. */
import type { ModelPrice } from "@/lib/projection/summaries";
import { PriceEditor } from "./price-editor";
import { SettingsSection } from "./settings-section";

export function PricesSection({ prices, today }: { readonly prices: readonly ModelPrice[]; readonly today: string }) {
  return (
    <SettingsSection
      id="prices"
      intro="US dollars per million tokens. Costs of runs, past ones too, are worked out from this table; a model without a price makes the cost of its runs unknown."
      title="Prices"
    >
      <PriceEditor prices={prices} today={today} />
    </SettingsSection>
  );
}
