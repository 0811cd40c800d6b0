import { describe, expect, it } from "vitest";
import { type Addressee, statusFailure } from "./failures.server";

const to: Addressee = {
  label: "Mistral",
  serverUrl: "https://api.mistral.ai",
  keyVariable: "MISTRAL_API_KEY",
  urlVariable: "MISTRAL_SERVER_URL",
  model: "m",
};
const failed = (status: number, body: unknown = {}, headers: Record<string, string> = {}) =>
  statusFailure(status, new Headers(headers), typeof body === "string" ? body : JSON.stringify(body), to);

describe("refusals by status", () => {
  it.each([
    [400, { message: "instructions is not allowed" }, "invalid_request", "permanent"],
    [400, { code: "3003", message: "Model m is currently not in use." }, "not_found", "permanent"],
    [400, { code: 1500, message: "Invalid model: m" }, "not_found", "permanent"],
    [401, { detail: "Unauthorized" }, "unauthorized", "permanent"],
    [402, {}, "forbidden", "permanent"],
    [403, { message: "No access" }, "forbidden", "permanent"],
    [403, { error: { message: "Content blocked by guardrail" }, guardrails: {} }, "forbidden_by_guardrail", "permanent"],
    [404, "<html>", "not_found", "permanent"],
    [408, {}, "provider_error", "transient"],
    [413, {}, "invalid_request", "permanent"],
    [422, { detail: [{ loc: ["body", "tools"], msg: "no", type: "extra_forbidden" }] }, "invalid_request", "permanent"],
    [429, "not json", "rate_limited", "transient"],
    [500, { code: 3000 }, "handoff_failed", "transient"],
    [502, "", "provider_error", "transient"],
    [504, "", "provider_error", "transient"],
  ])("%i %o is %s", (status, body, code, kind) => {
    expect(failed(status, body)).toMatchObject({ code, class: kind });
  });

  it("names the fields of both shapes of a 422", () => {
    const detail = [
      { loc: ["body", "completion_args", "temperature"], msg: "Input should be less than or equal to 1", type: "less_than_equal" },
    ];
    expect(failed(422, { object: "Error", detail }).message).toContain(
      "completion_args.temperature: Input should be less than or equal to 1",
    );
    expect(failed(422, { object: "error", message: { detail } }).message).toContain("completion_args.temperature");
  });

  it("names the categories a guardrail saw", () => {
    const decisions = { jailbreaking: { threshold: 0.1, score: 0.9, violated: true }, pii: { threshold: 0.1, score: 0, violated: false } };
    expect(
      failed(403, {
        error: { message: "Content blocked by guardrail" },
        guardrails: { results: { moderation_llm_v2: { decisions, violated: true } } },
      }).message,
    ).toContain("(jailbreaking)");
  });

  it("keeps long refusals short and on one line", () => {
    const { message } = failed(400, { message: `Bad\n${"x".repeat(5_000)}` });
    expect(message.length).toBeLessThan(400);
    expect(message).not.toContain("\n");
  });
});

describe("a service that asks for patience", () => {
  it.each([429, 503])("with status %d is given it, up to a day", (status) => {
    expect(failed(status, {}, { "retry-after": "86400" })).toMatchObject({ class: "transient", retryAfterMs: 86_400_000 });
    const refused = failed(status, {}, { "retry-after": "172800" });
    expect(refused).toMatchObject({ class: "limit", message: expect.stringContaining("It asks for 48 hours without a request") });
    expect(refused.retryAfterMs).toBeUndefined();
  });
});
