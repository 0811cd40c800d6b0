/** Every template as a card. */
import { templates } from "@/lib/templates/gallery";
import { CardGrid } from "./card-grid";
import { TemplateCard } from "./template-card";

export function TemplateGallery() {
  return (
    <CardGrid label="Templates">
      {templates.map((template) => (
        <li className="flex min-w-0 flex-col *:flex-1" key={template.id}>
          <TemplateCard template={template} />
        </li>
      ))}
    </CardGrid>
  );
}
