"use client";

/** The theme, kept in this browser. */
import { useTheme } from "next-themes";
import { useSyncExternalStore } from "react";
import { themeChoices } from "@/components/shell/theme-choices";
import { Segments } from "@/components/ui/segments";
import { Skeleton } from "@/components/ui/skeleton";
import { SettingsSection } from "./settings-section";

const options = themeChoices.map(({ value, label, Icon }) => ({
  value,
  label: (
    <>
      <Icon aria-hidden className="size-3.5" />
      {label}
    </>
  ),
}));

const never = () => () => {};

export function AppearanceSection() {
  const { theme = "system", setTheme } = useTheme();
  // The server does not know this browser's choice.
  const isInBrowser = useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
  const chosen = themeChoices.find(({ value }) => value === theme)?.value ?? "system";
  return (
    <SettingsSection id="appearance" intro="Kept in this browser." title="Appearance">
      {isInBrowser ? (
        <Segments className="inline-flex" label="Theme" onChange={setTheme} options={options} value={chosen} />
      ) : (
        <Skeleton className="h-[30px] w-64" />
      )}
    </SettingsSection>
  );
}
