// The plots of a dataset: photos over the range of IDs, and licences.
import { beforeEach, describe, expect, it } from "vitest";

import type { IdSpread, Profile } from "../../../../helper/inset/server/web/page/shared/wire.d.ts";
import { profile } from "../../support/answers.ts";
import { LocalPage, wordsOf } from "../../support/local-page.ts";

type Plots = typeof import("../../../../helper/inset/server/web/page/datasets/plots.js");
let plots: Plots;

beforeEach(async () => {
  await LocalPage.open();
  plots = await import("../../../../helper/inset/server/web/page/datasets/plots.js");
});

describe("photos by ID", () => {
  const ids: IdSpread = { first: 990_000_000_000, last: 990_000_000_039, width: 10, counts: [1, 0, 500, 9] };
  const heights = (figure: Element): number[] => [...figure.querySelectorAll("rect")].map((bar) => Number(bar.getAttribute("height")));

  it("has a bar for each range: the highest full, an empty one absent, one of few photos still seen", () => {
    expect(heights(plots.plotIds(ids))).toEqual([2, 0, 160, 2.88]);
  });

  it("says in words what is drawn", () => {
    const picture = plots.plotIds(ids).querySelector("svg");
    expect(picture?.getAttribute("aria-label")).toBe("510 photos with numbers from 990,000,000,000 to 990,000,000,039; most, 500, among the numbers 990,000,000,020 to 990,000,000,029.");
    expect([...(picture?.querySelectorAll("title") ?? [])].map((title) => title.textContent)[2]).toBe("500 photos, numbers 990,000,000,020 to 990,000,000,029");
  });

  it("has the numbers in a table, without the empty ranges", () => {
    const rows = [...plots.plotIds(ids).querySelectorAll("tbody tr")].map((row) => [...row.children].map((cell) => cell.textContent));
    expect(rows).toEqual([["990,000,000,000 to 990,000,000,009", "1"], ["990,000,000,020 to 990,000,000,029", "500"], ["990,000,000,030 to 990,000,000,039", "9"]]);
  });

  it("tells no time of photos that are made up", () => {
    const figure = plots.plotIds(ids);
    expect(figure.querySelector(".times")).toBeNull();
    expect(wordsOf(figure)).toContain("the photos are made up");
  });

  it("marks the times that are known, where they lie", () => {
    const figure = plots.plotIds({ first: 0, last: 59_999_999_999, width: 20_000_000_000, counts: [5, 5, 5] });
    const marks = [...figure.querySelectorAll<HTMLElement>(".times span")];
    expect(marks.map((mark) => mark.textContent)).toEqual(["2007", "2025"]);
    expect(marks.map((mark) => Math.round(parseFloat(mark.style.insetInlineStart)))).toEqual([2, 91]);
    expect(figure.querySelectorAll("svg line")).toHaveLength(2);
    expect(wordsOf(figure)).toContain("Photo numbers tell roughly when a photo was uploaded");
  });
});

describe("photos by licence", () => {
  const rowsOf = (given: Profile, photos: number): string[][] =>
    [...plots.plotLicences(given, photos).querySelectorAll("tr")].map((row) => [...row.children].map((cell) => cell.textContent.replace("\u00a0", " ")).filter((words) => words !== ""));

  it("counts the photos without a licence as not told", () => {
    expect(rowsOf(profile(), 60)).toEqual([["CC BY 2.0", "30", "50%"], ["Not told", "30", "50%"]]);
  });

  it("puts further licences together, and takes one without a name for not told", () => {
    const licences = [{ id: 4, name: "CC BY 2.0", photos: 6 }, { id: null, name: null, photos: 1 }];
    expect(rowsOf(profile({ licences, other_licences: 2 }), 10)).toEqual([["CC BY 2.0", "6", "60%"], ["Others", "2", "20%"], ["Not told", "2", "20%"]]);
  });

  it("leaves out what no photo has", () => {
    expect(rowsOf(profile({ licences: [{ id: 4, name: "CC BY 2.0", photos: 30 }, { id: 5, name: "CC BY-SA 2.0", photos: 0 }] }), 30)).toEqual([["CC BY 2.0", "30", "100%"]]);
  });
});
