// The field for links: what is short stays in it and is read after a while, what is long is taken out at once.
import { JSDOM } from "jsdom";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { Pasting } from "../../../extension/site/pasting.ts";

const LONG = "https://www.flickr.com/photos/sample-user/990000000001/\n".repeat(2000);

describe("a text", () => {
  const { window } = new JSDOM("<textarea></textarea>");
  let field: HTMLTextAreaElement;
  let pasting: Pasting;
  const told = { onTyping: vi.fn(), onTyped: vi.fn(), onLong: vi.fn() };

  beforeEach(() => {
    vi.useFakeTimers();
    vi.clearAllMocks();
    field = window.document.createElement("textarea");
    pasting = new Pasting(field, told);
  });
  afterEach(() => vi.useRealTimers());

  const change = (words: string): void => {
    field.value = words;
    field.dispatchEvent(new window.Event("input"));
  };
  /** Whether the browser puts it into the field. */
  const paste = (words: string): boolean => field.dispatchEvent(Object.assign(new window.Event("paste", { cancelable: true }), { clipboardData: { getData: () => words } }));

  it("that is typed is read once, a while after the last key", () => {
    change("9");
    change("99");
    expect([told.onTyping.mock.calls.length, told.onTyped.mock.calls.length]).toEqual([2, 0]);
    vi.runAllTimers();
    expect(told.onTyped.mock.calls).toEqual([["99"]]);
    expect(told.onLong).not.toHaveBeenCalled();
  });

  it("that is short is pasted by the browser", () => {
    expect(paste("990000000001")).toBe(true);
    expect(told.onLong).not.toHaveBeenCalled();
  });

  it("that is long never comes into the field, and what is in it stays", () => {
    field.value = "990000000002";
    expect(paste(LONG)).toBe(false);
    expect(told.onLong.mock.calls).toEqual([[LONG]]);
    expect(field.value).toBe("990000000002");
  });

  it("that has become long leaves the field, of which nothing is read any more", () => {
    change("9");
    change(LONG);
    vi.runAllTimers();
    expect(field.value).toBe("");
    expect(told.onTyped.mock.calls).toEqual([[""]]);
    expect(told.onLong.mock.calls).toEqual([[LONG]]);
  });

  it("that is dropped stands below what is in the field, unless it is long", () => {
    field.value = "990000000002";
    pasting.add("990000000001");
    expect(field.value).toBe("990000000002\n990000000001");
    pasting.add(LONG);
    expect(told.onLong.mock.calls).toEqual([[LONG]]);
  });

  it("is not read once the field was emptied", () => {
    change("9");
    pasting.clear();
    vi.runAllTimers();
    expect([field.value, told.onTyped.mock.calls]).toEqual(["", []]);
  });
});
