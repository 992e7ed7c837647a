// What lies over a photo: what hides it, what lets it through. Elements are where `data-box` says; later ones lie above earlier ones.
// Real pages are judged by the browsers' own hit test in tests/e2e/badges/seen-badges.test.ts.
import { describe, expect, it, vi } from "vitest";

import { GroundReader } from "../../../../extension/src/content/badges/ground.ts";
import { hitTest, type Hit } from "../../../../extension/src/content/badges/hit-test.ts";
import { isStacked } from "../../../../extension/src/content/badges/stacked.ts";
import { FakeBrowser } from "../../support/browser.ts";

const A = "911000000001";
const B = "911000000002";
const PICTURE = { left: 0, top: 0, width: 300, height: 200 };
const WHOLE = 'data-box="0 0 300 200"';

const image = (photo: string, more = ""): string => `<img src="https://live.staticflickr.com/1/${photo}_abcdef1234_m.jpg" ${WHOLE} ${more}>`;
const link = (inside = "", more = ""): string => `<a href="https://www.flickr.com/photos/somebody/${A}/" ${WHOLE} ${more}>${inside}</a>`;

function open(html: string): FakeBrowser {
  const browser = new FakeBrowser(`<main>${html}</main>`);
  const { Element, HTMLImageElement } = browser.window;
  Element.prototype.getBoundingClientRect = function rectangle(this: Element): DOMRect {
    const [left = 0, top = 0, width = 0, height = 0] = (this.getAttribute("data-box") ?? "").split(" ").map(Number);
    return { left, top, width, height, right: left + width, bottom: top + height } as DOMRect;
  };
  Element.prototype.checkVisibility = function isVisible(this: Element): boolean { return !this.hasAttribute("data-hidden"); };
  Object.defineProperty(HTMLImageElement.prototype, "naturalWidth", { get(this: HTMLImageElement) { return Number(this.dataset.natural ?? 300); } });
  // As a browser does, the hit test passes by what takes no pointer.
  const all = browser.document.elementsFromPoint.bind(browser.document);
  browser.document.elementsFromPoint = (x, y) => all(x, y).filter((each) => browser.window.getComputedStyle(each).pointerEvents !== "none");
  return browser;
}

function hit(html: string, selector = "#photo"): Hit {
  const element = open(html).get(selector);
  return hitTest(20, 20, element, A, PICTURE, new GroundReader());
}

describe("a picture", () => {
  it.each([
    ["nothing", ""],
    ["a transparent sheet", `<div ${WHOLE}></div>`],
    ["a sheet that lets most through", `<div ${WHOLE} style="background-color: rgba(0, 0, 0, 0.2)"></div>`],
    ["a gradient that begins with nothing", `<div ${WHOLE} style="background-image: linear-gradient(rgba(0, 0, 0, 0), rgb(0, 0, 0))"></div>`],
    ["a picture that cannot be seen", image(B, "data-hidden")],
    ["a spacer", `<img src="https://combo.staticflickr.com/pw/images/spaceball.gif" ${WHOLE} data-natural="1">`],
    ["the tile's own mark", `<div data-box="10 10 30 30" style="background-color: rgb(0, 0, 0)"></div>`],
    ["a link without text", link()],
  ])("is seen through %s", (_, over) => {
    expect(hit(`<div ${WHOLE}>${image(A, 'id="photo"')}${over}</div>`).at).toBe("photo");
  });

  it.each([
    ["another photo", image(B)],
    ["the same photo, which has a badge of its own", image(A)],
    ["a box with a ground", `<div ${WHOLE} style="background-color: rgb(10, 20, 30)"></div>`],
    ["a box whose ground lets little through", `<div ${WHOLE} style="background-color: rgba(10, 20, 30, 0.9)"></div>`],
    ["a drawn file", `<div ${WHOLE} style='background-image: url("https://example.org/wall.jpg")'></div>`],
    ["an opaque gradient", `<div ${WHOLE} style="background-image: linear-gradient(rgb(0, 0, 0), rgb(9, 9, 9))"></div>`],
    ["a video", `<video ${WHOLE}></video>`],
    ["a player of another photo", `<iframe ${WHOLE} src="https://www.flickr.com/photos/somebody/${B}/player/"></iframe>`],
    ["a button of the page's, larger than a mark", `<button ${WHOLE} style="background-color: rgb(0, 0, 0)"></button>`],
  ])("is hidden by %s", (_, over) => {
    expect(hit(`<div ${WHOLE}>${image(A, 'id="photo"')}</div>${over}`).at).toBe("cover");
  });

  it("is elsewhere where its box is there and it is not", () => {
    expect(hit(`<div ${WHOLE}><img id="photo" src="https://live.staticflickr.com/1/${A}_abcdef1234_m.jpg" data-box="900 900 300 200"></div>`).at).toBe("elsewhere");
  });

  it("that takes no pointer is found by its box", () => {
    expect(hit(`<div ${WHOLE}>${image(A, 'id="photo" style="pointer-events: none"')}</div>`).at).toBe("photo");
  });

  it("knows the level of what lets it through", () => {
    expect(hit(`<div ${WHOLE}>${image(A, 'id="photo"')}</div><div ${WHOLE} style="position: absolute; z-index: 101"></div>`)).toEqual({ at: "photo", level: 101 });
  });
});

