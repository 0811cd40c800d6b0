"use client";

/** The places of the product, the current one marked. */
import Link from "next/link";
import { usePathname } from "next/navigation";
import { cx } from "@/components/ui/class-names";
import { isPlace, places } from "./places";

export function MainNav({ className }: { readonly className?: string }) {
  const pathname = usePathname();
  return (
    <nav aria-label="Main" className={cx("flex gap-0.5", className)}>
      {places.map(({ href, label }) => (
        <Link
          aria-current={isPlace(href, pathname) ? "page" : undefined}
          className="flex h-8 items-center rounded-control px-2.5 text-ink-soft transition-colors hover:text-ink aria-[current=page]:bg-sunken aria-[current=page]:font-medium aria-[current=page]:text-ink"
          href={href}
          key={href}
        >
          {label}
        </Link>
      ))}
    </nav>
  );
}
