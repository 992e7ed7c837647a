// Where on the screen badges are drawn, and whether: beside nothing but the photo that they are about. Every look at the page
// is taken when the browser has just laid it out (`AfterLayout`): all reading, then all writing, painted in the same frame.
// Where pictures are is read as long as something moves; what is painted there only now and then, never while one scrolls.
import { AfterLayout } from "../screen/after-layout.ts";
import { Movements } from "../screen/movements.ts";
import { AfterScrolling, type Scrolling } from "../screen/scrolling.ts";
import type { Badge, Box } from "./badge.ts";
import { GroundReader, type Ground } from "./ground.ts";
import { hitTest, isStacked } from "./hit-test.ts";
import { LAYER_SIDE, Layers } from "./layers.ts";
import { Nearby, type NearbyNeeds } from "./nearby.ts";
import { isEmpty, pictureBox, visiblePart } from "./picture-box.ts";
import { showsPhoto } from "./shown.ts";
import type { Tile } from "./tile.ts";

/** Milliseconds without scrolling after which what is painted is asked for again. */
const PAUSE = 120;
/** Milliseconds between two times at which what is painted is asked for, at least; and how often as long as asking took. */
const VERIFY_EVERY = 100;
const VERIFY_SHARE = 100;
/** Milliseconds between two times at which badges off the screen are looked at while the page changes. */
const AROUND_EVERY = 300;
/** After so many looks in vain, though the page changes all the time, the next ones are so many milliseconds apart. */
const IN_VAIN = 30;
const VAIN_PAUSE = 120;
/** Frames without a movement after which nothing moves. */
const STILL = 12;
/** From the visible part's corner, where a badge is tested to lie, in CSS pixels. */
const INSIDE = 14;
/** A visible part that is smaller than this has no room for a badge. */
const ROOM = 18;

/** What was last read of a tile that has a badge. */
interface Read {
  readonly ground: Ground;
  readonly layer: HTMLElement;
  readonly shown: boolean;
  /** From the corner of the picture, where its corner is not part of it. */
  readonly middle: boolean;
  where: string;
  /** Whether it was on the screen when it was last looked at. */
  onScreen: boolean;
}

export class Placement {
  readonly #nearby: Nearby;
  readonly #layers = new Layers(document);
  readonly #scrolling: Scrolling;
  readonly #look = new AfterLayout(() => { this.#lookAtPage(); });
  readonly #movements: Movements;
  readonly #afterScrolling: AfterScrolling;
  readonly #endScrolling: () => void;
  readonly #read = new Map<Tile, Read>();
  /** To be read whole: what is new, and all that can be seen when it is time. */
  #due = new Set<Tile>();
  #still = 0;
  #verifiedAt = -Infinity;
  #verifyEvery = VERIFY_EVERY;
  /** Badges off the screen may have been left behind, since the page has changed. */
  #around = false;
  /** Looks since a badge last moved. */
  #inVain = 0;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #aroundAt = -Infinity;
  /** Not yet looked at. */
  readonly #fresh = new Set<Tile>();
  readonly #needs: NearbyNeeds;

