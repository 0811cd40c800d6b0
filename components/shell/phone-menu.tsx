"use client";

/** The places of the product behind one button, where the header is too narrow for them. */
import { Menu as MenuIcon } from "lucide-react";
import { usePathname } from "next/navigation";
import { IconButton } from "@/components/ui/icon-button";
import { Menu, MenuContent, MenuLink, MenuTrigger } from "@/components/ui/menu";
import { isPlace, places } from "./places";

export function PhoneMenu() {
  const pathname = usePathname();
  return (
    <Menu>
      <MenuTrigger>
        <IconButton className="sm:hidden" label="Menu" size="md">
          <MenuIcon aria-hidden />
        </IconButton>
      </MenuTrigger>
      <MenuContent>
        {places.map(({ href, label }) => (
          <MenuLink href={href} isCurrent={isPlace(href, pathname)} key={href}>
            {label}
          </MenuLink>
        ))}
      </MenuContent>
    </Menu>
  );
}
