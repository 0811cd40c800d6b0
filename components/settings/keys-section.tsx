/** Keys that let programs call published workflows. A key itself is shown once, when it is made. */
import { When } from "@/components/library/when";
import type { ApiKeySummary } from "@/lib/projection/published";
import { NewKeyButton } from "./new-key-button";
import { RevokeKeyButton } from "./revoke-key-button";
import { SettingsSection } from "./settings-section";

export function KeysSection({ keys, now }: { readonly keys: readonly ApiKeySummary[] /** Epoch milliseconds. */; readonly now: number }) {
  return (
    <SettingsSection
      id="keys"
      intro="A program that calls a published workflow shows a key of this workspace. It may start, watch and cancel runs, and change nothing else. Make one for each program, so that you can revoke it alone."
      title="API keys"
    >
      {keys.length === 0 ? (
        <p className="rounded-card border border-dashed px-4 py-6 text-center text-ink-soft">No keys yet: programs can't call anything.</p>
      ) : (
        <div className="relative overflow-x-auto rounded-card border bg-surface">
          <table className="w-full border-collapse text-sm">
            <caption className="sr-only">API keys</caption>
            <thead>
              <tr className="border-b text-ink-soft text-xs *:h-8 *:whitespace-nowrap *:px-4 *:text-left *:font-normal">
                <th scope="col">Name</th>
                <th scope="col">Begins with</th>
                <th scope="col">Made</th>
                <th scope="col">Last used</th>
                <th scope="col">
                  <span className="sr-only">Revoke</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {keys.map((key) => (
                <tr className="border-b *:h-[38px] *:whitespace-nowrap *:px-4 last:border-b-0" key={key.id}>
                  <th className="max-w-64 truncate text-left font-medium" scope="row" title={key.name}>
                    {key.name}
                  </th>
                  <td className="font-mono text-xs">{key.prefix}…</td>
                  <td className="text-ink-soft">
                    <When iso={key.createdAt} now={now} /> by {key.createdBy}
                  </td>
                  <td className="text-ink-soft">{key.lastUsedAt === null ? "never" : <When iso={key.lastUsedAt} now={now} />}</td>
                  <td className="w-12 px-2! text-right">
                    <RevokeKeyButton id={key.id} name={key.name} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <NewKeyButton />
    </SettingsSection>
  );
}
