/** One part of the settings, with an address of its own. */
import type { ReactNode } from "react";

export type SettingsSectionProps = {
  readonly id: string;
  readonly title: string;
  readonly children: ReactNode;
  readonly intro?: ReactNode;
};

export function SettingsSection({ id, title, intro, children }: SettingsSectionProps) {
  return (
    <section aria-labelledby={`${id}-title`} className="scroll-mt-16 border-t py-7 first:border-t-0 first:pt-0" id={id}>
      <h2 className="font-semibold text-lg" id={`${id}-title`}>
        {title}
      </h2>
      {intro !== undefined && <p className="mt-1 max-w-[72ch] text-ink-soft">{intro}</p>}
      <div className="mt-4">{children}</div>
    </section>
  );
}
