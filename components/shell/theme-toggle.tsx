"use client";

/** Light, dark or as the system says. */
import { Moon, Sun } from "lucide-react";
import { useTheme } from "next-themes";
import { IconButton } from "@/components/ui/icon-button";
import { Menu, MenuContent, MenuRadioGroup, MenuRadioItem, MenuTrigger } from "@/components/ui/menu";
import { themeChoices } from "./theme-choices";

export function ThemeToggle() {
  const { theme, setTheme } = useTheme();
  return (
    <Menu>
      <MenuTrigger>
        <IconButton label="Theme" size="md">
          <Sun aria-hidden className="dark:hidden" />
          <Moon aria-hidden className="hidden dark:block" />
        </IconButton>
      </MenuTrigger>
      <MenuContent className="min-w-36">
        <MenuRadioGroup onValueChange={setTheme} {...(theme === undefined ? {} : { value: theme })}>
          {themeChoices.map(({ value, label, Icon }) => (
            <MenuRadioItem icon={<Icon aria-hidden />} key={value} value={value}>
              {label}
            </MenuRadioItem>
          ))}
        </MenuRadioGroup>
      </MenuContent>
    </Menu>
  );
}
