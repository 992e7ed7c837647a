// Where badges are drawn, and when that is measured anew.
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Badge, type Box } from "../../../../extension/src/content/badges/badge.ts";
import { Placement } from "../../../../extension/src/content/badges/placement.ts";
import { makeTile, type Tile } from "../../../../extension/src/content/badges/tile.ts";
import { noteLoaded, noteUnwatched } from "../../../../extension/src/content/finding/picture.ts";
import { Scrolling } from "../../../../extension/src/content/screen/scrolling.ts";
import { summarise } from "../../../../extension/src/shared/answers.ts";
import { FakeBrowser } from "../../support/browser.ts";
import { FakeChrome } from "../../support/fake-chrome.ts";

const A = "911000000001";
const NOWHERE: Box = { left: 0, top: 0, width: 0, height: 0 };
const PICTURE: Box = { left: 100, top: 50, width: 300, height: 200 };
/** What a badge of words keeps from the edges of its picture. */
const MARGIN = 7;

let browser: FakeBrowser;
let placement: Placement;
/** Where elements are on the screen, by their ID. */
let boxes: Record<string, Box>;
/** Where the layer of badges is on the screen. */
let layer: Box;
const nearChanged = vi.fn<(tiles: readonly Tile[]) => void>();

/** A page whose elements are where `boxes` says. */
function open(html: string, where: Record<string, Box>): void {
  browser = new FakeBrowser(`<main id="main">${html}</main>`);
  boxes = where;
  layer = { left: 0, top: 0, width: 100, height: 100 };
  const { prototype } = browser.window.HTMLElement;
  prototype.getBoundingClientRect = function rectangle(): DOMRect {
    if (this.localName === "inset-layer") return layer as DOMRect;
    return (boxes[this.id] ?? NOWHERE) as DOMRect;
  };
  placement = new Placement(new Scrolling(), { nearChanged, farChanged: vi.fn() });
}

/** A tile that is near the screen, with its badge. */
async function near(selector: string): Promise<{ tile: Tile; badge: Badge }> {
  const tile = makeTile({ element: browser.get(selector), photo: A });
  const none = vi.fn();
  const answer = summarise([{ dataset: "tidewatch", answer: "listed" }]);
  const badge = new Badge(browser.document, A, answer, "label", { pointed: none, focused: none, pressed: none, changed: none, removed: none });
  placement.watch(tile);
  await vi.waitFor(() => { expect(nearChanged).toHaveBeenCalled(); });
  tile.badge = badge;
  placement.attach(tile);
  await frame();
  return { tile, badge };
}

/** All frames that were wanted have been drawn: after a change the page is looked at for a while. */
async function frame(): Promise<void> {
  for (let n = 0; n < 40; n += 1) await new Promise((resolve) => browser.window.requestAnimationFrame(resolve));
}

const corner = ({ element }: Badge): [string, string] => [element.style.getPropertyValue("--left"), element.style.getPropertyValue("--top")];

beforeEach(() => {
  new FakeChrome().install();
  nearChanged.mockClear();
});
afterEach(() => {
  placement.stop();
  vi.restoreAllMocks();
});

describe("a badge is drawn", () => {
  const TILE = '<div id="tile" style="position: relative"><img id="picture"></div>';

  it("in the corner of its picture", async () => {
    open(TILE, { picture: PICTURE });
    const { badge } = await near("#picture");
    expect(corner(badge)).toEqual([`${PICTURE.left + MARGIN}px`, `${PICTURE.top + MARGIN}px`]);
  });

  /** A page whose picture was still loading when the extension came to it: what it paints meanwhile may be anything. */
  async function whileLoading(): Promise<{ tile: Tile; badge: Badge; picture: Element }> {
    open(TILE, { picture: PICTURE });
    const picture = browser.get("#picture");
    Object.defineProperty(picture, "complete", { value: false, configurable: true });
    noteUnwatched(browser.document);
    return { ...(await near("#picture")), picture };
  }

  /** The page scrolls: however slow the machine is, no time passes, and nobody can be asked what is painted. */
  function scroll(): void {
    browser.document.dispatchEvent(new browser.window.Event("scroll"));
    vi.spyOn(performance, "now").mockReturnValue(performance.now());
  }

  it("as soon as the file of its picture is there, though the page scrolls just then", async () => {
    const { tile, badge, picture } = await whileLoading();
    expect(badge.placed).toBe(false);
    scroll();
    noteLoaded(picture);
    placement.place(tile);
    await frame();
    expect(badge.placed).toBe(true);
  });

  it("not where something else was painted when the browser could last be asked, until it can be again", async () => {
    open(TILE, { picture: PICTURE });
    browser.document.elementsFromPoint = () => [];
    const { tile, badge } = await near("#picture");
    await frame();
    expect(badge.placed).toBe(false);
    const picture = browser.get("#picture");
    Object.defineProperty(picture, "complete", { value: false, configurable: true });
    noteUnwatched(browser.document);
    scroll();
    placement.place(tile);
    await frame();
    noteLoaded(picture);
    placement.place(tile);
    await frame();
    expect(badge.placed).toBe(false);
  });

  it("nowhere while a picture has no size, whatever the box around it has", async () => {
    open(TILE, { tile: PICTURE });
    const { badge } = await near("#picture");
    expect(corner(badge)).toEqual(["0px", "0px"]);
  });

  it("nowhere while nothing of its tile has a size", async () => {
    open(TILE, {});
    const { badge } = await near("#picture");
    expect(corner(badge)).toEqual(["0px", "0px"]);
  });
});

