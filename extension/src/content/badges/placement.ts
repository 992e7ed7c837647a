// When the page is looked at, to draw badges beside nothing but the photo that they are about. Every look is taken when the
// browser has just laid the page out (`AfterLayout`): all reading, then all writing, painted in the same frame. A page that
// scrolls takes its badges along, so that nothing is read then but what is new, or sticks to the window. Where pictures are is
// read as long as something moves; what is painted there now and then, a few milliseconds at a time, never while one scrolls.
import { AfterLayout } from "../screen/after-layout.ts";
import { Movements } from "../screen/movements.ts";
import { AfterScrolling, type Scrolling } from "../screen/scrolling.ts";
import { Layers } from "./layers.ts";
import { Nearby, type NearbyNeeds } from "./nearby.ts";
import { Look, Places, type Write } from "./places.ts";
import type { Tile } from "./tile.ts";

/** Milliseconds without scrolling after which what is painted is asked for again. */
const PAUSE = 120;
/** Milliseconds between two times at which what is painted is asked for, at least. */
const VERIFY_EVERY = 100;
/** Milliseconds of reading whole in one look. In a list of ten thousand pictures the browser may take longer for a single one. */
const SLICE = 4;
/** So many times as long as such a slice took nothing is asked again: of what nobody has asked about yet, and of the rest. */
const UNTESTED_SHARE = 4;
const VERIFY_SHARE = 100;
/** Milliseconds between two times at which badges off the screen are looked at while the page changes. */
const AROUND_EVERY = 300;
/** After so many looks in vain, though the page changes all the time, the next ones are so many milliseconds apart. */
const IN_VAIN = 30;
const IN_VAIN_SCROLLING = 3;
const VAIN_PAUSE = 120;
/** Frames without a movement after which nothing moves. */
const STILL = 12;

export class Placement {
  readonly #needs: NearbyNeeds;
  readonly #nearby: Nearby;
  readonly #layers = new Layers(document);
  readonly #places = new Places(this.#layers);
  readonly #scrolling: Scrolling;
  readonly #look = new AfterLayout(() => { this.#lookAtPage(); });
  readonly #movements: Movements;
  readonly #afterScrolling: AfterScrolling;
  readonly #endScrolling: () => void;
  /** Not yet looked at. */
  readonly #fresh = new Set<Tile>();
  /** To be read whole in the next look: what is new, or says something else. */
  readonly #due = new Set<Tile>();
  /** To be read whole when it is time. */
  readonly #toVerify = new Set<Tile>();
  /** When it is time, as `performance.now()` counts. */
  #verifyAt = -Infinity;
  /** Looks since something moved. */
  #still = STILL;
  /** The page has scrolled since what sticks to the window was last read. */
  #stuck = false;
  /** Badges off the screen may have been left behind, since the page has changed. */
  #around = false;
  #aroundAt = -Infinity;
  /** Looks since a badge last moved. */
  #inVain = 0;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #timerAt = Infinity;