  constructor(scrolling: Scrolling, needs: NearbyNeeds) {
    this.#needs = needs;
    this.#scrolling = scrolling;
    this.#nearby = new Nearby(scrolling, {
      nearChanged: (tiles) => {
        for (const tile of tiles) this.place(tile);
        needs.nearChanged(tiles);
      },
      farChanged: needs.farChanged,
    });
    this.#afterScrolling = new AfterScrolling(scrolling, PAUSE, () => { this.#verify(); });
    this.#endScrolling = scrolling.listen(() => { if (this.#read.size > 0) this.#scrolled(); });
    this.#movements = new Movements(scrolling, () => { this.remeasure(); }, () => { if (this.#read.size > 0) this.#wantVerify(); });
  }

  /** Reports from now on when a tile comes near the screen, or leaves it; again is once. */
  watch(tile: Tile): void {
    if (this.#nearby.has(tile)) return;
    this.#nearby.watch(tile);
    // Do not wait until the browser tells, which is a frame later.
    this.#fresh.add(tile);
    this.#look.schedule(this.#layers.base);
  }

  unwatch(tile: Tile): void {
    this.#nearby.unwatch(tile);
    this.#read.delete(tile);
    this.#due.delete(tile);
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

  /** Puts a badge where badges live, among the others in the order of the page; it is drawn in the next frame. */
  attach(tile: Tile): void {
    const { badge } = tile;
    if (badge === null) return;
    this.#read.delete(tile);
    badge.unplace();
    insert(this.#layers.base, tile, badge);
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
    if (this.#read.size > 0) this.#lookSoon();
  }

  /** In the next frame, unless the page has changed and changed and no picture has moved. */
  #lookSoon(): void {
    if (this.#inVain < IN_VAIN) this.#look.schedule(this.#layers.base);
    else this.#timer ??= setTimeout(() => {
      this.#timer = null;
      this.#look.schedule(this.#layers.base);
    }, VAIN_PAUSE);
  }

  /** Draws a tile's badge in its place in the next frame, unless it is too far away to be seen soon. */
  place(tile: Tile): void {
    if (tile.badge === null || this.isFar(tile)) return;
    const read = this.#read.get(tile);
    // Its words may have changed.
    if (read !== undefined) read.where = "";
    this.#due.add(tile);
    this.#look.schedule(this.#layers.base);
  }

  stop(): void {
    this.#nearby.stop();
    this.#look.stop();
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#movements.stop();
    this.#afterScrolling.stop();
    this.#endScrolling();
    this.#layers.clear();
    this.#read.clear();
    this.#due.clear();
    this.#fresh.clear();
  }

  /** What is painted is asked for again as soon as that does not take too much of the page's time. */
  #wantVerify(): void {
    this.#still = 0;
    this.#look.schedule(this.#layers.base);
  }

  #scrolled(): void {
    this.#afterScrolling.start();
    this.#inVain = 0;
    if ([...this.#read.values()].some(({ ground }) => ground.sticky || ground.clips.length > 0)) this.remeasure();
  }

  /** What can be seen is read whole in the next frame. */
  #verify(): void {
    for (const tile of this.#read.keys()) if (this.isNear(tile)) this.#due.add(tile);
    this.#look.schedule(this.#layers.base);
  }

  #lookAtPage(): void {
    const began = performance.now();
    if (this.#fresh.size > 0) this.#findNear();
    // A browser that has to work out the page anew for it takes long to tell what is painted; then it is asked more rarely.
    const isTime = this.#still < STILL && began - this.#verifiedAt > this.#verifyEvery && !this.#scrolls;
    if (isTime) for (const tile of this.#read.keys()) if (this.isNear(tile)) this.#due.add(tile);
    const due = this.#due;
    this.#due = new Set();
    const grounds = new GroundReader();
    const writes: (() => boolean)[] = [];
    const origins = new Map<HTMLElement, Box>();
    for (const tile of due) if (tile.badge !== null && !this.isFar(tile)) writes.push(this.#readWhole(tile, tile.badge, grounds, origins));
    // The others may have moved: what can be seen is followed in each frame, what cannot now and then.
    const around = this.#around && began - this.#aroundAt > AROUND_EVERY;
    if (around) [this.#around, this.#aroundAt] = [false, began];
    for (const [tile, read] of this.#read) {
      if (due.has(tile) || tile.badge === null || !read.shown) continue;
      if (around || read.onScreen) writes.push(this.#readPlace(tile, tile.badge, read, origins));
    }
    let moved = false;
    for (const write of writes) moved = write() || moved;
    this.#layers.tidy();
    if (due.size > 0) {
      this.#verifiedAt = began;
      this.#verifyEvery = Math.max(VERIFY_EVERY, VERIFY_SHARE * (performance.now() - began));
    }
    this.#still = moved ? 0 : this.#still + 1;
    this.#inVain = moved ? 0 : this.#inVain + 1;
    if ((this.#still >= STILL && !this.#around) || this.#read.size === 0) {
      this.#inVain = 0;
      return;
    }
    if (this.#inVain < IN_VAIN) this.#look.scheduleNext(this.#layers.base);
    else this.#lookSoon();
  }

  get #scrolls(): boolean {
    return this.#scrolling.sinceLast < PAUSE;
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

  /** Reads all that decides whether and where a badge is drawn, and returns what writes that. */
  #readWhole(tile: Tile, badge: Badge, grounds: GroundReader, origins: Map<HTMLElement, Box>): () => boolean {
    const { element, photo } = tile.sighting;
    badge.measure();
    const ground = grounds.of(element);
    const picture = pictureBox(tile);
    const part = visiblePart(picture, ground);
    let shown = !isEmpty(picture) && showsPhoto(element, photo, ground, picture);
    let middle = false;
    let least = 0;
    const before = this.#read.get(tile);
    if (shown && isOnScreen(part) && !this.#scrolls) {
      const corner = hitTest(part.left + Math.min(INSIDE, part.width / 2), part.top + Math.min(INSIDE, part.height / 2), element, photo, picture, grounds);
      // The corner of a picture that is turned or round is not part of it.
      middle = corner.at === "elsewhere";
      const hit = middle ? hitTest(part.left + part.width / 2, part.top + part.height / 2, element, photo, picture, grounds) : corner;
      shown = hit.at === "photo";
      least = hit.level;
    } else if (shown) {
      // Nobody can ask now what is painted there. Slides wait until somebody can; a list's tiles need not.
      shown = before?.shown ?? !isStacked(element, photo, picture);
      middle = before?.middle ?? false;
    }
    const layer = this.#layers.for(ground, least);
    const read: Read = { ground, layer, shown, middle, where: before?.layer === layer ? before.where : "", onScreen: isOnScreen(part) };
    const origin = originOf(layer, origins);
    return () => {
      this.#read.set(tile, read);
      if (badge.element.parentElement !== layer) insert(layer, tile, badge);
      return this.#write(badge, read, part, origin);
    };
  }

  /** Reads where a picture is now, of which all else is known. */
  #readPlace(tile: Tile, badge: Badge, read: Read, origins: Map<HTMLElement, Box>): () => boolean {
    const part = visiblePart(pictureBox(tile), read.ground);
    read.onScreen = isOnScreen(part);
    const origin = originOf(read.layer, origins);
    return () => this.#write(badge, read, part, origin);
  }

  /** @returns whether the badge has moved */
  #write(badge: Badge, read: Read, part: Box, origin: Box): boolean {
    const { shown, middle } = read;
    if (!shown || part.width < ROOM || part.height < ROOM) {
      read.where = "";
      badge.unplace();
      return false;
    }
    const where = [part.left - origin.left, part.top - origin.top, part.width, part.height, middle].join();
    if (where === read.where) return false;
    read.where = where;
    const scale = origin.width > 0 ? origin.width / LAYER_SIDE : 1;
    const left = (part.left - origin.left) / scale;
    const top = (part.top - origin.top) / scale;
    badge.place({ left, top, width: part.width / scale, height: part.height / scale }, middle);
    return true;
  }
}

function originOf(layer: HTMLElement, origins: Map<HTMLElement, Box>): Box {
  const known = origins.get(layer);
  if (known !== undefined) return known;
  const origin = layer.getBoundingClientRect();
  origins.set(layer, origin);
  return origin;
}

function isOnScreen({ left, top, width, height }: Box): boolean {
  return width > 0 && height > 0 && top < innerHeight && left < innerWidth && top + Math.min(INSIDE, height / 2) > 0 && left + Math.min(INSIDE, width / 2) > 0 &&
    top + Math.min(INSIDE, height / 2) < innerHeight && left + Math.min(INSIDE, width / 2) < innerWidth;
}

/** The picture of each badge, by which badges are ordered. */
const pictures = new WeakMap<Element, Element>();

/** In the order of the page, so that the keyboard comes to badges in the order of their photos. */
function insert(layer: HTMLElement, { sighting: { element } }: Tile, badge: Badge): void {
  pictures.set(badge.element, element);
  // Most come in order, so the search begins at the end.
  let before = layer.lastElementChild;
  while (before !== null && isLater(pictures.get(before), element)) before = before.previousElementSibling;
  if (before === null) layer.prepend(badge.element);
  else before.after(badge.element);
}

function isLater(one: Element | undefined, other: Element): boolean {
  return one !== undefined && (other.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0;
}
