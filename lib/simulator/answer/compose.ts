/**
 * The simulated model: a prompt in, the parts of an answer out.
 *
 * Pure. The answer depends on the prompt alone; the same prompt gives the same answer, character for character.
 */
import type { JsonObject, JsonValue } from "../../shared/json";
import { scoreCategories } from "./classify";
import { conventionalAnswer } from "./conventions";
import { critique } from "./critique";
import { functionCallsFor } from "./function-calls";
import { itemised } from "./itemise";
import { fillSchema } from "./json-schema";
import { jsonShapeIn } from "./json-shape";
import { knownAnswer } from "./knowledge";
import { withinLimits } from "./length";
import type { Answer, AnswerPart, PictureSpec, Prompt, Reference } from "./prompt";
import { copyRoles } from "./roles/copy-roles";
import { dataRoles } from "./roles/data-roles";
import { handlingRoles } from "./roles/handling-roles";
import { answerAnything, helpRoles } from "./roles/help-roles";
import { reportRoles } from "./roles/report-roles";
import type { Draft, Role } from "./roles/role";
import { teamRoles } from "./roles/team-roles";
import { textRoles } from "./roles/text-roles";
import { searchWith } from "./search";
import { teamAnswer } from "./team-plans";
import { verdict } from "./verdict";
import { shortened } from "./words";
import { understand, type Work } from "./work";

const roles: readonly Role[] = [...teamRoles, ...handlingRoles, ...copyRoles, ...dataRoles, ...reportRoles, ...textRoles, ...helpRoles];

export function composeAnswer(prompt: Prompt): Answer {
  const calls = functionCallsFor(prompt);
  if (calls.length > 0) return { parts: calls, finish: "tool_calls" };
  const work = understand(prompt);
  const target = handoffFor(prompt, work);
  if (target !== undefined) return { parts: [{ kind: "handoff", to: target }], finish: "stop" };
  const fixed = schemaAnswer(work) ?? conventionalAnswer(work) ?? wordedJson(work);
  if (fixed !== undefined) return withinLimits([{ kind: "text", text: fixed }], prompt);
  return withinLimits(draftedAnswer(work), prompt);
}

/** Server-side hand-off: the offered agent whose description fits the message best, if any does. */
function handoffFor(prompt: Prompt, work: Work) {
  const scores = scoreCategories(
    work.message,
    prompt.handoffs.map(({ name, description }) => ({ label: name, description })),
  );
  const most = Math.max(0, ...scores);
  return most > 0 ? prompt.handoffs[scores.indexOf(most)] : undefined;
}

function schemaAnswer(work: Work): string | undefined {
  const { format } = work.prompt;
  if (format?.type !== "json_schema" || !format.json_schema) return undefined;
  const { schema } = format.json_schema;
  const write = () => textOf(draftedAnswer({ ...work, prompt: { ...work.prompt, format: undefined } }));
  return JSON.stringify(
    teamAnswer(schema, work, write) ??
      verdict(schema, work) ??
      critique(schema, work) ??
      itemised(schema, work) ??
      fillSchema(schema, work),
    null,
    2,
  );
}

function textOf(parts: readonly AnswerPart[]): string {
  return parts
    .map((part) => (part.kind === "text" ? part.text : ""))
    .join("")
    .trim();
}

/** JSON that is asked for in words. */
function wordedJson(work: Work): string | undefined {
  const { format, instructions } = work.prompt;
  const shape = jsonShapeIn(`${instructions}\n${work.request}`);
  if (format?.type === "json_object") return JSON.stringify(fillSchema(shape ?? looseObject, work), null, 2);
  return shape === undefined ? undefined : JSON.stringify(fillSchema(shape, work), null, 2);
}

const looseObject: JsonObject = {
  type: "object",
  properties: { topic: { type: "string" }, summary: { type: "string" }, points: { type: "array", items: { type: "string" } } },
};

