// Which boxes are watched: all of a few, and of a crowd those that could come near the screen soon.
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { CLOSE, CROWD, FAR, NEAR, Nearness, type Report } from "../../../../extension/src/content/screen/nearness.ts";
import { FakeBrowser } from "../../support/browser.ts";

const SCREEN = 900;
const BOX = 300;
/** How far from the screen's edge a box is near. */
const MARGIN = NEAR * SCREEN;
/** Boxes from the screen's edge to where none needs to be watched, and those that are passed between two looks. */
const REACH = (SCREEN / BOX) * (NEAR + FAR);
const SLACK = 20;

/** Boxes below each other on a page that scrolls; an observer reports what has changed when it is asked to look. */
class Page {
  readonly boxes: Element[];
  readonly watched = new Set<Element>();
  readonly browser = new FakeBrowser("<main></main>");
  shift = 0;
  /** Boxes that take no room. */
  readonly empty = new Set<Element>();
  readonly #said = new Map<Element, boolean>();
  #report: Report | null = null;

  constructor(count: number) {
    const main = this.browser.get("main");
    this.boxes = Array.from({ length: count }, () => main.appendChild(this.browser.document.createElement("div")));
    const { watched } = this;
    const said = this.#said;
    const take = (report: Report): void => { this.#report = report; };
    vi.stubGlobal("scrollY", 0);
    vi.stubGlobal("innerHeight", SCREEN);
    vi.stubGlobal("requestAnimationFrame", (work: () => void) => setTimeout(work, 16));
    vi.stubGlobal("cancelAnimationFrame", (handle: ReturnType<typeof setTimeout>) => { clearTimeout(handle); });
    // As late as the browser may be.
    vi.stubGlobal("requestIdleCallback", (work: () => void, { timeout }: IdleRequestOptions) => setTimeout(work, timeout));
    vi.stubGlobal("cancelIdleCallback", (handle: ReturnType<typeof setTimeout>) => { clearTimeout(handle); });
    vi.stubGlobal(
      "IntersectionObserver",
      class {
        constructor(report: Report) {
          take(report);
        }
        observe(box: Element): void {
          watched.add(box);
        }
        unobserve(box: Element): void {
          watched.delete(box);
          said.delete(box);
        }
        disconnect(): void {
          watched.clear();
        }
      },
    );
  }

  scrollTo(y: number): void {
    vi.stubGlobal("scrollY", y);
    this.browser.document.dispatchEvent(new this.browser.window.Event("scroll"));
  }

  /** The page stays where it is, and a box in it scrolls. */
  scrollBox(y: number): void {
    const main = this.browser.get("main");
    main.scrollTop = y;
    this.shift = -y;
    main.dispatchEvent(new this.browser.window.Event("scroll"));
  }

  /** One look of the browser at these boxes, and what happens before it tells what it saw. */
  lookAt(boxes: Iterable<Element>, meanwhile: () => void): void {
    const entries = this.#see(boxes);
    meanwhile();
    if (entries.length > 0) this.#report?.(entries);
  }

  /** One look of the browser at every box that is watched. */
  look(): void {
    this.lookAt(this.watched, () => undefined);
  }

  /** The browser tells of a box, whatever it said before. */
  say(box: Element, isNear: boolean): void {
    this.#said.set(box, !isNear);
    this.lookAt([box], () => undefined);
  }

  #see(boxes: Iterable<Element>): IntersectionObserverEntry[] {
    const near = { top: -MARGIN, bottom: SCREEN + MARGIN, height: SCREEN + 2 * MARGIN };
    const entries = [];
    for (const target of boxes) {
      const top = this.boxes.indexOf(target) * BOX + this.shift - scrollY;
      const size = this.empty.has(target) ? 0 : BOX;
      const isIntersecting = size > 0 && top < near.bottom && top + size > near.top;
      if (this.#said.get(target) === isIntersecting) continue;
      this.#said.set(target, isIntersecting);
      entries.push({ target, isIntersecting, rootBounds: near, boundingClientRect: { top, bottom: top + size, width: 200, height: size } });
    }
    return entries as unknown as IntersectionObserverEntry[];
  }
}

let page: Page;
let near: Set<number>;
let reports: number;
let approached: number[];

function start(count: number): Nearness {
  page = new Page(count);
  near = new Set();
  reports = 0;
  approached = [];
  const nearness = new Nearness((entries) => {
    reports += entries.length;
    for (const { target, isIntersecting } of entries) {
      const at = page.boxes.indexOf(target);
      if (isIntersecting) near.add(at);
      else near.delete(at);
    }
  }, (boxes) => { approached.push(...boxes.map((box) => page.boxes.indexOf(box))); });
  for (const box of page.boxes) nearness.observe(box);
  page.look();
  return nearness;
}

/** The boxes that are near the screen, counted from where it is. */
function expected(): number[] {
  return page.boxes.flatMap((_, at) => {
    const top = at * BOX + page.shift - scrollY;
    return top < SCREEN + MARGIN && top + BOX > -MARGIN ? [at] : [];
  });
}

const found = (): number[] => [...near].sort((a, b) => a - b);

beforeEach(() => { vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] }); });
afterEach(() => { vi.useRealTimers(); });

it("watches every box of a few", () => {
  start(CROWD);
  expect(page.watched.size).toBe(CROWD);
  expect(found()).toEqual(expected());
});