describe("a link without a picture of its own", () => {
  it("stands for the same photo below it", () => {
    expect(hit(`<div ${WHOLE}><div ${WHOLE} style='background-image: url("https://live.staticflickr.com/1/${A}_abcdef1234_m.jpg")'></div>${link("", 'id="photo"')}</div>`).at).toBe("photo");
  });

  it("has no badge over another photo", () => {
    expect(hit(`<div ${WHOLE}>${image(B)}${link("", 'id="photo"')}</div>`).at).toBe("cover");
  });

  it("is the place of a picture that is yet to come", () => {
    expect(hit(`<div ${WHOLE} style="background-color: rgb(240, 240, 240)">${link("", 'id="photo"')}</div>`).at).toBe("photo");
    expect(hit(link(`<canvas ${WHOLE}></canvas>`, 'id="photo"')).at).toBe("photo");
  });

  it("is hidden by a film that lies over it", () => {
    expect(hit(`<div ${WHOLE}>${link("", 'id="photo"')}</div><video ${WHOLE}></video>`).at).toBe("cover");
  });
});

describe("slides", () => {
  const slides = (over: string): string => `<div ${WHOLE}>${image(A, 'id="photo"')}${over}</div>`;
  const stacked = (html: string): boolean => isStacked(open(html).get("#photo"), A, PICTURE);

  it("lie on one another where they name different photos and share a place", () => {
    expect(stacked(slides(image(B)))).toBe(true);
    expect(stacked(slides(image(A)))).toBe(false);
    expect(stacked(slides(image(B).replace(WHOLE, 'data-box="300 0 300 200"')))).toBe(false);
  });

  it("that a hit test passes by hide what is below them, and nothing where they cannot be seen or lie below", () => {
    expect(hit(slides(image(B, 'style="pointer-events: none"'))).at).toBe("cover");
    expect(hit(slides(image(B, 'style="pointer-events: none" data-hidden'))).at).toBe("photo");
    expect(hit(slides(image(B, 'style="pointer-events: none; position: relative; z-index: -1"'))).at).toBe("photo");
  });

  it("in a box with depth are hidden by those that are nearer, whatever their order", () => {
    /** Of a matrix only the depth, as `translateZ(…)` writes it. */
    vi.stubGlobal("DOMMatrix", class {
      readonly m43: number;
      constructor(written = "0") { this.m43 = Number(/-?\d+/.exec(written)?.[0]); }
      multiply(other: { m43: number }): unknown { return new (this.constructor as new (depth: string) => unknown)(String(this.m43 + other.m43)); }
    });
    const below = (box: string, depth: number): string => `<div ${WHOLE} style="${box}"><div style="transform: translateZ(${String(depth)}px)">${image(B)}</div>${image(A, 'id="photo"')}</div>`;
    expect(hit(below("", 10)).at).toBe("photo");
    expect(hit(below("transform-style: preserve-3d", 10)).at).toBe("cover");
    expect(hit(below("transform-style: preserve-3d", -10)).at).toBe("photo");
    vi.unstubAllGlobals();
  });

  it("are a stack in a box of many only where what is beside it, or at an end, lies on it", () => {
    const many = "<i></i>".repeat(30);
    expect(stacked(slides(image(B) + many))).toBe(true);
    expect(stacked(slides(many + image(B)))).toBe(true);
    expect(stacked(slides(many + image(B) + many))).toBe(false);
    expect(stacked(slides(image(B) + many.repeat(20)))).toBe(false);
  });
});

it("asks what is in an open shadow root", () => {
  const browser = open(`<x-photo ${WHOLE}></x-photo>`);
  const host = browser.get("x-photo");
  const root = host.attachShadow({ mode: "open" });
  root.innerHTML = `<div ${WHOLE}>${image(A, 'id="photo"')}</div>`;
  const inside = [...root.querySelectorAll("*")].reverse();
  root.elementsFromPoint = vi.fn(() => inside);
  const photo = root.querySelector("#photo");
  expect(photo && hitTest(20, 20, photo, A, PICTURE, new GroundReader()).at).toBe("photo");
});
