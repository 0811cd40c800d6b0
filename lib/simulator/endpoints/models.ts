/**
 * Models: what the service lists, with one card for every name.
 */
import type { JsonObject } from "../../shared/json";
import { type Handler, param } from "../call";
import { notFound } from "../wire/api-error";
import { sendJson } from "../wire/http";
import { type ModelCard, modelCards, modelNamed } from "../wire/models";

const retiredOn = "2026-12-31T00:00:00Z";

export const listModels: Handler = (call) => {
  const data = modelCards.flatMap((model) => [model.id, ...model.aliases].map((name) => cardBody(model, name)));
  sendJson(call.response, 200, { object: "list", data });
};

export const getModel: Handler = (call) => {
  const name = param(call, 0);
  const model = modelNamed(name);
  if (model === undefined) throw notFound(`Model ${name}`);
  sendJson(call.response, 200, cardBody(model, name));
};

function cardBody(model: ModelCard, name: string): JsonObject {
  return {
    type: "base",
    id: name,
    object: "model",
    created: 1_767_225_600,
    owned_by: "mistralai",
    name: model.id,
    description: `Simulated ${model.id}`,
    capabilities: {
      completion_chat: true,
      function_calling: true,
      reasoning: model.reasons,
      completion_fim: name.startsWith("codestral"),
      fine_tuning: false,
      vision: false,
    },
    max_context_length: model.context,
    aliases: [model.id, ...model.aliases].filter((other) => other !== name),
    deprecation: model.isDeprecated ? retiredOn : null,
    default_model_temperature: 0.3,
  };
}
