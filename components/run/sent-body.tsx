/** The bodies of one exchange as they crossed the wire, credentials removed. */
import { CodeBlock } from "@/components/ui/code-block";
import { formatDuration } from "@/lib/projection/format";
import type { Exchange } from "@/lib/providers/exchange";

export function SentBody({ exchange }: { readonly exchange: Exchange }) {
  const { method, path, status, startedAt, finishedAt, correlationId, requestBody, responseBody } = exchange;
  return (
    <div className="flex flex-col gap-3">
      <p className="flex flex-wrap items-baseline gap-x-3 text-ink-soft text-xs">
        <code className="text-ink [overflow-wrap:anywhere]">{`${method} ${path}`}</code>
        <span>{status === null ? "no response" : `HTTP ${status}`}</span>
        <span className="num">{formatDuration(finishedAt - startedAt)}</span>
        {correlationId !== null && (
          <span className="[overflow-wrap:anywhere]">
            request id <code>{correlationId}</code>
          </span>
        )}
      </p>
      <CodeBlock isWrapped text={JSON.stringify(requestBody, null, 2)} title="Request body" />
      <CodeBlock isWrapped text={JSON.stringify(responseBody, null, 2)} title="Response" />
    </div>
  );
}
