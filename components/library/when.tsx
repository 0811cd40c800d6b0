/** A moment as people say it, with the exact time on hover. Rendered on the server only: it does not tick. */
import { formatExactTime, formatWhen } from "@/lib/projection/format";

export function When({ iso, now, className }: { readonly iso: string; readonly now: number; readonly className?: string }) {
  return (
    <time className={className} dateTime={iso} title={formatExactTime(iso)}>
      {formatWhen(iso, now)}
    </time>
  );
}
