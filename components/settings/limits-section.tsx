/** Every limit in force, how far it may be raised, and by which variable. */
import { formatBytes, formatCount, formatDuration } from "@/lib/projection/format";
import type { LimitInForce } from "@/lib/server/services/settings";
import { SettingsSection } from "./settings-section";

export function LimitsSection({ limits }: { readonly limits: readonly LimitInForce[] }) {
  return (
    <SettingsSection
      id="limits"
      intro="What Windrose accepts and how long it waits. A limit with a variable can be raised where Windrose is started, up to the value beside it."
      title="Limits"
    >
      <section
        aria-label="Limits in force"
        className="relative overflow-x-auto rounded-card border bg-surface"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls sideways must be reachable by keyboard
        tabIndex={0}
      >
        <table className="w-full border-collapse text-sm">
          <caption className="sr-only">Limits in force</caption>
          <thead>
            <tr className="border-b text-ink-soft text-xs *:h-8 *:whitespace-nowrap *:px-4 *:text-left *:font-normal">
              <th scope="col">Limit</th>
              <th className="text-right!" scope="col">
                In force
              </th>
              <th className="text-right!" scope="col">
                At most
              </th>
              <th scope="col">Variable</th>
            </tr>
          </thead>
          <tbody>
            {limits.map(({ name, label, unit, value, hard, variable }) => (
              <tr className="border-b *:px-4 *:py-2 last:border-b-0" key={name}>
                <th className="min-w-52 text-left font-normal" scope="row">
                  {label}
                </th>
                <Value exact={value} text={amount(value, unit)} unit={unit} />
                {variable === null ? (
                  <td className="text-right text-ink-soft">fixed</td>
                ) : (
                  <Value exact={hard} text={amount(hard, unit)} unit={unit} />
                )}
                <td className="num text-ink-soft">{variable}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </SettingsSection>
  );
}

function Value({ text, exact, unit }: { readonly text: string; readonly exact: number; readonly unit: string }) {
  return (
    <td className="num whitespace-nowrap text-right" title={`${formatCount(exact)} ${unit}`}>
      {text}
    </td>
  );
}

function amount(value: number, unit: string): string {
  if (unit === "bytes") return formatBytes(value);
  if (unit === "ms") return value < 1_000 ? `${value} ms` : formatDuration(value);
  return `${formatCount(value)} ${unit}`;
}
