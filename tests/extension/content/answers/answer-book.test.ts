import { describe, expect, it } from "vitest";
import { AnswerBook } from "../../../../extension/src/content/answers/answer-book.ts";
import type { PhotoAnswer } from "../../../../extension/src/shared/answers.ts";

const whole: PhotoAnswer = { answer: "listed", datasets: [{ dataset: "a", answer: "listed" }] };

describe("a photo that only hidden datasets list", () => {
  it.each<[string, PhotoAnswer, string]>([
    ["is not listed in those that are left", whole, "not_listed"],
    ["is open where another dataset could not be asked", { ...whole, partial: true }, "unknown"],
  ])("%s", (_, given, shown) => {
    const book = new AnswerBook();
    book.add("1");
    book.set("1", given);
    book.hide(["a"]);
    expect(book.show("1").answer).toBe(shown);
    expect(book.counts).toEqual({ listed: 0, probably_listed: 0, not_listed: 0, unknown: 0, [shown]: 1 });
    book.hide([]);
    expect(book.show("1")).toBe(given);
  });
});
