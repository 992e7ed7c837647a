// How likely an answer is true must never be written as certainty, in any place or language.
import { expect, it } from "vitest";
import { percentOfChance } from "../../../../extension/src/shared/words/chance.ts";
import { chances } from "../../support/vectors.ts";

it.each(chances)("writes a chance of %d as %s", (chance, words) => {
  expect(percentOfChance(chance)).toBe(words);
});

it("never writes a chance between 0 and 1 as 0 or 100", () => {
  const edges = [Number.MIN_VALUE, 1 - Number.EPSILON / 2, ...Array.from({ length: 10_000 }, (_, at) => (at + 1) / 10_001)];
  for (const chance of edges) expect(["0", "100"]).not.toContain(percentOfChance(chance));
});
