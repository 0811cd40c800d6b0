/** Every template, in the order the gallery shows them. */
import { conditionalPipeline } from "./conditional-pipeline";
import { dataPipeline } from "./data-pipeline";
import { researchTeam } from "./research-team";
import type { Template } from "./template";

export const templates: readonly Template[] = [dataPipeline, conditionalPipeline, researchTeam];

export function findTemplate(id: string): Template | undefined {
  return templates.find((template) => template.id === id);
}
