/** The places of the header, and which of them a path belongs to. */
export const places = [
  { href: "/", label: "Workflows" },
  { href: "/agents", label: "Agents" },
  { href: "/runs", label: "Runs" },
  { href: "/templates", label: "Templates" },
  { href: "/libraries", label: "Libraries" },
  { href: "/settings", label: "Settings" },
] as const;

export function isPlace(href: string, pathname: string): boolean {
  if (href === "/") return pathname === "/" || pathname.startsWith("/workflows");
  return pathname === href || pathname.startsWith(`${href}/`);
}
