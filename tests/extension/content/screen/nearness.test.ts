// Which boxes are watched: all of a few, and of a crowd those that could come near the screen soon.
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { CROWD, FAR, NEAR, Nearness, PARKED, SLACK } from "../../../../extension/src/content/screen/nearness.ts";
import { Scrolling } from "../../../../extension/src/content/screen/scrolling.ts";
import { BOX, LongPage, SCREEN } from "../../support/long-page.ts";

/** How far from the screen's edge a box is near. */
const MARGIN = NEAR * SCREEN;
/** Boxes from the screen's edge to where one is parked, and those that are passed between two looks. */
const REACH = (SCREEN / BOX) * PARKED;
const LOOKS = 20;

let page: LongPage;
let near: Set<number>;
let reports: number;
/** Boxes that became far, or are far no more. */
let farChanged: number[];

function start(count: number): Nearness {
  page = new LongPage(count, "div");
  near = new Set();
  reports = 0;
  farChanged = [];
  const nearness = new Nearness(new Scrolling(), {
    nearChanged: (entries) => {
      reports += entries.length;
      for (const { target, isIntersecting } of entries) {
        const at = page.boxes.indexOf(target);
        if (isIntersecting) near.add(at);
        else near.delete(at);
      }
    },
    farChanged: (boxes) => { farChanged.push(...boxes.map((box) => page.boxes.indexOf(box))); },
  });
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

it("watches of a crowd only the boxes that could come near soon, and reports each once", () => {
  start(5_000);
  expect(page.watched.size).toBe(CROWD);
  expect(found()).toEqual(expected());
  expect(reports).toBe(5_000);
});

it("finds what comes near while somebody scrolls down a long page, and says of nothing twice that it is not near", () => {
  start(1_000);
  for (let y = 0; y < 60_000; y += 60) {
    page.scrollTo(y);
    vi.advanceTimersByTime(16);
    page.look();
    expect(found()).toEqual(expected());
  }
  // Those that were left behind are not watched any more.
  expect(page.watched.size).toBeLessThan(CROWD + 2 * REACH + LOOKS);
  expect(reports).toBeLessThan(1_000 + 2 * (60_000 / BOX) + 20);
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

it("looks at every parked box again when scrolling has ended, and not before", () => {
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
  nearness.lookAgain();
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
  expect(nearness.screensAway(box)).toBeGreaterThan(1);
  const before = reports;
  page.lookAt([box], () => { nearness.unobserve(box); });
  expect(reports).toBe(before);
  // Where nothing is known of a box, it is taken to be on the screen.
  expect(nearness.screensAway(box)).toBe(0);
});

/** Boxes that lie within so many screens, counted from where the screen is. */
function within(screens: number): number[] {
  return page.boxes.flatMap((_, at) => {
    const top = at * BOX + page.shift - scrollY;
    return Math.max(0, top - SCREEN, -(top + BOX)) < screens * SCREEN ? [at] : [];
  });
}

it("knows without watching which boxes are far, and tells of those that become it or are far no more", () => {
  const nearness = start(1_000);
  const isNotFar = (at: number): boolean => !nearness.isFar(page.boxes[at] as unknown as Element);
  const notFar = new Set([...page.boxes.keys()].filter(isNotFar));
  expect([...notFar]).toEqual(within(FAR));
  expect(farChanged).toEqual([]);
  for (const way of [150, -150]) {
    for (let moved = 0; moved < 60_000; moved += 150) {
      page.scrollTo(scrollY + way);
      vi.advanceTimersByTime(16);
      page.look();
      // Keep count from what is told alone.
      for (const at of farChanged.splice(0)) if (!notFar.delete(at)) notFar.add(at);
      // Boxes are looked at only every few screens, so the edges are not exact.
      expect(within(FAR - SLACK).filter((at) => !notFar.has(at))).toEqual([]);
      const known = new Set(within(FAR + 2 * SLACK));
      expect([...notFar].filter((at) => !known.has(at))).toEqual([]);
    }
  }
  expect([...page.boxes.keys()].filter(isNotFar)).toEqual([...notFar].sort((a, b) => a - b));
});

it("after a jump it is known at once which boxes are far", () => {
  const nearness = start(5_000);
  const isNotFar = (at: number): boolean => !nearness.isFar(page.boxes[at] as unknown as Element);
  for (const y of [600_000, 0, 300_000]) {
    page.scrollTo(y);
    page.look();
    expect([...page.boxes.keys()].filter(isNotFar)).toEqual(within(FAR));
  }
});

it("takes a box without a size, and one that it let go of, to be far", () => {
  const nearness = start(10);
  const [box] = page.boxes;
  if (box === undefined) throw new Error("There is no box.");
  expect(nearness.isFar(box)).toBe(false);
  page.empty.add(box);
  page.say(box, false);
  expect(nearness.isFar(box)).toBe(true);
  nearness.unobserve(box);
  expect(nearness.isFar(box)).toBe(true);
});

it("lets go of a parked box as well as of a watched one, and of all at the end", () => {
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
