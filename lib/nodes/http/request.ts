/** The request that a step sends, with its texts filled in. Pure. */
import { err, ok, type Result } from "../../shared/result";
import type { StepError } from "../contract";
import type { HttpRequest, StepContext } from "../execution";
import type { HttpConfig } from "./definition";

type Header = HttpRequest["headers"][number];
type Reader = Pick<StepContext, "render" | "evaluate" | "idempotencyKey">;

const acceptable = { json: "application/json", text: "text/*, */*;q=0.8" } as const;
const bodyTypes = { json: "application/json", text: "text/plain; charset=utf-8" } as const;

/** Headers of the author stand in place of those that would be sent anyway. */
export function requestOf(config: HttpConfig, reader: Reader): Result<HttpRequest, StepError> {
  const url = reader.render(config.url);
  if (!url.ok) return err(inField("The address", url.error));
  const body = bodyOf(config, reader);
  if (!body.ok) return err(inField("The body", body.error));
  const headers = headersOf(config, reader);
  if (!headers.ok) return headers;
  return ok({
    method: config.method,
    url: url.value.trim(),
    headers: headers.value,
    body: body.value,
    timeoutMs: config.timeoutSeconds * 1_000,
  });
}

function headersOf(config: HttpConfig, reader: Reader): Result<readonly Header[], StepError> {
  const written: Header[] = [];
  for (const { name, value } of config.headers) {
    const rendered = reader.render(value);
    if (!rendered.ok) return err(inField(`The header ${name}`, rendered.error));
    written.push({ name, value: rendered.value });
  }
  const names = new Set(written.map(({ name }) => name.toLowerCase()));
  const usual: readonly Header[] = [
    { name: "Accept", value: acceptable[config.expect] },
    { name: "User-Agent", value: "Windrose" },
    ...(config.body === "none" ? [] : [{ name: "Content-Type", value: bodyTypes[config.body] }]),
    ...(config.method === "GET" || config.method === "HEAD"
      ? []
      : [{ name: "Idempotency-Key", value: keyAsHeader(reader.idempotencyKey) }]),
  ];
  return ok([...usual.filter(({ name }) => !names.has(name.toLowerCase())), ...written]);
}

/** A step's path holds letters of any script when a node's id does; a header may not. */
function keyAsHeader(key: string): string {
  return key.replaceAll(/[^\x21-\x7e]/gu, (letter) => encodeURIComponent(letter));
}

function bodyOf({ body, json, text }: HttpConfig, { render, evaluate }: Reader): Result<string | null, StepError> {
  if (body === "none") return ok(null);
  if (body === "text") return render(text);
  const value = evaluate(json);
  if (!value.ok) return value;
  if (value.value !== undefined) return ok(JSON.stringify(value.value));
  const message = "Its expression has no value: what it reads is not there. Give a default with `??`.";
  return err({ code: "no_value", class: "permanent", message });
}

function inField(what: string, error: StepError): StepError {
  return { ...error, message: `${what}: ${error.message}` };
}
