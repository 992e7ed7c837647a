// What a style cuts out of a picture, at places of a box of 300 by 200 pixels whose corner is at 100, 50.
import { afterEach, expect, it, vi } from "vitest";

import { isCutAway } from "../../../../extension/src/content/badges/cut-shape.ts";
import type { Ground } from "../../../../extension/src/content/badges/ground.ts";

afterEach(() => { vi.unstubAllGlobals(); });

/** Whether the box's upper left corner, its middle and its lower right corner are cut away. */
function cutAway(clipPath: string, clip = "auto"): boolean[] {
  vi.stubGlobal("getComputedStyle", () => ({ clipPath, getPropertyValue: () => clip }));
  const element = { getBoundingClientRect: () => ({ left: 100, top: 50, width: 300, height: 200 }) } as unknown as Element;
  return [[110, 60], [250, 150], [390, 240]].map(([x = 0, y = 0]) => isCutAway({ cuts: [element] } as unknown as Ground, x, y));
}

it.each([
  ["inset(100%)", [true, true, true]],
  ["inset(0px)", [false, false, false]],
  ["inset(0px 0px 0px 60% round 4px)", [true, true, false]],
  ["inset(20px 40px)", [true, false, true]],
  ["circle(0px)", [true, true, true]],
  ["circle(30% at 0px 0px)", [false, true, true]],
  ["ellipse(10% 10% at 100% 100%)", [true, true, false]],
  ["polygon(0px 0px, 0px 0px, 0px 0px)", [true, true, true]],
  ["polygon(evenodd, 60% 0px, 100% 0px, 100% 100%, 60% 100%)", [true, true, false]],
])("%s leaves what is inside it", (clipPath, expected) => {
  expect(cutAway(clipPath)).toEqual(expected);
});

it("the older way, in pixels from the upper left corner", () => {
  expect(cutAway("none", "rect(0px, 0px, 0px, 0px)")).toEqual([true, true, true]);
  expect(cutAway("none", "rect(auto, 160px, 120px, auto)")).toEqual([false, false, true]);
});

it.each(["url(\"#blob\")", "path(\"M 0 0 L 9 9 Z\")", "inset(calc(50% + 10px))"])("%s is not worked out, and counts as leaving all", (clipPath) => {
  expect(cutAway(clipPath)).toEqual([false, false, false]);
});