  constructor(scrolling: Scrolling, needs: NearbyNeeds) {
    this.#needs = needs;
    this.#scrolling = scrolling;
    this.#nearby = new Nearby(scrolling, {
      nearChanged: (tiles) => {
        for (const tile of tiles) if (!this.#isDrawn(tile)) this.place(tile);
        needs.nearChanged(tiles);
      },
      farChanged: needs.farChanged,
    });
    this.#afterScrolling = new AfterScrolling(scrolling, PAUSE, () => { this.#verify(); });
    this.#endScrolling = scrolling.listen((target) => { this.#scrolled(target); });
    this.#movements = new Movements(() => { this.remeasure(); }, () => { this.#glance(); });
  }

  /** Reports from now on when a tile comes near the screen, or leaves it; again is once. */
  watch(tile: Tile): void {
    if (this.#nearby.has(tile)) return;
    this.#nearby.watch(tile);
    // Do not wait until the browser tells, which is a frame later.
    this.#fresh.add(tile);
    this.#lookNow();
  }

  unwatch(tile: Tile): void {
    this.#nearby.unwatch(tile);
    this.#places.forget(tile);
    this.#due.delete(tile);
    this.#toVerify.delete(tile);
    this.#fresh.delete(tile);
  }

  /** Whether a tile is on the screen or near it. */
  isNear(tile: Tile): boolean {
    return this.#nearby.near.has(tile);
  }

  isFar(tile: Tile): boolean {
    return this.#nearby.isFar(tile);
  }

  screensAway(tile: Tile): number {
    return this.#nearby.screensAway(tile);
  }

  nearestFirst(tiles: Iterable<Tile>): Tile[] {
    return this.#nearby.nearestFirst(tiles);
  }

  /**
   * Draws a new badge in the next frame, among the others in the order of the page. It comes into the page in that frame as well,
   * unless its words are to be measured: sooner, the page would have to be laid out for it twice.
   */
  attach(tile: Tile): void {
    const { badge } = tile;
    if (badge === null) return;
    this.#places.forget(tile);
    badge.unplace();
    // In a tab that nobody sees there are no frames.
    if (!badge.isKnown || document.visibilityState === "hidden") this.#layers.insert(this.#layers.base, tile.sighting.element, badge.element);
    this.place(tile);
  }

  /** Photos were read: what may have moved is measured again, and what may have come near is looked for. */
  follow(): void {
    this.#nearby.lookAgain();
    this.remeasure();
  }

  /** Something may have moved, come or gone. */
  remeasure(): void {
    this.#still = 0;
    this.#around = true;
    if (this.#places.all.size > 0) this.#lookSoon(false);
  }

  /** Draws a tile's badge in its place in the next frame, unless it is too far away to be seen soon. */
  place(tile: Tile): void {
    if (tile.badge === null || this.isFar(tile)) return;
    const read = this.#places.all.get(tile);
    // Its words may have changed.
    if (read !== undefined) read.where = "";
    this.#due.add(tile);
    this.#lookNow();
  }

  stop(): void {
    this.#nearby.stop();
    this.#look.stop();
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#movements.stop();
    this.#afterScrolling.stop();
    this.#endScrolling();
    this.#layers.clear();
    this.#places.clear();
    this.#due.clear();
    this.#toVerify.clear();
    this.#fresh.clear();
  }

  /** Whether a tile's badge was drawn ahead of the screen: there it stays until the page changes, or comes to rest. */
  #isDrawn(tile: Tile): boolean {
    return (this.#places.all.get(tile)?.where ?? "") !== "";
  }

  get #scrolls(): boolean {
    return this.#scrolling.sinceLast < PAUSE;
  }

  #scrolled(target: EventTarget): void {
    if (this.#places.all.size === 0) return;
    this.#afterScrolling.start();
    if (target !== document) {
      // A box in the page leaves the badges of its pictures behind.
      this.#inVain = 0;
      this.remeasure();
    } else if (this.#places.sticky.size > 0) {
      this.#stuck = true;
      this.#lookNow();
    }
  }

  /** Nothing has told of a change; once in a while the page is looked at all the same. */
  #glance(): void {
    if (this.#places.all.size === 0 || this.#scrolls) return;
    this.#still = Math.min(this.#still, STILL - 1);
    this.#lookNow();
  }

  /** What can be seen is read whole as soon as that does not take too much of the page's time; first of all what nobody has asked about. */
  #verify(): void {
    const tested: Tile[] = [];
    for (const [tile, read] of this.#places.all) {
      if (!this.isNear(tile)) continue;
      if (read.tested) tested.push(tile);
      else {
        this.#toVerify.add(tile);
        this.#verifyAt = -Infinity;
      }
    }
    for (const tile of tested) this.#toVerify.add(tile);
    this.#lookNow();
  }

  #lookNow(): void {
    this.#look.schedule(this.#layers.base);
  }

  /** In this frame or the next one, unless the page has changed and changed and no badge has moved. */
  #lookSoon(next: boolean): void {
    if (this.#inVain >= (this.#scrolls ? IN_VAIN_SCROLLING : IN_VAIN)) this.#lookIn(VAIN_PAUSE);
    else if (next) this.#look.scheduleNext(this.#layers.base);
    else this.#lookNow();
  }

  #lookIn(milliseconds: number): void {
    const at = performance.now() + milliseconds;
    if (this.#timer !== null) {
      if (this.#timerAt <= at) return;
      clearTimeout(this.#timer);
    }
    this.#timerAt = at;
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.#lookNow();
    }, milliseconds);
  }

  #lookAtPage(): void {
    const began = performance.now();
    if (this.#fresh.size > 0) this.#findNear();
    const follows = this.#still < STILL;
    const scrolls = this.#scrolls;
    if (follows && !scrolls && this.#toVerify.size === 0 && began >= this.#verifyAt) for (const tile of this.#places.all.keys()) if (this.isNear(tile)) this.#toVerify.add(tile);
    const look = new Look(!scrolls);
    const writes: Write[] = [];
    const whole = this.#readWhole(look, writes, began);
    this.#readPlaces(look, writes, whole, follows, began);
    let moved = false;
    for (const write of writes) moved = write() || moved;
    this.#layers.tidy();
    if (follows) this.#inVain = moved ? 0 : this.#inVain + 1;
    if (moved) this.#still = 0;
    else if (follows) this.#still += 1;
    this.#goOn(began);
  }

  /** Reads what is due, and what is to be verified if it is time, until the slice is over. @returns the tiles that were read */
  #readWhole(look: Look, writes: Write[], began: number): ReadonlySet<Tile> {
    const whole = new Set<Tile>();
    const isOver = (): boolean => whole.size > 0 && performance.now() - began > SLICE;
    const read = (from: Set<Tile>, inOrder: Iterable<Tile> = from): void => {
      for (const tile of inOrder) {
        if (isOver()) return;
        from.delete(tile);
        if (tile.badge === null || this.isFar(tile) || whole.has(tile)) continue;
        writes.push(this.#places.readWhole(tile, tile.badge, look));
        whole.add(tile);
      }
    };
    // What is on the screen does not wait for what was to be drawn ahead of it, in another place before a jump.
    read(this.#due, this.#nearby.nearestFirst(this.#due));
    if (look.mayTest && began >= this.#verifyAt && this.#toVerify.size > 0 && !isOver()) {
      read(this.#toVerify);
      const [next] = this.#toVerify;
      const isUntested = next !== undefined && this.#places.all.get(next)?.tested === false;
      const now = performance.now();
      this.#verifyAt = now + Math.max(isUntested ? 0 : VERIFY_EVERY, (isUntested ? UNTESTED_SHARE : VERIFY_SHARE) * (now - began));
    }
    return whole;
  }

  /** Reads where the others are now: what can be seen in each frame while something moves, what cannot now and then. */
  #readPlaces(look: Look, writes: Write[], whole: ReadonlySet<Tile>, follows: boolean, began: number): void {
    const around = this.#around && began - this.#aroundAt > AROUND_EVERY;
    if (around) [this.#around, this.#aroundAt] = [false, began];
    if (follows || around) {
      for (const [tile, read] of this.#places.all) {
        if (whole.has(tile) || tile.badge === null || !read.shown) continue;
        if (around || read.onScreen) writes.push(this.#places.readPlace(tile.badge, read, look));
      }
    } else if (this.#stuck) {
      for (const tile of this.#places.sticky) {
        const read = this.#places.all.get(tile);
        if (read !== undefined && tile.badge !== null && read.shown && !whole.has(tile)) writes.push(this.#places.readPlace(tile.badge, read, look));
      }
    }
    this.#stuck = false;
  }

  /** Looks again for what is left to do. */
  #goOn(began: number): void {
    const now = performance.now();
    if (this.#due.size > 0) {
      // New badges come one after the other where the browser is slow, with time for the page between them.
      if (now - began < 2 * SLICE) this.#look.scheduleNext(this.#layers.base);
      else this.#lookIn(now - began);
    }
    if (this.#toVerify.size > 0 && !this.#scrolls) this.#lookIn(Math.max(0, this.#verifyAt - now));
    if (this.#places.all.size === 0) this.#still = STILL;
    else if (this.#still < STILL) this.#lookSoon(true);
    else if (this.#around) this.#lookIn(AROUND_EVERY);
    if (this.#still >= STILL) this.#inVain = 0;
  }

  /** Those of the new tiles that are on the screen are near, before the browser tells. */
  #findNear(): void {
    const found: Tile[] = [];
    for (const tile of this.#fresh) {
      const { top, height, width } = tile.sighting.element.getBoundingClientRect();
      if (width < 1 || height < 1 || top > innerHeight || top + height < 0 || this.isNear(tile)) continue;
      this.#nearby.found(tile);
      found.push(tile);
    }
    this.#fresh.clear();
    if (found.length > 0) this.#needs.nearChanged(found);
  }
}
