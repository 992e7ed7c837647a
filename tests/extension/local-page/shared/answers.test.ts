// How answers and licences are worded.
import { beforeEach, describe, expect, it } from "vitest";

import type { Answer, LicenceFacts } from "../../../../helper/inset/server/web/page/shared/wire.d.ts";
import { CC_BY } from "../../support/answers.ts";
import { LocalPage, wordsOf } from "../../support/local-page.ts";
import { unlikely } from "../../support/vectors.ts";

type Module = typeof import("../../../../helper/inset/server/web/page/shared/answers.js");
let answers: Module;

beforeEach(async () => {
  await LocalPage.open();
  answers = await import("../../../../helper/inset/server/web/page/shared/answers.js");
});

it.each([
  ["listed", "Listed"],
  ["probably_listed", "Probably listed"],
  ["not_listed", "Not listed"],
  ["unknown", "Could not be checked"],
] as [Answer, string][])("the answer %s has its own words and its own sign", (answer, words) => {
  const mark = answers.makeAnswer(answer);
  expect([mark.textContent, mark.dataset.answer]).toEqual([words, answer]);
});

it("names every answer, so that none is left out of counts and filters", () => {
  expect(answers.ANSWERS.map((answer) => answers.wordsFor(answer))).toEqual(["Listed", "Probably listed", "Not listed", "Could not be checked"]);
});

it.each(unlikely)("of a chance of %d is more likely not so: %s", (chance, is) => {
  expect(answers.isUnlikely(chance)).toBe(is);
});

describe("a dataset's answer", () => {
  it("is its name where the photo is listed for certain", () => {
    const chip = answers.makeChip({ dataset: "tidewatch", answer: "listed" });
    expect([chip.textContent, chip.className]).toEqual(["tidewatch", "chip"]);
  });

  it.each([
    [0.95, "floodmark: 95% likely"],
    [0.9999, "floodmark: 99% likely"],
    [0.002, "floodmark: <1% likely"],
    [undefined, "floodmark: probably"],
  ])("says how likely it is where it is probable: %s", (chance, words) => {
    const chip = answers.makeChip({ dataset: "floodmark", answer: "probably_listed", ...(chance === undefined ? {} : { chance }) });
    expect(chip.textContent).toBe(words);
    expect(chip.classList.contains("probably")).toBe(true);
  });

  it("that is more likely false than true is not even called probable", () => {
    expect([0.499, 0.5, null, undefined].map(answers.isUnlikely)).toEqual([true, false, false, false]);
    expect(answers.makeAnswer("probably_listed", true).textContent).toBe("Possibly listed");
    expect(answers.makeAnswer("listed", true).textContent).toBe("Listed");
    const said = ([[2, 2], [2, 0], [0, 0], [5, 2]] as const).map(([all, unlikely]) => answers.withProbable("1 of 9", { probably_listed: all, unlikely }));
    expect(said).toEqual(["1 of 9, and 2 possibly", "1 of 9, and 2 probably", "1 of 9", "1 of 9, 3 probably, and 2 possibly"]);
  });

  it("of a list that nobody vouches for has not the edge of what is certain, and says why", () => {
    const chip = answers.makeChip({ dataset: "tidewatch", answer: "listed" }, true);
    expect([chip.textContent, chip.className]).toEqual(["tidewatch", "chip unvouched"]);
    expect(chip.title).toContain("Nobody vouches for it");
  });
});

describe("a licence", () => {
  const licence = (changes: Partial<LicenceFacts>): LicenceFacts => ({ ...CC_BY, ...changes });

  it.each([
    [licence({}), "Commercial use allowed, changes allowed, the author must be named"],
    [licence({ commercial: false, derivatives: false }), "No commercial use, no changes, the author must be named"],
    [licence({ attribution: false }), "Commercial use allowed, changes allowed, the author need not be named"],
    [licence({ id: 0, commercial: false, derivatives: false, attribution: null }), "Allows nothing without the author’s consent."],
    [licence({ id: 7, commercial: null, derivatives: null, attribution: null }), "Makes no statement of permission."],
    [{ id: null, name: "Mine" }, "In the list’s own words; what it allows is not known."],
    [{ id: 4, name: "CC BY 2.0" }, "Makes no statement of permission."],
  ])("is told by what it allows", (given, words) => {
    expect(answers.permissions(given)).toBe(words);
  });

  it("leads to its text where that is on the web", () => {
    const link = answers.makeLicence(licence({})).querySelector("a");
    expect([link?.textContent, link?.href, link?.rel, link?.target]).toEqual(["CC BY 2.0", CC_BY.url, "noopener noreferrer", "_blank"]);
  });

  it.each(["javascript:alert(1)", "", "data:text/html,x"])("of a manifest that gives %s as its address is no link", (url) => {
    const box = answers.makeLicence(licence({ name: "Mine", url }));
    expect(box.querySelector("a")).toBeNull();
    expect(wordsOf(box)).toContain("Mine");
  });
});
