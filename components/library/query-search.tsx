"use client";

/** A search field whose text lives in the URL, a moment after typing stops. */
import { useEffect, useRef, useState } from "react";
import { SearchInput } from "@/components/ui/search-input";
import { useQuery } from "./use-query";

const settleMs = 250;

export function QuerySearch({ label, className }: { readonly label: string; readonly className?: string }) {
  const query = useQuery();
  const inUrl = query.read("search");
  // While typing, the text is ahead of the URL.
  const [typed, setTyped] = useState<string | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const written = useRef(inUrl);

  useEffect(() => () => clearTimeout(timer.current), []);

  // The URL changed without us (a cleared filter, Back): it is right.
  useEffect(() => {
    if (query.isPending || inUrl === written.current) return;
    written.current = inUrl;
    setTyped(null);
  }, [inUrl, query.isPending]);

  function write(text: string): void {
    clearTimeout(timer.current);
    written.current = text.trim();
    query.write("search", written.current);
  }

  return (
    <SearchInput
      aria-busy={query.isPending}
      label={label}
      maxLength={200}
      onChange={(event) => {
        const text = event.target.value;
        setTyped(text);
        clearTimeout(timer.current);
        timer.current = setTimeout(() => write(text), settleMs);
      }}
      onKeyDown={(event) => {
        if (event.key === "Enter") write(event.currentTarget.value);
      }}
      value={typed ?? inUrl}
      {...(className === undefined ? {} : { className })}
    />
  );
}
