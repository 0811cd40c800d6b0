import "server-only";

/**
 * The one way in: every route handler is made by `defineRoute`, every server action by `defineAction`.
 *
 * In this order: the Host is one of ours, the caller is one of our own pages (or no browser at all) or shows
 * an API key, the actor may, the input parses strictly and within its limits. Only then does a handler run,
 * and it does one thing: call a service. Expected failures are returned; what is thrown becomes `internal`.
 */
import { headers } from "next/headers";
import type { z } from "zod";
import { type AppError, appError } from "../shared/app-error";
import { err, ok, type Result } from "../shared/result";
import { schemaReason } from "../shared/schema-reason";
import { type Actor, isAllowed, localActor, type Policy } from "./access";
import { errorResponse, secured, unexpected } from "./boundary/answer";
import { logApiCall } from "./boundary/api-log";
import { isLoopbackHost, wrongHostMessage } from "./boundary/loopback-host";
import { parseJson, readJson, readText, readWhole, tooLarge } from "./boundary/read-body";
import { refuseForeignMutation, refuseForeignRead } from "./boundary/same-origin";
import { holderOfKey } from "./services/api-keys";

type ActorOf<P extends Policy> = P extends "public" ? null : Actor;

type RouteCall<P extends Policy, Params, Query, Body> = {
  readonly request: Request;
  readonly actor: ActorOf<P>;
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
};

type RouteSpec<P extends Policy, Params, Query, Body> = {
  readonly policy: P;
  /** Who may call: our own pages and programs of this machine (default), or whoever shows an API key, from any page or none. */
  readonly caller?: "own" | "key";
  readonly params?: z.ZodType<Params>;
  /** The search parameters; of a repeated one the last counts. */
  readonly query?: z.ZodType<Query>;
  /** Without it the body is not read. */
  readonly body?: z.ZodType<Body>;
  /** What the body's schema is given: parsed JSON (default), the raw text, or the bytes. */
  readonly reads?: "json" | "text" | "bytes";
  /** Default: 64 KB. */
  readonly maxBytes?: number;
  /** A Result becomes JSON with the status of its code; a Response goes out as it is. */
  readonly handle: (call: RouteCall<P, Params, Query, Body>) => Promise<Response | Result<unknown, AppError>>;
};

type RouteHandler = (request: Request, context: { readonly params: Promise<unknown> }) => Promise<Response>;

const defaultMaxBytes = 64_000;
/** What Next accepts as the arguments of a server action. */
const maxActionBytes = 1_000_000;

const readingMethods = new Set(["GET", "HEAD"]);

export function defineRoute<P extends Policy, Params = unknown, Query = unknown, Body = undefined>(
  spec: RouteSpec<P, Params, Query, Body>,
): RouteHandler {
  return async (request, context) => {
    const startedAt = performance.now();
    const shown: ShownKey = { prefix: null };
    const response = await answerRoute(spec, request, context.params, shown);
    if (spec.caller === "key") logApiCall({ request, response, keyPrefix: shown.prefix, ms: performance.now() - startedAt });
    return response;
  };
}

/** The key a caller was recognised by, for the log. */
type ShownKey = { prefix: string | null };

async function answerRoute<P extends Policy, Params, Query, Body>(
  spec: RouteSpec<P, Params, Query, Body>,
  request: Request,
  params: Promise<unknown>,
  shown: ShownKey,
): Promise<Response> {
  try {
    const call = await admitRoute(spec, request, params, shown);
    if (!call.ok) return errorResponse(call.error);
    const answer = await spec.handle(call.value);
    if (answer instanceof Response) return secured(answer);
    return answer.ok ? secured(Response.json(answer.value ?? null)) : errorResponse(answer.error);
  } catch (error) {
    return errorResponse(unexpected(error, `${request.method} ${new URL(request.url).pathname}`));
  }
}

type ActionSpec<P extends Exclude<Policy, "public">, Input extends z.ZodType, Value, E extends AppError> = {
  readonly policy: P;
  readonly input: Input;
  readonly run: (actor: Actor, input: z.output<Input>) => Promise<Result<Value, E>>;
};

/** An action that needs nothing may be called with nothing. */
type ActionArguments<Input> = Record<never, never> extends Input ? [input?: Input] : [input: Input];

/** The returned function is a public endpoint: its argument is typed for our own callers and trusted by nobody. */
export function defineAction<P extends Exclude<Policy, "public">, Input extends z.ZodType, Value, E extends AppError>(
  spec: ActionSpec<P, Input, Value, E>,
): (...given: ActionArguments<z.input<Input>>) => Promise<Result<Value, E | AppError>> {
  return async (...given) => answerAction(spec, await headers(), given[0] ?? {});
}

/** A call of an action, whatever was sent as its input. Exported for tests, which have no request of Next's. */
export async function answerAction<P extends Exclude<Policy, "public">, Input extends z.ZodType, Value, E extends AppError>(
  spec: ActionSpec<P, Input, Value, E>,
  given: Headers,
  input: unknown,
): Promise<Result<Value, E | AppError>> {
  try {
    const refused = refuseForeignAction(given);
    if (refused !== null) return err(refused);
    const actor = await admitActor(spec.policy);
    if (!actor.ok) return actor;
    const parsed = parseActionInput(spec.input, input);
    return parsed.ok ? await spec.run(actor.value, parsed.value) : parsed;
  } catch (error) {
    return err(unexpected(error, "server action"));
  }
}

