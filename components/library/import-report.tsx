/** Why a workflow was not imported: every problem with its place in the document and the reason. */
import { CircleAlert } from "lucide-react";
import { formatCountOf } from "@/lib/projection/format";
import type { ImportRefusal } from "./import-workflow";

export function ImportReport({ refusal, source }: { readonly refusal: ImportRefusal; readonly source: string }) {
  const { message, problems } = refusal;
  return (
    <section aria-label="Import report" className="rounded-control border border-danger/40 bg-surface" role="alert">
      <p className="flex items-start gap-2 px-3 py-2.5">
        <CircleAlert aria-hidden className="mt-0.5 text-danger" />
        <span className="min-w-0 [overflow-wrap:anywhere]">
          <b className="font-medium">Nothing was imported from {source}. </b>
          {problems.length > 0 ? `It has ${formatCountOf(problems.length, "problem")}:` : message}
        </span>
      </p>
      {problems.length > 0 && (
        <ul className="divide-y border-t">
          {problems.map(({ path, message: reason }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a report is replaced as a whole
            <li className="px-3 py-2 text-sm" key={index}>
              <code className="block font-mono text-ink-soft [overflow-wrap:anywhere]">
                {path === undefined || path === "" ? "the document" : path}
              </code>
              {asSentence(reason)}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function asSentence(reason: string): string {
  return reason.charAt(0).toUpperCase() + reason.slice(1);
}
