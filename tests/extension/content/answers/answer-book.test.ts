import { describe, expect, it, vi } from "vitest";
import { AnswerBook } from "../../../../extension/src/content/answers/answer-book.ts";
import { isMarked, NOT_LISTED, UNKNOWN, type PhotoAnswer } from "../../../../extension/src/shared/answers.ts";

const LISTED: PhotoAnswer = { answer: "listed", datasets: [{ dataset: "a", answer: "listed" }] };

const changed = vi.fn<(photos: readonly string[]) => void>();

function bookOf(...photos: readonly string[]): AnswerBook {
  const book = new AnswerBook(changed);
  for (const photo of photos) book.add(photo);
  changed.mockClear();
  return book;
}

describe("a photo that only hidden datasets list", () => {
  it.each<[string, PhotoAnswer, string]>([
    ["is not listed in those that are left", LISTED, "not_listed"],
    ["is unknown where another dataset could not be asked", { ...LISTED, partial: true }, "unknown"],
  ])("%s", (_, given, shown) => {
    const book = bookOf("1");
    book.set({ 1: given });
    book.prefer({ hiddenDatasets: ["a"], shownCensuses: [] });
    expect(book.show("1").answer).toBe(shown);
    expect(book.counts).toEqual({ listed: 0, probably_listed: 0, not_listed: 0, unknown: 0, public: 0, unlikely: 0, [shown]: 1 });
    book.prefer({ hiddenDatasets: [], shownCensuses: [] });
    expect(book.show("1")).toBe(given);
  });
});

describe("tells once, with all photos of one call,", () => {
  it("which photos come and go", () => {
    const book = bookOf();
    book.add("1");
    book.add("1");
    book.remove("1");
    book.remove("1");
    expect(changed.mock.calls).toEqual([[["1"]], [["1"]]]);
  });

  it("which are answered, hidden and forgotten, and nothing of those that are not on the page", () => {
    const book = bookOf("1", "2", "3");
    book.set({ 1: LISTED, 2: NOT_LISTED, 9: LISTED });
    book.prefer({ hiddenDatasets: ["a"], shownCensuses: [] });
    book.forget();
    expect(changed.mock.calls).toEqual([[["1", "2"]], [["1", "2", "3"]], [["1", "2", "3"]]]);
    changed.mockClear();
    book.set({ 9: LISTED });
    book.clear();
    book.prefer({ hiddenDatasets: [], shownCensuses: [] });
    expect(changed).not.toHaveBeenCalled();
  });
});

describe("a photo is due for a lookup", () => {
  it("until it is answered, and again when all are to be asked again; the answer stays meanwhile", () => {
    const book = bookOf("1", "2");
    book.set({ 1: LISTED });
    expect(book.due()).toEqual(["2"]);
    book.askAgain();
    expect(new Set(book.due())).toEqual(new Set(["1", "2"]));
    expect(book.show("1")).toBe(LISTED);
  });

  it("no longer when the helper is away, which changes no answer that it gave before", () => {
    const book = bookOf("1", "2");
    book.set({ 1: LISTED });
    book.askAgain();
    book.setMissing({ 1: UNKNOWN, 2: UNKNOWN });
    expect(book.due()).toEqual([]);
    expect(book.show("1")).toBe(LISTED);
    expect(book.unknown()).toEqual(["2"]);
  });
});

describe("a photo that a census lists", () => {
  const census = { dataset: "c", answer: "listed" } as const;
  const off = { hiddenDatasets: [], shownCensuses: [] };
  const on = { hiddenDatasets: [], shownCensuses: ["c"] };

  it.each<[string, PhotoAnswer]>([
    ["alone", { answer: "not_listed", datasets: [], censuses: [census] }],
    ["beside a training set", { ...LISTED, censuses: [census] }],
    ["while a training set cannot be asked", { answer: "unknown", datasets: [], censuses: [census] }],
  ])("%s, is as if none did until that census is switched on, and never counts as listed", (_, given) => {
    const book = bookOf("1");
    book.prefer(off);
    book.set({ 1: given });
    const counted = { listed: 0, probably_listed: 0, not_listed: 0, unknown: 0, public: 0, unlikely: 0, [given.answer]: 1 };
    expect(isMarked(book.show("1"))).toBe(given.answer === "listed");
    expect(book.counts).toEqual(counted);
    book.prefer(on);
    expect(book.show("1").censuses).toEqual([census]);
    expect(isMarked(book.show("1"))).toBe(true);
    expect(book.counts).toEqual({ ...counted, public: 1 });
    book.prefer({ ...on, shownCensuses: ["another"] });
    expect(book.counts).toEqual(counted);
    book.prefer(on);
    book.remove("1");
    expect(book.counts).toEqual({ ...counted, [given.answer]: 0 });
  });
});