async function admitRoute<P extends Policy, Params, Query, Body>(
  spec: RouteSpec<P, Params, Query, Body>,
  request: Request,
  givenParams: Promise<unknown>,
  shown: ShownKey,
): Promise<Result<RouteCall<P, Params, Query, Body>, AppError>> {
  const refused = spec.caller === "key" ? refuseForeignHost(request.headers) : refuseForeignRequest(request);
  if (refused !== null) return err(refused);

  const actor = spec.caller === "key" ? await admitHolder(spec.policy, request, shown) : await admitActor(spec.policy);
  if (!actor.ok) return actor;
  // A parameter of the wrong shape names nothing that exists.
  const params = parse(spec.params, await givenParams, () => appError("not_found", "This does not exist."));
  if (!params.ok) return params;
  const query = parse(spec.query, Object.fromEntries(new URL(request.url).searchParams), invalidInput);
  if (!query.ok) return query;
  const body = await readBody(spec, request);
  if (!body.ok) return body;
  return ok({ request, actor: actor.value, params: params.value, query: query.value, body: body.value });
}

function refuseForeignHost(given: Headers): AppError | null {
  return isLoopbackHost(given.get("host")) ? null : appError("wrong_host", wrongHostMessage);
}

function refuseForeignRequest(request: Request): AppError | null {
  const refused = refuseForeignHost(request.headers);
  if (refused !== null) return refused;
  if (readingMethods.has(request.method)) return refuseForeignRead(request.headers);
  return refuseForeignMutation(request.headers, new URL(request.url).protocol);
}

function refuseForeignAction(given: Headers): AppError | null {
  return refuseForeignHost(given) ?? refuseForeignMutation(given, `${given.get("x-forwarded-proto") ?? "http"}:`);
}

async function admitActor<P extends Policy>(policy: P): Promise<Result<ActorOf<P>, AppError>> {
  if (policy === "public") return ok(null as ActorOf<P>); // ActorOf<"public"> is null
  return allowed(await localActor(), policy);
}

async function admitHolder<P extends Policy>(policy: P, request: Request, shown: ShownKey): Promise<Result<ActorOf<P>, AppError>> {
  const holder = await holderOfKey(request.headers.get("authorization"));
  if (!holder.ok) return holder;
  shown.prefix = holder.value.prefix;
  return allowed(holder.value.actor, policy);
}

function allowed<P extends Policy>(actor: Actor, policy: P): Result<ActorOf<P>, AppError> {
  const wanted: Policy = policy;
  if (wanted !== "public" && !isAllowed(actor, wanted)) {
    return err(appError("forbidden", "Your role in this workspace does not allow this."));
  }
  return ok(actor as ActorOf<P>); // every policy but "public", which is not asked here, has an Actor
}

async function readBody<P extends Policy, Params, Query, Body>(
  spec: RouteSpec<P, Params, Query, Body>,
  request: Request,
): Promise<Result<Body, AppError>> {
  const maxBytes = spec.maxBytes ?? defaultMaxBytes;
  if (spec.body === undefined) return ok(undefined as Body); // Body is undefined when no schema is given
  const read = { json: readJson, text: readText, bytes: readWhole }[spec.reads ?? "json"];
  const content: Result<unknown, AppError> = await read(request, maxBytes);
  return content.ok ? parse(spec.body, content.value, invalidInput) : content;
}

function parse<T>(schema: z.ZodType<T> | undefined, value: unknown, refuse: (error: z.ZodError) => AppError): Result<T, AppError> {
  if (schema === undefined) return ok(value as T); // T is unknown when no schema is given
  const parsed = schema.safeParse(value);
  return parsed.success ? ok(parsed.data) : err(refuse(parsed.error));
}

/** Whatever React decoded (dates, maps, form data, promises) is brought down to JSON before it is read. */
function parseActionInput<Input extends z.ZodType>(schema: Input, input: unknown): Result<z.output<Input>, AppError> {
  const text = plainText(input);
  if (text === undefined) return err(appError("invalid_input", "The input is not plain data."));
  if (text.length > maxActionBytes) return err(tooLarge(text.length, maxActionBytes));
  const json = parseJson(text);
  if (!json.ok) return json;
  const parsed = schema.safeParse(json.value);
  return parsed.success ? ok(parsed.data) : err(invalidInput(parsed.error));
}

function plainText(input: unknown): string | undefined {
  try {
    return JSON.stringify(input);
  } catch {
    return undefined;
  }
}

function invalidInput(error: z.ZodError): AppError {
  const [issue] = error.issues;
  if (issue === undefined) return appError("invalid_input", "The input is not valid.");
  const path = issue.path.map(String).join(".");
  const reason = schemaReason(issue);
  return path === "" ? appError("invalid_input", `The input: ${reason}.`) : appError("invalid_input", `${path}: ${reason}.`, path);
}
