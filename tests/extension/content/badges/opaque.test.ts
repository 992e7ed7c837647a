import { describe, expect, it } from "vitest";

import { alphaOf, isFilled, isFilledByEdges, isFilledByShadow, isOpaque } from "../../../../extension/src/content/badges/opaque.ts";

type Style = Readonly<Record<string, string>>;

const styled = (style: Style): CSSStyleDeclaration =>
  ({ backdropFilter: "none", backgroundColor: "rgba(0, 0, 0, 0)", backgroundImage: "none", mixBlendMode: "normal", boxShadow: "none", ...style }) as unknown as CSSStyleDeclaration;

describe("how much a colour lets through", () => {
  it.each([
    ["", 0],
    ["transparent", 0],
    ["rgb(1, 2, 3)", 1],
    ["rgba(1, 2, 3, 0.25)", 0.25],
    ["color(srgb 1 1 1 / 0.4)", 0.4],
    ["oklab(0.5 0 0 / 40%)", 0.4],
  ])("%s: %d", (colour, alpha) => {
    expect(alphaOf(colour)).toBe(alpha);
  });
});

describe("a ground hides what is below it", () => {
  it.each([
    ["none", false],
    ["", false],
    ['url("https://images.example/wall.png")', true],
    ['url("https://images.example/spaceball.gif")', false],
    ['url("data:image/gif;base64,AAAA")', false],
    ["linear-gradient(rgb(0, 0, 0), rgb(9, 9, 9))", true],
    ["linear-gradient(rgba(0, 0, 0, 0.9), rgba(9, 9, 9, 0.1))", false],
    ["linear-gradient(transparent, rgb(9, 9, 9))", false],
    ["linear-gradient(var(--nothing))", false],
  ])("as an image: %s: %s", (image, hides) => {
    expect(isOpaque(image)).toBe(hides);
    expect(isFilled(styled({ backgroundImage: image }), 1)).toBe(hides);
  });

  it.each<[string, Style, number, boolean]>([
    ["a colour", { backgroundColor: "rgb(1, 2, 3)" }, 1, true],
    ["a colour in a faded box", { backgroundColor: "rgb(1, 2, 3)" }, 0.3, false],
    ["a colour that tones", { backgroundColor: "rgb(1, 2, 3)", mixBlendMode: "multiply" }, 1, false],
    ["a file that is mixed", { backgroundImage: 'url("https://images.example/wall.png")', mixBlendMode: "multiply" }, 1, true],
    ["frosted glass", { backdropFilter: "blur(20px)" }, 1, true],
    ["nothing", {}, 1, false],
  ])("%s", (_, style, opacity, hides) => {
    expect(isFilled(styled(style), opacity)).toBe(hides);
  });
});

describe("a shadow within a box covers it", () => {
  it.each([
    ["rgb(1, 2, 3) 0px 0px 0px 300px inset", true],
    ["rgb(1, 2, 3) 0px 0px 0px 20px inset", false],
    ["rgba(1, 2, 3, 0.2) 0px 0px 0px 300px inset", false],
    ["rgb(1, 2, 3) 0px 0px 0px 300px", false],
    ["rgb(1, 2, 3) 0px 1px 5px 0px, rgb(1, 2, 3) 0px 0px 0px 300px inset", true],
    ["rgb(1, 2, 3) 0px 0px inset", false],
    ["none", false],
  ])("%s: %s", (boxShadow, covers) => {
    expect(isFilledByShadow(styled({ boxShadow }), 400, 300)).toBe(covers);
  });
});

describe("a box of nothing but edges covers what is below it", () => {
  const box = (clientWidth: number, clientHeight: number): Element =>
    ({ clientWidth, clientHeight, getBoundingClientRect: () => ({ width: 400, height: 300 }) }) as unknown as Element;
  const edges = (vertical: string, colour: string): Style => ({
    borderTopWidth: vertical, borderBottomWidth: vertical, borderTopColor: colour, borderLeftWidth: "0px", borderRightWidth: "0px", borderLeftColor: colour,
  });

  it.each<[string, Style, Element, boolean]>([
    ["that meet", edges("150px", "rgb(1, 2, 3)"), box(400, 0), true],
    ["that are clear", edges("150px", "rgba(1, 2, 3, 0.1)"), box(400, 0), false],
    ["around something", edges("20px", "rgb(1, 2, 3)"), box(360, 260), false],
    ["filled by a shadow", { ...edges("0px", ""), boxShadow: "rgb(1, 2, 3) 0px 0px 0px 300px inset" }, box(400, 300), true],
  ])("%s: %s", (_, style, element, covers) => {
    expect(isFilledByEdges(styled(style), element)).toBe(covers);
  });
});
