/** Every template, in the order the gallery shows them. */

import { approval } from "./approval";
import { competitiveTeam } from "./competitive-team";
import { conditionalPipeline } from "./conditional-pipeline";
import { dataPipeline } from "./data-pipeline";
import { evaluatorOptimizer } from "./evaluator-optimizer";
import { eventDriven } from "./event-driven";
import { explicitState } from "./explicit-state";
import { handoffs } from "./handoffs";
import { managerWorkers } from "./manager-workers";
import { recursive } from "./recursive";
import { researchLanes } from "./research-lanes";
import { researchTeam } from "./research-team";
import { reviewEach } from "./review-each";
import { sharedState } from "./shared-state";
import type { Template } from "./template";
import { tools } from "./tools";
import { whenThingsFail } from "./when-things-fail";

export const templates: readonly Template[] = [
  dataPipeline,
  conditionalPipeline,
  researchTeam,
  researchLanes,
  reviewEach,
  competitiveTeam,
  evaluatorOptimizer,
  managerWorkers,
  recursive,
  handoffs,
  tools,
  explicitState,
  sharedState,
  eventDriven,
  whenThingsFail,
  approval,
];

export function findTemplate(id: string): Template | undefined {
  return templates.find((template) => template.id === id);
}
