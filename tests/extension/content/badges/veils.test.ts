// What filters and masks leave of a picture. The values are as browsers write them.
import { describe, expect, it } from "vitest";

import { isBlotted, painted } from "../../../../extension/src/content/badges/veils.ts";

const GRADIENT = "linear-gradient(rgb(0, 0, 0), rgb(0, 0, 0))";

interface Veil {
  readonly filter?: string;
  readonly maskImage?: string;
  readonly maskRepeat?: string;
  readonly maskSize?: string;
}

function through(style: Veil): number {
  return painted({ filter: "none", maskImage: "none", maskRepeat: "repeat", maskSize: "auto", ...style } as CSSStyleDeclaration);
}

describe("a filter", () => {
  it.each([
    ["none", 1],
    ["opacity(0.4)", 0.4],
    ["opacity(30%)", 0.3],
    ["grayscale(1) contrast(1.2)", 1],
    ["blur(24px)", 1],
    ["brightness(0)", 1],
  ])("%s paints %d of it", (filter, amount) => {
    expect(through({ filter })).toBe(amount);
  });

  it.each([
    ["none", false],
    ["opacity(0.4)", false],
    ["blur(2px)", false],
    ["blur(24px)", true],
    ["brightness(0)", true],
    ["brightness(0.6)", false],
    ["brightness(50)", true],
    ["saturate(2) contrast(0)", true],
    ["contrast(1.2)", false],
  ])("%s: whether it leaves no picture is %s", (filter, gone) => {
    expect(isBlotted({ filter } as CSSStyleDeclaration)).toBe(gone);
  });
});

describe("a mask", () => {
  it.each([
    ["of its own size", {}, 1],
    ["without a size", { maskSize: "0px" }, 0],
    ["without a width", { maskSize: "0% 100%" }, 0],
    ["that is small and repeated", { maskSize: "12px" }, 1],
    ["that is small and drawn once", { maskSize: "12px", maskRepeat: "no-repeat" }, 0],
    ["that covers it", { maskSize: "cover", maskRepeat: "no-repeat" }, 1],
    ["of two of which one has a size", { maskImage: `${GRADIENT}, ${GRADIENT}`, maskSize: "0px, 100px" }, 1],
    ["that is clear", { maskImage: "linear-gradient(rgba(0, 0, 0, 0), rgba(0, 0, 0, 0.2))" }, 0],
    ["of a file", { maskImage: 'url("heart.svg")' }, 1],
  ])("%s", (_, style, amount) => {
    expect(through({ maskImage: GRADIENT, ...style })).toBe(amount);
  });
});
