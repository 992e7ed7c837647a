// When badges come and go on a long page, and how many at a time.
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { AnswerBook } from "../../../../extension/src/content/answers/answer-book.ts";
import type { Badge } from "../../../../extension/src/content/badges/badge.ts";
import { AT_ONCE, Drawing, MOST_AHEAD, MOST_RETURNS } from "../../../../extension/src/content/badges/drawing.ts";
import { makeTile, type Tile } from "../../../../extension/src/content/badges/tile.ts";
import { FAR, NEAR, SLACK } from "../../../../extension/src/content/screen/nearness.ts";
import { Scrolling } from "../../../../extension/src/content/screen/scrolling.ts";
import { NOT_LISTED, summarise } from "../../../../extension/src/shared/answers.ts";
import { FakeChrome } from "../../support/fake-chrome.ts";
import { BOX, LongPage, SCREEN } from "../../support/long-page.ts";

const LISTED = summarise([{ dataset: "tidewatch", answer: "listed" }]);
const photo = (n: number): string => String(911_000_000_001 + n);
/** Tiles that are within so many screens of the top of the page, below what is on the screen. */
const tilesWithin = (screens: number): number => ((1 + screens) * SCREEN) / BOX;
/** Tiles that are near while the page is at its top. */
const NEAR_TILES = tilesWithin(NEAR);

let page: LongPage;
let answers: AnswerBook;
let drawing: Drawing;
let tiles: Tile[];
const askFirst = vi.fn<(photos: readonly string[]) => void>();
const removed = vi.fn();

/** A page of so many tiles, of which the browser has told where they are. */
function open(count: number, columns = 1): void {
  page = new LongPage(count, "img", columns);
  // jsdom has no layout, and takes very long to say that these elements have no style.
  page.browser.window.HTMLElement.prototype.getBoundingClientRect = () => ({ left: 0, top: 0, width: 200, height: BOX }) as DOMRect;
  vi.stubGlobal("getComputedStyle", () => ({ position: "relative", transform: "none", display: "block" }));
  tiles = page.boxes.map((element, n) => makeTile({ element, photo: photo(n) }));
  answers = new AnswerBook((photos) => { drawing.update(tiles.filter(({ sighting }) => photos.includes(sighting.photo))); });
  const none = vi.fn();
  drawing = new Drawing({ answers, scrolling: new Scrolling(), askFirst, isOwn: () => false, events: { pointed: none, focused: none, pressed: none, changed: none, removed } });
  for (const tile of tiles) {
    answers.add(tile.sighting.photo);
    drawing.watch(tile);
  }
  page.look();
}

/** Answers about all photos of the page. */
const answer = (isListed: (n: number) => boolean): void => {
  answers.set(Object.fromEntries(tiles.map((_, n) => [photo(n), isListed(n) ? LISTED : NOT_LISTED])));
};
const badged = (): number[] => tiles.flatMap(({ badge }, n) => (badge === null ? [] : [n]));
function badgeOf(n: number): Badge {
  const badge = tiles[n]?.badge ?? null;
  if (badge === null) throw new Error(`Tile ${n} has no badge.`);
  return badge;
}
const onPage = (): number => page.browser.document.getElementsByTagName("inset-badge").length;
const upTo = (count: number): number[] => Array.from({ length: count }, (_, n) => n);

/** Nothing is scrolled for so long; the browser goes on looking. */
function wait(milliseconds: number): void {
  for (let waited = 0; waited < milliseconds; waited += 16) {
    vi.advanceTimersByTime(16);
    page.look();
  }
}

beforeEach(() => {
  new FakeChrome().install();
  askFirst.mockClear();
  removed.mockClear();
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
});
afterEach(() => {
  drawing.stop();
  vi.useRealTimers();
});

