"use client";

/** A choice whose value lives in the URL. The empty value is the default and leaves no trace there. */
import { Select, type SelectOption } from "@/components/ui/select";
import { useQuery } from "./use-query";

export type QuerySelectProps = {
  readonly name: string;
  readonly label: string;
  readonly options: readonly SelectOption[];
  readonly className?: string;
};

export function QuerySelect({ name, label, options, className }: QuerySelectProps) {
  const query = useQuery();
  return (
    <Select
      aria-label={label}
      onChange={(value) => query.write(name, value)}
      options={options}
      value={query.read(name)}
      {...(className === undefined ? {} : { className })}
    />
  );
}