it("watches of a crowd only those that could come near soon, and reports each once", () => {
  start(5_000);
  expect(page.watched.size).toBe(CROWD);
  expect(found()).toEqual(expected());
  expect(reports).toBe(5_000);
});

it("finds what comes near while somebody scrolls down a long page, and says again of nothing that it is far", () => {
  start(5_000);
  for (let y = 0; y < 60_000; y += 60) {
    page.scrollTo(y);
    vi.advanceTimersByTime(16);
    page.look();
    expect(found()).toEqual(expected());
  }
  // Those that were left behind are not watched any more.
  expect(page.watched.size).toBeLessThan(CROWD + 2 * REACH + SLACK);
  expect(reports).toBeLessThan(5_000 + 2 * (60_000 / BOX) + 20);
});

it.each([400_000, 1_000_000])("finds at once what is there after a jump to %i", (y) => {
  start(5_000);
  page.scrollTo(y);
  page.look();
  expect(found()).toEqual(expected());
  page.scrollTo(0);
  page.look();
  expect(found()).toEqual(expected());
});

it("finds what comes near in a box that scrolls by itself", () => {
  start(5_000);
  for (let y = 0; y < 60_000; y += 60) {
    page.scrollBox(y);
    vi.advanceTimersByTime(16);
    page.look();
    expect(found()).toEqual(expected());
  }
  page.scrollBox(900_000);
  page.look();
  expect(found()).toEqual(expected());
});

it("looks at every far box again when somebody has scrolled and rests, and not before", () => {
  start(5_000);
  for (let y = 0; y < 20 * SCREEN; y += 60) {
    page.scrollTo(y);
    vi.advanceTimersByTime(16);
    page.look();
    expect(page.watched.size).toBeLessThan(page.boxes.length / 10);
  }
  page.shift = -600_000;
  for (let waited = 0; waited < 3_000; waited += 16) {
    vi.advanceTimersByTime(16);
    page.look();
  }
  expect(found()).toEqual(expected());
});

it("finds boxes that came near because the page changed above them", () => {
  const nearness = start(5_000);
  page.shift = -600_000;
  nearness.stir();
  for (let waited = 0; waited < 3_000; waited += 16) {
    vi.advanceTimersByTime(16);
    page.look();
  }
  expect(found()).toEqual(expected());
});

it("forgets a box that it let go of, whatever is reported of it later", () => {
  const nearness = start(5_000);
  const [box] = page.boxes;
  if (box === undefined) throw new Error("There is no box.");
  page.scrollTo(-10 * SCREEN);
  expect(nearness.away(box)).toBeGreaterThan(1);
  const before = reports;
  page.lookAt([box], () => { nearness.unobserve(box); });
  expect(reports).toBe(before);
  // Where nothing is known of a box, it is taken to be on the screen.
  expect(nearness.away(box)).toBe(0);
});

/** Boxes that lie within so many screens, counted from where the screen is. */
function within(screens: number): number[] {
  return page.boxes.flatMap((_, at) => {
    const top = at * BOX + page.shift - scrollY;
    return Math.max(0, top - SCREEN, -(top + BOX)) < screens * SCREEN ? [at] : [];
  });
}

it("knows without watching which boxes are close, and tells of those that become it or are left behind", () => {
  const nearness = start(5_000);
  const isClose = (at: number): boolean => nearness.isClose(page.boxes[at] as unknown as Element);
  const close = new Set([...page.boxes.keys()].filter(isClose));
  expect([...close]).toEqual(within(CLOSE));
  expect(approached).toEqual([]);
  for (const way of [60, -60]) {
    for (let moved = 0; moved < 60_000; moved += 60) {
      page.scrollTo(scrollY + way);
      vi.advanceTimersByTime(16);
      page.look();
      // What is told, and what is told of what is near, is all there is to know.
      for (const at of approached.splice(0)) if (!close.delete(at)) close.add(at);
      // As far as it is known after a few screens, or a while ago.
      expect(within(CLOSE - FAR).filter((at) => !close.has(at))).toEqual([]);
      const known = new Set(within(CLOSE + 2 * FAR));
      expect([...close].filter((at) => !known.has(at))).toEqual([]);
    }
  }
  expect([...page.boxes.keys()].filter(isClose)).toEqual([...close].sort((a, b) => a - b));
});

it("a jump leaves nothing close that is far, nor far that is close", () => {
  const nearness = start(5_000);
  const isClose = (at: number): boolean => nearness.isClose(page.boxes[at] as unknown as Element);
  for (const y of [600_000, 0, 300_000]) {
    page.scrollTo(y);
    page.look();
    expect([...page.boxes.keys()].filter(isClose)).toEqual(within(CLOSE));
  }
});

it("does not know of a box without a size that it is close", () => {
  const nearness = start(10);
  const [box] = page.boxes;
  if (box === undefined) throw new Error("There is no box.");
  expect(nearness.isClose(box)).toBe(true);
  page.empty.add(box);
  page.say(box, false);
  expect(nearness.isClose(box)).toBe(false);
  nearness.unobserve(box);
  expect(nearness.isClose(box)).toBe(false);
});

it("lets go of a box that is far as well as of one that is near, and of all at the end", () => {
  const nearness = start(5_000);
  for (const box of page.boxes.slice(100)) nearness.unobserve(box);
  page.scrollTo(400_000);
  page.look();
  expect(found()).toEqual([]);
  nearness.stop();
  page.scrollTo(0);
  vi.advanceTimersByTime(5_000);
  expect(page.watched.size).toBe(0);
});
