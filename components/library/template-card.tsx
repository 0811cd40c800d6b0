/** One template: what it looks like, what it shows, and the button that makes it yours. */
import { formatCountOf } from "@/lib/projection/format";
import type { Template } from "@/lib/templates/template";
import { Miniature } from "./miniature";
import { miniatureOf } from "./miniature-of";
import { UseTemplateButton } from "./use-template-button";

export function TemplateCard({ template }: { readonly template: Template }) {
  const graph = miniatureOf(template.document);
  const steps = graph.nodes.filter(({ isNote }) => !isNote).length;
  return (
    <article
      aria-labelledby={`template-${template.id}`}
      className="group/card flex min-w-0 flex-col overflow-hidden rounded-card border bg-surface transition-colors focus-within:border-line-strong hover:border-line-strong"
      data-testid="template-card"
    >
      <Miniature className="h-[132px]" graph={graph} />
      <div className="flex flex-1 flex-col px-3.5 py-3">
        <h2 className="font-medium text-base" id={`template-${template.id}`}>
          {template.name}
        </h2>
        <p className="text-ink-soft">{template.summary}</p>
        <div className="mt-auto flex items-center gap-2 pt-2.5 text-ink-soft text-xs">
          <span className="min-w-0 flex-1">
            {template.category} · {formatCountOf(steps, "step")}
          </span>
          <UseTemplateButton name={template.name} templateId={template.id} />
        </div>
      </div>
    </article>
  );
}
