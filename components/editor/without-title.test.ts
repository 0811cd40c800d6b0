import { describe, expect, it } from "vitest";
import { withoutPlace, withoutTitle } from "./without-title";

const problem = (message: string) => ({ code: "x", severity: "error" as const, message });

describe("problems on their own card", () => {
  it("leave out the card's title", () => {
    expect(withoutTitle(problem("Triage: it has no model."), "Triage").message).toBe("It has no model.");
    expect(withoutTitle(problem("Triage, Subject: there is no `x`."), "Triage").message).toBe("Subject: there is no `x`.");
  });

  it("leave out the field's name beside the field", () => {
    expect(withoutPlace(problem("Triage, Subject: there is no `x`."), "Triage").message).toBe("There is no `x`.");
    expect(withoutPlace(problem("Triage: it has no model."), "Triage").message).toBe("It has no model.");
  });

  it("stay as they are when they speak of something else", () => {
    expect(withoutTitle(problem("An edge leads nowhere."), "Triage").message).toBe("An edge leads nowhere.");
    expect(withoutTitle(problem(": odd"), "").message).toBe(": odd");
  });
});
