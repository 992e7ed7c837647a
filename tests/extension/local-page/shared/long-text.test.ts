// Long texts are taken out of a field before a browser has to lay them out.
import { JSDOM } from "jsdom";
import { beforeEach, expect, it, vi } from "vitest";

import { LONGEST, takeLongTexts } from "../../../../helper/inset/server/web/page/shared/long-text.js";

const LINK = "https://www.flickr.com/photos/someone/53208249252/\n";
const LONG = LINK.repeat(Math.ceil(LONGEST / LINK.length) + 1);

let window: JSDOM["window"];
let field: HTMLTextAreaElement;
const take = vi.fn();

beforeEach(() => {
  ({ window } = new JSDOM("<textarea></textarea>"));
  field = window.document.querySelector("textarea") as unknown as HTMLTextAreaElement;
  take.mockReset();
  takeLongTexts(field, take);
});

function paste(words: string): boolean {
  return field.dispatchEvent(Object.assign(new window.Event("paste", { cancelable: true }), { clipboardData: { getData: () => words } }));
}

it("leaves a short text to the browser", () => {
  expect(paste(LINK)).toBe(true);
  field.value = LINK;
  field.dispatchEvent(new window.Event("input"));
  expect(field.value).toBe(LINK);
  expect(take).not.toHaveBeenCalled();
});

it("takes a long one that is pasted, with what stood there already", () => {
  field.value = "12345678@N00";
  expect(paste(LONG)).toBe(false);
  expect(field.value).toBe("");
  expect(take.mock.calls).toEqual([[`12345678@N00\n${LONG.trim()}`]]);
});

it("takes a long one that came in another way", () => {
  field.value = LONG;
  field.dispatchEvent(new window.Event("input"));
  expect(field.value).toBe("");
  expect(take.mock.calls).toEqual([[LONG]]);
});
