/** Settings: what answers, what it costs, what is allowed, how it looks. */
import type { Metadata } from "next";
import { AppearanceSection } from "@/components/settings/appearance-section";
import { BudgetSection } from "@/components/settings/budget-section";
import { KeysSection } from "@/components/settings/keys-section";
import { LimitsSection } from "@/components/settings/limits-section";
import { PricesSection } from "@/components/settings/prices-section";
import { ProviderSection } from "@/components/settings/provider-section";
import { PageHeading } from "@/components/shell/page-heading";
import { localActor } from "@/lib/server/access";
import { listApiKeys } from "@/lib/server/services/api-keys";
import { usualCaps, workspaceBudget } from "@/lib/server/services/run-budgets";
import { limitsInForce, listPrices, providerStatus } from "@/lib/server/services/settings";

export const metadata: Metadata = { title: "Settings" };

const sections = [
  { id: "provider", label: "Provider" },
  { id: "keys", label: "API keys" },
  { id: "prices", label: "Prices" },
  { id: "budget", label: "Budget" },
  { id: "limits", label: "Limits" },
  { id: "appearance", label: "Appearance" },
];

export default async function SettingsPage() {
  const actor = await localActor();
  const [prices, keys, budget] = await Promise.all([listPrices(actor), listApiKeys(actor), workspaceBudget(actor)]);
  return (
    <>
      <PageHeading title="Settings" />
      <div className="grid grid-cols-1 gap-6 lg:grid-cols-[180px_minmax(0,1fr)] lg:gap-10">
        <nav aria-label="Sections" className="flex gap-1 overflow-x-auto lg:sticky lg:top-20 lg:flex-col lg:self-start">
          {sections.map(({ id, label }) => (
            <a
              className="flex h-8 flex-none items-center rounded-control px-2.5 text-ink-soft transition-colors hover:bg-sunken hover:text-ink"
              href={`#${id}`}
              key={id}
            >
              {label}
            </a>
          ))}
        </nav>
        <div className="min-w-0">
          <ProviderSection provider={providerStatus()} />
          <KeysSection keys={keys} now={Date.now()} />
          <PricesSection prices={prices} today={new Date().toISOString().slice(0, 10)} />
          <BudgetSection budget={budget} usual={usualCaps()} />
          <LimitsSection limits={limitsInForce()} />
          <AppearanceSection />
        </div>
      </div>
    </>
  );
}
