// What the page asks for again and again: the newest answer alone is drawn.
import { expect, it, vi } from "vitest";

import { makeDrawing } from "../../../../helper/inset/server/web/page/shared/drawing.js";

interface Question {
  readonly resolve: (answer: string) => void;
  readonly reject: (error: Error) => void;
}

/** A drawing whose answers arrive when the test says so, in any order. */
function drawing(): { refresh: () => Promise<void>; asked: Question[]; draw: ReturnType<typeof vi.fn>; fail: ReturnType<typeof vi.fn> } {
  const asked: Question[] = [];
  const [draw, fail] = [vi.fn(), vi.fn()];
  const ask = (): Promise<string> => new Promise((resolve, reject) => { asked.push({ resolve, reject }); });
  return { refresh: makeDrawing({ ask, draw, fail }), asked, draw, fail };
}

it("leaves an answer or a failure aside that comes after a newer question's", async () => {
  const { refresh, asked, draw, fail } = drawing();
  const shown = [refresh(), refresh(), refresh()];
  asked[2]?.resolve("newest");
  asked[1]?.resolve("older");
  asked[0]?.reject(new Error("oldest"));
  await Promise.all(shown);
  expect(draw.mock.calls).toEqual([["newest"]]);
  expect(fail).not.toHaveBeenCalled();
});

it("says what failed, and draws the answer that comes after it", async () => {
  const { refresh, asked, draw, fail } = drawing();
  for (const end of ["answer", "failure", "answer"]) {
    const shown = refresh();
    if (end === "answer") asked.at(-1)?.resolve("one");
    else asked.at(-1)?.reject(new Error("gone"));
    await shown;
  }
  expect(fail).toHaveBeenCalledTimes(1);
  expect(draw.mock.calls).toEqual([["one"], ["one"]]);
});
