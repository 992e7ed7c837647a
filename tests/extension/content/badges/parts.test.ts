// What style sheets put over pictures by `::before` and `::after`, and curtains over the whole window: by styles as browsers write them.
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { isBehindCurtain } from "../../../../extension/src/content/badges/curtains.ts";
import type { GroundReader } from "../../../../extension/src/content/badges/ground.ts";
import { arePartsAroundOver, arePartsOver } from "../../../../extension/src/content/badges/parts.ts";
import { FakeBrowser } from "../../support/browser.ts";

type Style = Readonly<Record<string, string>>;

const PLAIN: Style = {
  content: "none", display: "block", visibility: "visible", position: "static", zIndex: "auto", opacity: "1", transform: "none", translate: "none", rotate: "none", scale: "none",
  perspective: "none", filter: "none", backdropFilter: "none", willChange: "auto", contain: "none", clipPath: "none", maskImage: "none", mixBlendMode: "normal", isolation: "auto",
  backgroundColor: "rgba(0, 0, 0, 0)", backgroundImage: "none", boxShadow: "none", boxSizing: "content-box", width: "auto", height: "auto", left: "auto", top: "auto",
  marginLeft: "0px", marginTop: "0px", paddingLeft: "0px", paddingRight: "0px", paddingTop: "0px", paddingBottom: "0px",
  borderLeftWidth: "0px", borderRightWidth: "0px", borderTopWidth: "0px", borderBottomWidth: "0px", pointerEvents: "auto",
};
const PICTURE = { left: 100, top: 100, width: 300, height: 200 };
/** A cover as large as the tile. */
const COVER: Style = { content: '""', position: "absolute", left: "0px", top: "0px", width: "300px", height: "200px", backgroundColor: "rgb(1, 2, 3)" };

let browser: FakeBrowser;
let styles: Map<string, Style>;
let grounds: GroundReader;

const get = (id: string): Element => browser.get(`#${id}`);

beforeEach(() => {
  browser = new FakeBrowser('<div id="page"><div id="tile"><img id="photo"></div><div id="other"></div></div>');
  styles = new Map();
  grounds = { of: () => ({ opacity: 1 }) } as unknown as GroundReader;
  vi.stubGlobal("getComputedStyle", (element: Element, part = "") => ({ ...PLAIN, ...styles.get(`${element.id}${part}`) }));
  vi.stubGlobal("scrollX", 0);
  vi.stubGlobal("scrollY", 0);
  vi.stubGlobal("DOMMatrix", class {
    readonly a = 2;
    readonly d = 2;
    readonly e = 1_000;
    readonly f = 0;
  });
  for (const id of ["tile", "photo", "other"]) {
    const { left, top, width, height } = PICTURE;
    get(id).getBoundingClientRect = () => ({ left, top, width, height, right: left + width, bottom: top + height }) as DOMRect;
  }
  styles.set("tile", { position: "relative" });
});

afterEach(() => {
  vi.unstubAllGlobals();
});

describe("a part of the tile", () => {
  const covers = (part: Style, name = "::after"): boolean => {
    styles.set(`tile${name}`, { ...COVER, ...part });
    return arePartsAroundOver(get("photo"), 250, 200, PICTURE, grounds);
  };

  it.each<[string, Style, boolean]>([
    ["over all of it", {}, true],
    ["without content", { content: "none" }, false],
    ["that is not drawn", { display: "none" }, false],
    ["that is hidden", { visibility: "hidden" }, false],
    ["that is faint", { opacity: "0.2" }, false],
    ["that is clear", { backgroundColor: "rgba(1, 2, 3, 0.1)" }, false],
    ["that is small", { width: "40px", height: "40px" }, false],
    ["without a size", { height: "0px" }, false],
    ["beside the place", { left: "290px" }, false],
    ["that stands in the line", { position: "static" }, false],
    ["below the photo", { zIndex: "-1" }, false],
    ["with a padding that makes it large", { width: "10px", height: "10px", paddingRight: "290px", paddingBottom: "190px" }, true],
    ["with its edges in its width", { boxSizing: "border-box" }, true],
    ["that its transform takes away", { transform: "matrix(2, 0, 0, 2, 1000, 0)" }, false],
    ["that counts from the window", { position: "fixed", left: "100px", top: "100px" }, true],
  ])("%s: %s", (_, part, expected) => {
    expect(covers(part)).toBe(expected);
  });

  it("comes before the photo where it is ::before on the same level", () => {
    styles.set("photo", { position: "relative" });
    expect(covers({}, "::before")).toBe(false);
    grounds = { of: () => ({ opacity: 1 }) } as unknown as GroundReader;
    expect(covers({ zIndex: "1" }, "::before")).toBe(true);
  });

  it("counts from the page where nothing around it is positioned", () => {
    styles.set("tile", {});
    expect(covers({ height: "190px" })).toBe(false);
    grounds = { of: () => ({ opacity: 1 }) } as unknown as GroundReader;
    expect(covers({ height: "190px", left: "100px", top: "100px" })).toBe(true);
  });
});

it("a part of a box beside the photo lies over it where that box does", () => {
  styles.set("other", { position: "absolute" });
  styles.set("other::before", COVER);
  expect(arePartsOver(get("other"), 250, 200, PICTURE, grounds)).toBe(true);
  expect(arePartsOver(get("other"), 500, 200, PICTURE, grounds)).toBe(false);
  expect(arePartsOver(get("tile"), 250, 200, PICTURE, grounds)).toBe(false);
});

describe("a curtain", () => {
  const hidden = (style: Style, hides = true): boolean => {
    styles.set("other", { position: "fixed", pointerEvents: "none", zIndex: "9", ...style });
    return isBehindCurtain(get("photo"), 250, 200, grounds, () => hides);
  };

  it.each<[string, Style, boolean, boolean]>([
    ["without pointer, over the photo", {}, true, true],
    ["that hides nothing", {}, false, false],
    ["that takes the pointer, which the hit test meets", { pointerEvents: "auto" }, true, false],
    ["that stands in the line", { position: "static" }, true, false],
    ["below the photo", { zIndex: "-1" }, true, false],
  ])("%s", (_, style, hides, expected) => {
    expect(hidden(style, hides)).toBe(expected);
  });

  it("is not looked for in long lists", () => {
    get("page").append(...Array.from({ length: 40 }, () => browser.document.createElement("p")));
    expect(hidden({})).toBe(false);
  });
});
