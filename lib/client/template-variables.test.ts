import { describe, expect, it } from "vitest";
import { documentOf, nodeOf, standingIn } from "../document/testing";
import { variablesFor } from "./template-variables";

const pathsOf = (...ask: Parameters<typeof variablesFor>) => variablesFor(...ask).map(({ path }) => path);
const container = (id: string, type: string) => ({ ...nodeOf(id), type });

describe("what templates are offered", () => {
  it("are the outputs of the nodes before, not of those beside or behind", () => {
    const document = documentOf(["a", "b", "c", "d"], ["a>b", "b>c"]);
    expect(pathsOf(document, "b")).toEqual(["received", "nodes.a.output"]);
  });

  it("are, inside a Map, its item and index, the steps before it and the steps before in its body", () => {
    const inside = ["draft", "check", "after"].map((id) => standingIn("each", nodeOf(id)));
    const document = documentOf(
      ["plan", container("each", "map"), ...inside, "end"],
      ["plan>each", "each>end", "draft>check", "check>after"],
    );
    const paths = pathsOf(document, "check");
    expect(paths).toEqual(expect.arrayContaining(["item", "index", "nodes.plan.output", "nodes.draft.output"]));
    expect(paths).not.toEqual(expect.arrayContaining(["nodes.after.output"]));
    expect(paths).not.toEqual(expect.arrayContaining(["nodes.end.output"]));
    expect(pathsOf(document, "end")).not.toContain("item");
  });

  it("are, for a Loop's condition, its iteration and the steps inside; not for its other fields", () => {
    const document = documentOf([container("again", "loop"), standingIn("again", nodeOf("writer"))]);
    expect(pathsOf(document, "again", "until")).toEqual(expect.arrayContaining(["iteration", "nodes.writer.output"]));
    expect(pathsOf(document, "again", "most")).toEqual(["received"]);
  });
});
