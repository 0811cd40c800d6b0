"use client";

/** Light, dark or as the system says, kept in this browser and applied before the first paint. */
import { ThemeProvider as NextThemes } from "next-themes";
import type { ReactNode } from "react";

export function ThemeProvider({ nonce, children }: { readonly nonce: string | undefined; readonly children: ReactNode }) {
  return (
    <NextThemes
      attribute="data-theme"
      defaultTheme="system"
      disableTransitionOnChange
      enableColorScheme={false}
      enableSystem
      // Rendered again in the browser the script does nothing; as data React does not warn about it.
      scriptProps={typeof window === "undefined" ? undefined : { type: "application/json" }}
      storageKey="windrose-theme"
      {...(nonce === undefined ? {} : { nonce })}
    >
      {children}
    </NextThemes>
  );
}
