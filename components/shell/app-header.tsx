/** The header of every list: mark, places, what answers, theme. Editor and run pages have bars of their own. */
import Link from "next/link";
import { Logo } from "./logo";
import { MainNav } from "./main-nav";
import { PhoneMenu } from "./phone-menu";
import { SimulatedBadge } from "./simulated-badge";
import { ThemeToggle } from "./theme-toggle";

export function AppHeader({ isSimulated }: { readonly isSimulated: boolean }) {
  return (
    <header className="sticky top-0 z-30 flex h-12 flex-none items-center gap-1 border-b bg-surface pr-3 pl-3.5">
      <a
        className="sr-only rounded-control bg-accent px-3 py-1.5 font-medium text-on-accent focus-visible:not-sr-only focus-visible:absolute focus-visible:top-2 focus-visible:left-3 focus-visible:z-40"
        href="#content"
      >
        Skip to content
      </a>
      <Link className="flex items-center gap-[9px] rounded-control pr-0.5 font-semibold text-base tracking-tight" href="/">
        <Logo />
        Windrose
      </Link>
      <MainNav className="ml-5 hidden sm:flex" />
      <span className="flex-1" />
      {isSimulated && <SimulatedBadge />}
      <ThemeToggle />
      <PhoneMenu />
    </header>
  );
}
