// Shadow roots that come after their elements: each is told of, whenever it comes.
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { LateRoots } from "../../../../extension/src/content/finding/late-roots.ts";
import { FakeBrowser } from "../../support/browser.ts";

const opened = vi.fn<(root: ShadowRoot) => void>();
let browser: FakeBrowser;
let roots: LateRoots;
let box: Element;

beforeEach(() => {
  vi.useFakeTimers();
  opened.mockClear();
  browser = new FakeBrowser("<main><div>Loading</div></main>");
  const found = browser.document.querySelector("div");
  if (found === null) throw new Error("no box");
  box = found;
  roots = new LateRoots(browser.document, { opened, resized: () => undefined });
});

afterEach(() => {
  roots.stop();
  vi.useRealTimers();
});

describe("a root is told of that comes", () => {
  it("after the look", () => {
    roots.expectIn(new Set([box]));
    vi.advanceTimersByTime(2_000);
    expect(opened).not.toHaveBeenCalled();
    const root = box.attachShadow({ mode: "open" });
    vi.advanceTimersByTime(1_000);
    expect(opened.mock.calls).toEqual([[root]]);
  });

  it("between the look at its element and the end of that look", () => {
    const root = box.attachShadow({ mode: "open" });
    roots.expectIn(new Set([box]));
    expect(opened.mock.calls).toEqual([[root]]);
  });

  it("while the page is behind another one, however long, once it is shown", () => {
    browser.show(false);
    roots.expectIn(new Set([box]));
    vi.advanceTimersByTime(120_000);
    const root = box.attachShadow({ mode: "open" });
    vi.advanceTimersByTime(5_000);
    expect(opened).not.toHaveBeenCalled();
    browser.show(true);
    vi.advanceTimersByTime(1_000);
    expect(opened.mock.calls).toEqual([[root]]);
  });
});

it("asks no more half a minute after the look", () => {
  roots.expectIn(new Set([box]));
  vi.advanceTimersByTime(60_000);
  box.attachShadow({ mode: "open" });
  vi.advanceTimersByTime(60_000);
  expect(opened).not.toHaveBeenCalled();
});
