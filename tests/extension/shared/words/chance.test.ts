// How likely an answer is true must never be written as certainty, in any place or language.
import { expect, it } from "vitest";
import { isUnlikely, percentOfChance } from "../../../../extension/src/shared/words/chance.ts";
import { chances, percentSigns, unlikely } from "../../support/vectors.ts";

it.each(chances)("writes a chance of %d as %s", (chance, words) => {
  expect(percentOfChance(chance, "en")).toBe(`${words}%`);
});

it.each(unlikely)("of a chance of %d is more likely not so: %s", (chance, is) => {
  expect(isUnlikely(chance)).toBe(is);
});

it.each(percentSigns)("sets the sign in %s as the language does: %s", (language, words) => {
  // Older browsers have a narrow blank in French.
  expect(percentOfChance(0.95, language).replace("\u202f", "\u00a0")).toBe(words);
  expect(percentOfChance(0.001, language).replace("\u202f", "\u00a0")).toBe(words.replace("95", "<1"));
});

it("never writes a chance between 0 and 1 as 0 or 100", () => {
  const edges = [Number.MIN_VALUE, 1 - Number.EPSILON / 2, ...Array.from({ length: 10_000 }, (_, at) => (at + 1) / 10_001)];
  for (const chance of edges) expect(["0%", "100%"]).not.toContain(percentOfChance(chance, "en"));
});