function draftedAnswer(work: Work): AnswerPart[] {
  if (work.functionResults.length > 0) return [{ kind: "text", text: toldByFunctions(work.functionResults) }];
  const known = knownAnswer(work);
  if (known !== undefined) return [{ kind: "text", text: known }];
  const { parts: searches, sources } = searchWith(work);
  const draft = roleFor(work)({ ...work, sources });
  return [
    ...searches,
    ...interpreterParts(work, draft),
    ...pictureParts(work, draft),
    ...documentPieces(sources),
    ...offeredPieces(work, draft),
    ...pictureChunk(work, draft),
  ];
}

/** Whoever asked functions answers with what they came to, and makes nothing up beside it. */
function toldByFunctions(results: readonly string[]): string {
  const told = results.map((result) => {
    const line = result.trim().replace(/\s*\n+\s*/g, ", ");
    return `- ${shortened(line.charAt(0).toUpperCase() + line.slice(1), 400)}`;
  });
  return ["This is what was found out:", told.join("\n"), "There is nothing else to go by, so no more is promised here."].join("\n\n");
}

/** What the documents say comes first, in their own words. */
function documentPieces(sources: readonly Reference[]): AnswerPart[] {
  const passages = sources
    .filter(({ tool }) => tool === "document_library")
    .map((source) => ({ source, title: source.title.replace(/\.\w{2,4}$/, "") }));
  if (passages.length === 0) return [];
  const quotes = passages.flatMap(({ source, title }): AnswerPart[] => [
    { kind: "text", text: `- **${title}:** “${source.description}”` },
    { kind: "reference", reference: source },
    { kind: "text", text: "\n" },
  ]);
  return [{ kind: "text", text: "### From the documents\n\n" }, ...quotes, { kind: "text", text: "\n" }];
}

/** The role named first in the instructions, else first in the request. */
function roleFor(work: Work): (work: Work) => Draft {
  return firstRole(work.prompt.instructions) ?? firstRole(work.request) ?? answerAnything;
}

function firstRole(text: string): Role["write"] | undefined {
  let first: { write: Role["write"]; at: number } | undefined;
  for (const { cues, write } of roles) {
    const at = text.search(cues);
    if (at !== -1 && (first === undefined || at < first.at)) first = { write, at };
  }
  return first?.write;
}

const offers = (work: Work, type: string) => work.prompt.tools.some((tool) => tool.type === type);

function interpreterParts(work: Work, { calculation }: Draft): AnswerPart[] {
  if (calculation === undefined || !offers(work, "code_interpreter")) return [];
  const info: { [key: string]: JsonValue } = { code: calculation.code, code_output: `${calculation.output}\n` };
  return [
    {
      kind: "tool",
      name: "code_interpreter",
      arguments: { code: calculation.code },
      info,
      tokens: 120 + Math.ceil(calculation.code.length / 4),
    },
  ];
}

function pictureParts(work: Work, draft: Draft): AnswerPart[] {
  if (!offers(work, "image_generation")) return [];
  const { bars } = pictureOf(work, draft);
  const prompt = bars.length > 1 ? `Bar chart of ${work.topic}` : `${work.heading}, wide format, no text`;
  return [{ kind: "tool", name: "image_generation", arguments: { prompt }, info: {}, tokens: 180 }];
}

function pictureChunk(work: Work, draft: Draft): AnswerPart[] {
  const isPlaced = draft.pieces.some((piece) => piece.kind === "picture");
  return offers(work, "image_generation") && !isPlaced ? [{ kind: "picture", picture: pictureOf(work, draft) }] : [];
}

/** A role may say where its picture stands; without the tool there is none. */
function offeredPieces(work: Work, { pieces }: Draft): Draft["pieces"] {
  return offers(work, "image_generation") ? pieces : pieces.filter((piece) => piece.kind !== "picture");
}

function pictureOf(work: Work, { picture }: Draft): PictureSpec {
  return picture ?? { subject: work.topic, bars: [] };
}
