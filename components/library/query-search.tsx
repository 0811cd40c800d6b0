"use client";

/** A search field whose text lives in the URL, a moment after typing stops. */
import { useEffect, useEffectEvent, useRef, useState } from "react";
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

  // What was typed before the page was live stands in the field, and nobody was told.
  const field = useRef<HTMLInputElement>(null);
  const takeEarly = useEffectEvent(() => {
    const early = field.current?.value ?? inUrl;
    if (early !== inUrl) type(early);
  });
  useEffect(() => takeEarly(), []);

  // The URL changed without us (a cleared filter, Back): it is right.
  useEffect(() => {
    if (query.isPending || inUrl === written.current) return;
    written.current = inUrl;
    setTyped(null);
  }, [inUrl, query.isPending]);

  function type(text: string): void {
    setTyped(text);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => write(text), settleMs);
  }

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
      onChange={(event) => type(event.target.value)}
      onKeyDown={(event) => {
        if (event.key === "Enter") write(event.currentTarget.value);
      }}
      ref={field}
      value={typed ?? inUrl}
      {...(className === undefined ? {} : { className })}
    />
  );
}
