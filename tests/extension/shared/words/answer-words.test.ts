import { beforeEach, describe as suite, expect, it } from "vitest";

import { summarise, type DatasetAnswer } from "../../../../extension/src/shared/answers.ts";
import { describe, isUnvouchedAnswer } from "../../../../extension/src/shared/words/answer-words.ts";
import { FakeChrome } from "../../support/fake-chrome.ts";

const here: DatasetAnswer = { dataset: "tidemark", answer: "listed" };
const kept: DatasetAnswer = { dataset: "driftwood", answer: "listed", unvouched: true };
const likely: DatasetAnswer = { dataset: "floodmark", answer: "probably_listed", chance: 0.9, unvouched: true };

beforeEach(() => {
  new FakeChrome().install();
});

suite("an answer that nobody vouches for", () => {
  it.each([
    [[kept], true],
    [[kept, likely], true],
    [[likely], true],
    // What the badge says for certain is somebody's word; the rest it does not speak of.
    [[here, likely], false],
    [[here, kept], false],
    [[here], false],
    [[], false],
  ])("%# is one where all that the badge speaks of is nobody's", (datasets, unvouched) => {
    expect(isUnvouchedAnswer(summarise(datasets))).toBe(unvouched);
  });

  it("is none where a census alone lists the photo", () => {
    expect(isUnvouchedAnswer(summarise([], [kept]))).toBe(false);
  });

  it("says so behind each name that it is true of", () => {
    expect(describe(summarise([here, kept, likely]))).toBe(
      "Listed in: tidemark, driftwood (Nobody vouches for it). Probably listed in: floodmark (about 90% likely) (Nobody vouches for it).",
    );
  });
});
