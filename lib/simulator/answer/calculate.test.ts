import { describe, expect, it } from "vitest";
import { calculationFor } from "./calculate";

describe("the code interpreter", () => {
  it.each([
    ["Calculate Fibonacci sequence", "[0, 1, 1, 2, 3, 5, 8, 13, 21, 34]"],
    ["What are the prime numbers below 20?", "8 [2, 3, 5, 7, 11, 13, 17, 19]"],
    ["The first 5 primes, please", "5 [2, 3, 5, 7, 11]"],
    ["Factorial of 20", "2432902008176640000"],
    ["What is 12 * (3 + 4) - 2^3?", "76"],
    ["17% of 250", "42.5"],
    ["2 ^ 3 ^ 2", "512"],
    ["10 - 4 - 3", "3"],
    ["What is the average of 12, 15, 22 and 9?", "count 4\nsum 58\nmean 14.5\nmedian 13.5\nstdev 4.82\nmin 9 max 22"],
    ["Invest 1000 at 5% interest for 2 years", "0 1000\n1 1050\n2 1102.5"],
  ])("%s", (request, output) => {
    expect(calculationFor(request)?.output).toBe(output);
  });

  it.each(["Hello", "Meet me on 2026-11-23 at 10", "1/0", "Chapter 3", "(((1+", "Research 5G"])("leaves alone: %s", (request) => {
    expect(calculationFor(request)).toBeUndefined();
  });

  it("bounds what it computes", () => {
    expect(calculationFor("Fibonacci of 100000000")?.output.length).toBeLessThan(2_000);
    expect(calculationFor("primes below 99999999999")?.output.length).toBeLessThan(3_000);
  });
});