describe("photos that come near the screen", () => {
  it("are asked about first, as long as they are due", () => {
    open(400);
    askFirst.mockClear();
    page.scrollTo(100 * BOX);
    page.look();
    const asked = askFirst.mock.calls.flat(2);
    expect(asked).toEqual(expect.arrayContaining([photo(94), photo(100), photo(108)]));
    // Besides them, only those that were near before.
    expect(asked.filter((each) => each >= photo(NEAR_TILES) && each < photo(94 - 1))).toEqual([]);
    answer(() => false);
    askFirst.mockClear();
    page.scrollTo(300 * BOX);
    wait(100);
    expect(askFirst).not.toHaveBeenCalled();
  });

  it("are not watched once they are known not to be listed", () => {
    open(10);
    answer((n) => n === 3);
    expect([...page.watched]).toEqual([page.boxes[3]]);
  });
});

describe("badges", () => {
  it("come on listed photos alone, and say what is answered later", () => {
    open(6);
    answer((n) => n % 2 === 0);
    expect(badged()).toEqual([0, 2, 4]);
    expect(onPage()).toBe(3);
    answer((n) => n === 1 || n === 2);
    // At once where a badge is; where none was, the browser must first tell where the tile is.
    expect(badged()).toEqual([2]);
    page.look();
    expect(badged()).toEqual([1, 2]);
    expect(onPage()).toBe(2);
    expect(removed).toHaveBeenCalledTimes(2);
  });

  it("come at once near the screen, the nearest first, and ahead only after scrolling", () => {
    open(400);
    answer(() => true);
    // The screen is full of them; each go draws so many.
    expect(badged()).toEqual(upTo(AT_ONCE));
    wait(5_000);
    expect(badged()).toEqual(upTo(tilesWithin(FAR)));
  });

  it("that were left behind go after scrolling, and not while the page is scrolled", () => {
    open(400);
    answer((n) => n < 5);
    expect(badged()).toEqual(upTo(5));
    for (let y = 0; y < (FAR + SLACK + 5) * SCREEN; y += 300) {
      page.scrollTo(y);
      vi.advanceTimersByTime(16);
      page.look();
    }
    expect(badged()).toEqual(upTo(5));
    wait(2_000);
    expect(badged()).toEqual([]);
    expect(onPage()).toBe(0);
  });

  it("are only so many ahead; beyond that, those near the screen still come", () => {
    open(800, 8);
    answer(() => true);
    wait(5_000);
    expect(badged().length).toBe(MOST_AHEAD);
    page.scrollTo(28 * SCREEN);
    wait(100);
    const near = page.boxes.flatMap((box, n) => {
      const { top, bottom } = page.place(box);
      return bottom > 0 && top < SCREEN ? [n] : [];
    });
    expect(badged()).toEqual(expect.arrayContaining(near));
  });

  it("come anew in another style, and none in the style off", () => {
    open(6);
    answer((n) => n < 2);
    const before = tiles[0]?.badge;
    drawing.restyle("dot");
    drawing.update(tiles);
    expect(badged()).toEqual([0, 1]);
    expect(tiles[0]?.badge).not.toBe(before);
    drawing.restyle("off");
    drawing.update(tiles);
    expect(badged()).toEqual([]);
    expect(onPage()).toBe(0);
  });

  it("that the page takes away come back, but not for ever", () => {
    open(6);
    answer((n) => n === 0);
    const badge = badgeOf(0);
    let returns = 0;
    for (let n = 0; n < 2 * MOST_RETURNS; n += 1) {
      badge.element.remove();
      drawing.badgeRemoved(badge.element);
      if (badge.element.isConnected) returns += 1;
    }
    expect(returns).toBe(MOST_RETURNS);
  });

  it("do not come back into a tile that has gone as well, nor once their tile is unwatched", () => {
    open(6);
    answer((n) => n < 2);
    const [first, second] = tiles as [Tile, Tile];
    const { element } = badgeOf(0);
    element.remove();
    first.container.remove();
    drawing.badgeRemoved(element);
    expect(element.isConnected).toBe(false);
    const other = badgeOf(1).element;
    drawing.unwatch(second);
    drawing.badgeRemoved(other);
    expect(other.isConnected).toBe(false);
    expect(badged()).toEqual([0]);
  });

  it("go when it stops, and nothing is watched or drawn afterwards", () => {
    open(400);
    answer(() => true);
    drawing.stop();
    expect(onPage()).toBe(0);
    expect(page.watched.size).toBe(0);
    page.scrollTo(300 * BOX);
    wait(2_000);
    expect(onPage()).toBe(0);
  });
});
