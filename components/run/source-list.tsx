/** Numbered sources, each with where it comes from. Addresses other than the web's are shown, never linked. */
import type { Ref } from "react";
import { cx } from "@/components/ui/class-names";
import type { Source } from "@/lib/projection/citations";

export type SourceListProps = {
  readonly sources: readonly Source[];
  readonly chosen?: number | null;
  readonly ref?: Ref<HTMLOListElement>;
};

export function SourceList({ sources, chosen = null, ref }: SourceListProps) {
  return (
    <ol ref={ref}>
      {sources.map((source) => (
        <li
          aria-current={source.number === chosen || undefined}
          className={cx(
            "-mx-2 grid grid-cols-[24px_minmax(0,1fr)] gap-x-2 rounded-control px-2 py-1.5 text-xs leading-[18px]",
            source.number === chosen && "bg-accent-wash",
          )}
          key={source.number}
        >
          <span className="num text-accent">{source.number}</span>
          <span className="min-w-0">
            <SourceTitle source={source} />
            <span className="block truncate text-ink-soft">{whereFrom(source)}</span>
          </span>
        </li>
      ))}
    </ol>
  );
}

function SourceTitle({ source: { title, url } }: { readonly source: Source }) {
  if (hostOf(url) === null || url === null) return <span className="font-medium">{title}</span>;
  return (
    <a className="font-medium underline-offset-2 hover:underline" href={url} rel="noopener noreferrer nofollow" target="_blank">
      {title}
    </a>
  );
}

function whereFrom({ url, description, tool }: Source): string {
  const host = hostOf(url) ?? (url === null ? tool.replaceAll("_", " ") : url);
  return description === null || description === "" ? host : `${host} · ${description}`;
}

/** Null for what is no address of the web: a model may name anything. */
function hostOf(url: string | null): string | null {
  if (url === null || !/^https?:\/\//i.test(url)) return null;
  try {
    return new URL(url).host;
  } catch {
    return null;
  }
}
