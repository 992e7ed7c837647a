// When work off the screen is done: soon, or as soon as somebody scrolls towards it.
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { OffscreenWork } from "../../../../extension/src/content/screen/offscreen-work.ts";
import { Scrolling } from "../../../../extension/src/content/screen/scrolling.ts";
import { FakeBrowser } from "../../support/browser.ts";

const SCREEN = 768;
/** Milliseconds, a few more than must pass without scrolling. */
const PAUSE = 300;

let browser: FakeBrowser;
const work = vi.fn<(scrollingEnded: boolean) => void>();

function scrollTo(y: number): void {
  vi.stubGlobal("scrollY", y);
  browser.document.dispatchEvent(new browser.window.Event("scroll"));
}

beforeEach(() => {
  browser = new FakeBrowser("<main></main>");
  vi.stubGlobal("innerHeight", SCREEN);
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
  work.mockClear();
});
afterEach(() => { vi.useRealTimers(); });

it("is done once, as soon as nothing has been scrolled for a moment", () => {
  const offscreen = new OffscreenWork(new Scrolling(), work);
  offscreen.schedule(6);
  for (let y = 0; y < SCREEN; y += 10) {
    scrollTo(y);
    vi.advanceTimersByTime(16);
    offscreen.schedule(6);
  }
  expect(work).not.toHaveBeenCalled();
  vi.advanceTimersByTime(PAUSE);
  expect(work.mock.calls).toEqual([[true]]);
  vi.advanceTimersByTime(5_000);
  expect(work).toHaveBeenCalledTimes(1);
});

it.each([6, 2.5])("is done in mid-scroll before the first of it, %s screens away, can have come in", (away) => {
  scrollTo(5_000);
  const offscreen = new OffscreenWork(new Scrolling(), work);
  offscreen.schedule(8);
  scrollTo(5_000 + SCREEN);
  offscreen.schedule(away);
  scrollTo(5_000 + SCREEN + (away - 1.1) * SCREEN);
  expect(work).not.toHaveBeenCalled();
  scrollTo(5_000 + SCREEN + (away - 0.9) * SCREEN);
  expect(work.mock.calls).toEqual([[false]]);
  scrollTo(50_000);
  expect(work).toHaveBeenCalledTimes(1);
});

it.each([0, 0.4, 1])("is done at once where it is at most one screen away: %s", (away) => {
  const offscreen = new OffscreenWork(new Scrolling(), work);
  offscreen.schedule(Infinity);
  expect(work).not.toHaveBeenCalled();
  offscreen.schedule(away);
  expect(work).toHaveBeenCalledTimes(1);
});

it("is done as soon as a box in the page scrolls, which may have been anywhere", () => {
  const offscreen = new OffscreenWork(new Scrolling(), work);
  offscreen.schedule(6);
  browser.get("main").dispatchEvent(new browser.window.Event("scroll"));
  expect(work).toHaveBeenCalledTimes(1);
});

it("is never done after the end", () => {
  const offscreen = new OffscreenWork(new Scrolling(), work);
  offscreen.schedule(6);
  offscreen.stop();
  vi.advanceTimersByTime(5_000);
  scrollTo(90_000);
  expect(work).not.toHaveBeenCalled();
});
