// Where a gradient hides what is below it, in a box of 300 by 200 pixels.
import { expect, it } from "vitest";

import { hidesByFading } from "../../../../extension/src/content/badges/fading.ts";

const WHITE = "rgb(255, 255, 255)";
const CLEAR = "rgba(0, 0, 0, 0)";

/** At the middle of the upper edge, in the middle, at the middle of the lower edge. */
function hides(backgroundImage: string, { opacity = 1, backgroundSize = "auto" } = {}): boolean[] {
  return [10, 100, 190].map((y) => hidesByFading({ backgroundImage, backgroundSize }, opacity, { left: 0, top: 0, width: 300, height: 200 }, 150, y));
}

it.each([
  [`linear-gradient(${WHITE}, ${WHITE} 80%, ${CLEAR})`, [true, true, false]],
  [`linear-gradient(${CLEAR}, ${WHITE} 40%)`, [false, true, true]],
  [`linear-gradient(to top, ${WHITE} 60%, ${CLEAR})`, [false, true, true]],
  [`linear-gradient(0deg, ${WHITE}, ${CLEAR})`, [false, false, true]],
  [`linear-gradient(90deg, ${CLEAR} 40%, ${WHITE} 45%)`, [true, true, true]],
  [`linear-gradient(${CLEAR}, ${WHITE}, ${WHITE}, ${CLEAR})`, [false, true, false]],
  [`linear-gradient(${WHITE} 0px 120px, ${CLEAR} 120px)`, [true, true, false]],
  ["linear-gradient(rgba(0, 0, 0, 0.7), rgba(0, 0, 0, 0))", [false, false, false]],
  ["linear-gradient(color(srgb 1 1 1) 30%, color(srgb 1 1 1 / 0) 60%)", [true, false, false]],
])("%s", (image, expected) => {
  expect(hides(image)).toEqual(expected);
});

it.each([
  ["none", {}],
  [`radial-gradient(${WHITE} 90%, ${CLEAR})`, {}],
  [`linear-gradient(to top right, ${WHITE} 90%, ${CLEAR})`, {}],
  [`linear-gradient(${WHITE} calc(100% - 10px), ${CLEAR})`, {}],
  [`linear-gradient(${WHITE} 90%, ${CLEAR})`, { opacity: 0.5 }],
  [`linear-gradient(${WHITE} 90%, ${CLEAR})`, { backgroundSize: "10px 10px" }],
])("%s is not worked out, or hides nothing: %o", (image, style) => {
  expect(hides(image, style)).toEqual([false, false, false]);
});