it("a badge is where its picture is, wherever its layer is and however large the page is drawn", async () => {
  open('<div id="tile"><img id="picture"></div>', { picture: PICTURE });
  layer = { left: 20, top: -1000, width: 50, height: 50 };
  const { badge } = await near("#picture");
  expect(corner(badge)).toEqual([`${(PICTURE.left - 20) / 0.5 + MARGIN}px`, `${(PICTURE.top + 1000) / 0.5 + MARGIN}px`]);
});

describe("a badge that says what another one said before it", () => {
  it("comes into the page in the frame in which it is drawn, since its width is known", async () => {
    open('<img id="one"><img id="two">', { one: PICTURE, two: { ...PICTURE, left: 500 } });
    Object.defineProperty(browser.window.HTMLElement.prototype, "offsetWidth", { configurable: true, get: () => 110 });
    const answer = summarise([{ dataset: "ebbe", answer: "listed" }]);
    const none = vi.fn();
    const attach = (selector: string): Badge => {
      const tile = makeTile({ element: browser.get(selector), photo: A });
      const badge = new Badge(browser.document, A, answer, "label", { pointed: none, focused: none, pressed: none, changed: none, removed: none });
      placement.watch(tile);
      tile.badge = badge;
      placement.attach(tile);
      return badge;
    };
    expect(attach("#one").element.isConnected).toBe(true);
    await frame();
    const second = attach("#two");
    expect(second.element.isConnected).toBe(false);
    await frame();
    expect(second.element.isConnected).toBe(true);
    expect(second.width).toBe(110);
  });
});

describe("a badge whose picture has moved", () => {
  const HTML = '<div id="tile" style="position: relative"><img id="picture"></div><div id="box"></div>';
  const MOVED: Box = { ...PICTURE, left: 500 };
  const expected = [`${PICTURE.left + MARGIN}px`, `${MOVED.left + MARGIN}px`];

  it.each<[string, () => void]>([
    ["the page changes", () => { placement.remeasure(); }],
    ["photos are read", () => { placement.follow(); }],
    ["a box in the page scrolls", () => { browser.get("#box").dispatchEvent(new browser.window.Event("scroll")); }],
    ["a picture has loaded", () => { browser.get("#picture").dispatchEvent(new browser.window.Event("load")); }],
    ["a movement has ended", () => { browser.get("#tile").dispatchEvent(new browser.window.Event("transitionend", { bubbles: true })); }],
    ["the window has another size", () => { browser.window.dispatchEvent(new browser.window.Event("resize")); }],
  ])("is measured anew when %s", async (_, happen) => {
    open(HTML, { picture: PICTURE });
    const { badge } = await near("#picture");
    expect(corner(badge)[0]).toBe(expected[0]);
    boxes.picture = MOVED;
    happen();
    await frame();
    expect(corner(badge)[0]).toBe(expected[1]);
  });

  it("stays as it is while only the page scrolls, with which it moves", async () => {
    open(HTML, { picture: PICTURE });
    const { badge } = await near("#picture");
    boxes.picture = { ...PICTURE, top: PICTURE.top - 20 };
    layer = { ...layer, top: -20 };
    browser.document.dispatchEvent(new browser.window.Event("scroll"));
    await frame();
    expect(corner(badge)[1]).toBe(`${PICTURE.top + MARGIN}px`);
    expect(corner(badge)[0]).toBe(expected[0]);
  });

  it("is not even read while only the page scrolls", async () => {
    open(HTML, { picture: PICTURE });
    await near("#picture");
    await frame();
    const read = vi.spyOn(browser.get("#picture"), "getBoundingClientRect");
    const asked = vi.fn(() => []);
    browser.document.elementsFromPoint = asked;
    // However slow the machine is, no time passes between two of them.
    const clock = vi.spyOn(performance, "now").mockReturnValue(performance.now());
    for (let n = 0; n < 20; n += 1) {
      browser.document.dispatchEvent(new browser.window.Event("scroll"));
      await new Promise((resolve) => browser.window.requestAnimationFrame(resolve));
    }
    expect(read).not.toHaveBeenCalled();
    expect(asked).not.toHaveBeenCalled();
    // It is when that has ended.
    clock.mockRestore();
    await vi.waitFor(() => { expect(asked).toHaveBeenCalled(); });
  });

  it("is followed while the page scrolls if it sticks to the window", async () => {
    open(HTML.replace("position: relative", "position: sticky"), { picture: PICTURE });
    const { badge } = await near("#picture");
    await frame();
    layer = { ...layer, top: -20 };
    browser.document.dispatchEvent(new browser.window.Event("scroll"));
    await new Promise((resolve) => browser.window.requestAnimationFrame(resolve));
    await new Promise((resolve) => browser.window.requestAnimationFrame(resolve));
    expect(corner(badge)[1]).toBe(`${PICTURE.top + 20 + MARGIN}px`);
  });

  it("is measured no more once its tile is unwatched, or all has stopped", async () => {
    open(HTML, { picture: PICTURE });
    const { tile, badge } = await near("#picture");
    boxes.picture = MOVED;
    placement.unwatch(tile);
    placement.remeasure();
    placement.stop();
    browser.get("#box").dispatchEvent(new browser.window.Event("scroll"));
    await frame();
    expect(corner(badge)[0]).toBe(expected[0]);
  });
});

