/** That a workflow is published, and under which name. */
import { Rocket } from "lucide-react";

export function PublishedMark({
  name,
  isShort = false,
}: {
  readonly name: string /** The name is only told. */;
  readonly isShort?: boolean;
}) {
  const text = `Published as ${name}`;
  return (
    <span className="inline-flex min-w-0 flex-none items-center gap-1 self-center text-ink-soft text-xs" title={text}>
      <Rocket aria-hidden className="size-3.5 flex-none" />
      {isShort ? (
        <span className="sr-only">{text}</span>
      ) : (
        <>
          <span className="sr-only">Published as</span>
          <span className="max-w-40 truncate font-mono">{name}</span>
        </>
      )}
    </span>
  );
}
