/** HTTP request: calls a service by its address and goes on with what it answers. */
import { z } from "zod";
import { limits } from "../../shared/limits";
import { type ConfigProblem, defineNode, type ReferencedText } from "../contract";

const mostHeaders = 50;
const mostSeconds = limits.httpTotalMs.hard / 1_000;

const HttpConfig = z.strictObject({
  method: z.enum(["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"]).default("GET"),
  url: z.string().default(""),
  headers: z
    .array(z.strictObject({ name: z.string().max(200), value: z.string() }))
    .max(mostHeaders, `a request has at most ${mostHeaders} headers`)
    .default([]),
  body: z.enum(["none", "json", "text"]).default("none"),
  json: z.string().default(""),
  text: z.string().default(""),
  expect: z.enum(["json", "text"]).default("json"),
  timeoutSeconds: z
    .number()
    .min(1)
    .max(mostSeconds)
    .default(limits.httpTotalMs.value / 1_000),
});

export type HttpConfig = z.output<typeof HttpConfig>;

export const httpNode = defineNode({
  type: "http",
  version: 1,
  label: "HTTP request",
  summary: "Calls a service on the web and goes on with what it answers.",
  group: "world",
  glyph: "globe",
  keywords: ["api", "rest", "fetch", "url", "web", "webhook", "get", "post", "call", "request", "integration"],
  shape: { is: "task" },
  effect: "outside",
  ports: () => ({ inputs: [{ id: "in", label: "In" }], outputs: [{ id: "out", label: "Out" }] }),
  config: HttpConfig,
  defaults: {
    method: "GET",
    url: "",
    headers: [],
    body: "none",
    json: "received",
    text: "",
    expect: "json",
    timeoutSeconds: limits.httpTotalMs.value / 1_000,
  },
  fields: [
    {
      key: "method",
      label: "Method",
      help: "All but GET and HEAD are sent with an Idempotency-Key, the same on every attempt.",
      control: "choice",
      options: ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"].map((method) => ({ value: method, label: method })),
    },
    {
      key: "url",
      label: "Address",
      help: "Only public addresses can be called, and those that whoever runs Windrose allowed.",
      placeholder: "https://api.example.com/reports/{{ input.id }}",
      control: "template",
    },
    {
      key: "headers",
      label: "Headers",
      control: "custom",
      part: "headers",
    },
    {
      key: "body",
      label: "Body",
      control: "segments",
      options: [
        { value: "none", label: "None" },
        { value: "json", label: "JSON", help: "The value of an expression." },
        { value: "text", label: "Text", help: "A text with variables in it." },
      ],
    },
    {
      key: "json",
      label: "Value",
      placeholder: "received",
      control: "expression",
      when: { key: "body", is: ["json"] },
    },
    {
      key: "text",
      label: "Text",
      placeholder: "{{ received }}",
      control: "template",
      when: { key: "body", is: ["text"] },
    },
    {
      key: "expect",
      label: "The answer is",
      help: "The output has status, headers and body.",
      control: "segments",
      options: [
        { value: "json", label: "JSON", help: "The body is read as JSON; anything else fails the step." },
        { value: "text", label: "Text", help: "The body is kept as it is." },
      ],
    },
    {
      key: "timeoutSeconds",
      label: "Time-out",
      help: "For the whole call, redirects included.",
      control: "number",
      min: 1,
      max: mostSeconds,
      unit: "seconds",
      advanced: true,
    },
  ],
  describe: ({ method, url }) => `${method} · ${placeOf(url)}`,
  texts: textsOf,
  check: problemsOf,
  startsRuns: ({ url }) => url.trim() !== "",
  changesOutside: ({ method }) => method !== "GET" && method !== "HEAD",
});

/** Host and path as written, without scheme, query and password. */
function placeOf(url: string): string {
  const place = url
    .trim()
    .replace(/^https?:\/\//i, "")
    .replace(/[?#].*$/s, "")
    .replace(/^[^/@]*@/, "")
    .replace(/\/$/, "");
  return place === "" ? "no address yet" : place;
}

function textsOf({ url, headers, body, json, text }: HttpConfig): readonly ReferencedText[] {
  return [
    { field: "url", is: "template", text: url },
    ...headers.map(({ value }, index) => ({ field: `headers.${index}.value`, is: "template" as const, text: value })),
    ...(body === "json" ? [{ field: "json", is: "expression" as const, text: json }] : []),
    ...(body === "text" ? [{ field: "text", is: "template" as const, text }] : []),
  ];
}

function problemsOf({ method, url, headers, body, json }: HttpConfig): readonly ConfigProblem[] {
  const problems: ConfigProblem[] = [];
  const add = (code: string, field: string, message: string) => problems.push({ code, severity: "error", message, field });
  const address = url.trim();
  if (address === "") add("missing_address", "url", "it has no address. Write one that begins with https://.");
  else if (!/^https?:\/\/|^\{\{/i.test(address)) add("invalid_address", "url", "its address does not begin with https:// or http://.");
  else if (/^https?:\/\/[^/?#]*@/i.test(address)) {
    add("password_in_address", "url", "its address holds a user name or password. Send them in an Authorization header.");
  }
  if (body !== "none" && (method === "GET" || method === "HEAD")) {
    add("body_not_sent", "body", `a ${method} request has no body. Choose another method, or no body.`);
  }
  if (body === "json" && json.trim() === "") add("missing_body", "json", "the value of its body is empty. Write `received`, or name one.");
  headers.forEach(({ name }, index) => {
    const field = `headers.${index}.name`;
    if (!/^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/.test(name)) {
      add("invalid_header", field, `“${name}” is no name of a header. Use letters, digits and hyphens.`);
    } else if (headers.findIndex((header) => header.name.toLowerCase() === name.toLowerCase()) < index) {
      add("duplicate_header", field, `the header ${name} is listed twice. Remove one.`);
    }
  });
  return problems;
}