it("where the browser takes long to tell what is painted, it is asked about one badge a frame", async () => {
  const ids = Array.from({ length: 6 }, (_, n) => `picture${String(n)}`);
  open(ids.map((id) => `<div><img id="${id}"></div>`).join(""), Object.fromEntries(ids.map((id, n) => [id, { ...PICTURE, left: 10 + 150 * n, width: 140 }])));
  const tiles = ids.map((id) => makeTile({ element: browser.get(`#${id}`), photo: A }));
  for (const tile of tiles) placement.watch(tile);
  await vi.waitFor(() => { expect(nearChanged).toHaveBeenCalled(); });
  await frame();
  let now = 0;
  let asked = 0;
  vi.spyOn(performance, "now").mockImplementation(() => now);
  browser.document.elementsFromPoint = (x) => {
    asked += 1;
    now += 20;
    return [browser.get(`#picture${String(Math.floor((x - 10) / 150))}`)];
  };
  const none = vi.fn();
  for (const tile of tiles) {
    tile.badge = new Badge(browser.document, A, summarise([{ dataset: "tidewatch", answer: "listed" }]), "label", { pointed: none, focused: none, pressed: none, changed: none, removed: none });
    placement.attach(tile);
  }
  let most = 0;
  while (asked < ids.length) {
    const before = asked;
    await new Promise((resolve) => browser.window.requestAnimationFrame(resolve));
    most = Math.max(most, asked - before);
  }
  expect(most).toBe(1);
  await vi.waitFor(() => { expect(tiles.every(({ badge }) => badge?.placed)).toBe(true); });
});

it("of a box without a size, the boxes around it are watched one after the other, and not for ever", async () => {
  open('<div id="d"><div id="c"><div id="b"><div id="a"><img id="picture"></div></div></div></div>', {});
  browser.near = false;
  const watched: string[] = [];
  vi.stubGlobal("IntersectionObserver", class {
    readonly #report: (entries: readonly IntersectionObserverEntry[]) => void;
    constructor(report: (entries: readonly IntersectionObserverEntry[]) => void) {
      this.#report = report;
    }
    observe(target: Element): void {
      watched.push(target.id);
      if (watched.length > 20) throw new Error("It watches on and on.");
      queueMicrotask(() => { this.#report([{ target, isIntersecting: false, boundingClientRect: NOWHERE, rootBounds: null } as unknown as IntersectionObserverEntry]); });
    }
    unobserve(): void {
      return;
    }
    disconnect(): void {
      return;
    }
  });
  placement.stop();
  placement = new Placement(new Scrolling(), { nearChanged, farChanged: vi.fn() });
  placement.watch(makeTile({ element: browser.get("#picture"), photo: A }));
  await frame();
  expect(watched).toEqual(["picture", "a", "b", "c", "d"]);
});
