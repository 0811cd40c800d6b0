/** A field to search with. Its label is read, not shown. */
import { Search } from "lucide-react";
import { cx } from "./class-names";
import { Input, type InputProps } from "./input";

export function SearchInput({ label, className, ...rest }: Omit<InputProps, "type"> & { readonly label: string }) {
  return (
    <div className={cx("relative w-full", className)}>
      <Search aria-hidden className="pointer-events-none absolute top-2 left-2.5 text-ink-soft" />
      <Input aria-label={label} placeholder={label} {...rest} className="pl-8" type="search" />
    </div>
  );
}
