import { describe, expect, it, vi } from "vitest";
import { AnswerBook } from "../../../../extension/src/content/answers/answer-book.ts";
import { NOT_LISTED, UNKNOWN, type PhotoAnswer } from "../../../../extension/src/shared/answers.ts";

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
    book.hide(["a"]);
    expect(book.show("1").answer).toBe(shown);
    expect(book.counts).toEqual({ listed: 0, probably_listed: 0, not_listed: 0, unknown: 0, [shown]: 1 });
    book.hide([]);
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
    book.hide(["a"]);
    book.forget();
    expect(changed.mock.calls).toEqual([[["1", "2"]], [["1", "2", "3"]], [["1", "2", "3"]]]);
    changed.mockClear();
    book.set({ 9: LISTED });
    book.clear();
    book.hide([]);
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
