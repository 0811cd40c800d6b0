import { describe, expect, it } from "vitest";
import { parseArguments } from "./arguments";

describe("parseArguments", () => {
  it("reads a run with repeated inputs, in both spellings", () => {
    expect(parseArguments(["run", "research-team", "--input", "topic=Ocean drones", "--input=depth=2", "--json"])).toEqual({
      ok: true,
      value: { name: "run", target: "research-team", inputs: ["topic=Ocean drones", "depth=2"], json: true },
    });
  });

  it("keeps line breaks and equals signs of an input", () => {
    expect(parseArguments(["run", "x", "--input=text=a=b\nc"])).toMatchObject({ ok: true, value: { inputs: ["text=a=b\nc"] } });
  });

  it.each([
    [["publish", "Research team", "--name", "team"], { name: "publish", target: "Research team", publishedName: "team", json: false }],
    [["unpublish", "team"], { name: "unpublish", target: "team" }],
    [["history", "r1"], { name: "history", target: "r1", step: null, json: false }],
    [["history", "r1", "--step=team[0].writer", "--json"], { name: "history", target: "r1", step: "team[0].writer", json: true }],
  ])("reads %j", (argv, command) => {
    expect(parseArguments(argv)).toEqual({ ok: true, value: command });
  });

  it("prints help for nothing, for help and for --help anywhere", () => {
    for (const argv of [[], ["help"], ["--help"], ["run", "x", "--help"]]) {
      expect(parseArguments(argv)).toEqual({ ok: true, value: { name: "help" } });
    }
  });

  it.each([
    [["fly"], 'There is no command "fly"'],
    [["run"], "run needs a published name"],
    [["publish", "x"], "publish needs --name"],
    [["unpublish"], "unpublish needs a published name"],
    [["show", "x", "--step", "writer"], "show has no option --step"],
    [["run", "Data", "pipeline"], 'not also "pipeline"'],
    [["run", "x", "--input"], "--input needs a value"],
    [["list", "--out", "f"], "list has no option --out"],
    [["list", "x"], 'list takes no "x"'],
  ])("says what it did not understand in %j", (argv, message) => {
    expect(parseArguments(argv)).toMatchObject({ ok: false, error: { code: "usage", message: expect.stringContaining(message) } });
  });
});
