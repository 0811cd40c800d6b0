/** The three themes a person can choose. */
import { Monitor, Moon, Sun } from "lucide-react";

export const themeChoices = [
  { value: "system", label: "System", Icon: Monitor },
  { value: "light", label: "Light", Icon: Sun },
  { value: "dark", label: "Dark", Icon: Moon },
] as const;
