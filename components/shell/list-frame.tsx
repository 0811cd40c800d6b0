/** Header, and one column of content that is as wide as three cards. */
import type { ReactNode } from "react";
import { AppHeader } from "./app-header";

export function ListFrame({ isSimulated, children }: { readonly isSimulated: boolean; readonly children: ReactNode }) {
  return (
    <div className="flex min-h-full flex-col">
      <AppHeader isSimulated={isSimulated} />
      <main
        className="mx-auto w-full max-w-[1248px] flex-1 scroll-mt-14 px-4 pt-5 pb-16 outline-none sm:px-6 sm:pt-7"
        id="content"
        tabIndex={-1}
      >
        {children}
      </main>
    </div>
  );
}
