// Where one badge is drawn, and whether: all that decides it is read from the page, and what writes it is handed back, so
// that whoever looks reads everything before anything is written.
import type { Badge, Box } from "./badge.ts";
import { GroundReader, type Ground } from "./ground.ts";
import { hitTest, type Hit } from "./hit-test.ts";
import { LAYER_SIDE, type Layers } from "./layers.ts";
import { spokenForBy } from "../finding/spoken-for.ts";
import { pictureBox, visiblePart } from "./picture-box.ts";
import { isLoneLink, showsPhoto } from "./shown.ts";
import { isEmpty } from "./sizes.ts";
import { isStacked } from "./stacked.ts";
import type { Tile } from "./tile.ts";

/** From the visible part's corner, where a badge is tested to begin, in CSS pixels; and once more in the badge's middle. */
const INSIDE = 14;
/** A visible part that is smaller than this has no room for a badge. */
const ROOM = 18;

/** What was last read of a tile that has a badge. */
export interface Read {
  /** The picture that the badge is drawn on. */
  readonly element: Element;
  readonly ground: Ground;
  readonly layer: HTMLElement;
  readonly shown: boolean;
  /** From the corner of the picture, where its corner is not part of it. */
  readonly middle: boolean;
  /** Whether the browser was asked what is painted there. */
  readonly tested: boolean;
  /** Whether it said that the photo is, when it was last asked; null where it was not yet, or the picture has gone since. */
  readonly verdict: boolean | null;
  /** Where its badge is drawn; empty where it is not. */
  where: string;
  /** Whether it was on the screen when it was last looked at. */
  onScreen: boolean;
}

/** One look at the page, which must end before anything is written. */
export class Look {
  readonly grounds = new GroundReader();
  readonly #origins = new Map<HTMLElement, Box>();

  /** @param mayTest whether the browser may be asked what is painted: it takes too long for a frame that is scrolled */
  constructor(readonly mayTest: boolean) {}

  originOf(layer: HTMLElement): Box {
    const known = this.#origins.get(layer);
    if (known !== undefined) return known;
    const origin = layer.getBoundingClientRect();
    this.#origins.set(layer, origin);
    return origin;
  }
}

/** Draws what was read. @returns whether the badge had been drawn somewhere else */
export type Write = () => boolean;

export class Places {
  readonly #layers: Layers;
  readonly #read = new Map<Tile, Read>();
  /** Those that move against the page while it scrolls. */
  readonly #sticky = new Set<Tile>();

  constructor(layers: Layers) {
    this.#layers = layers;
  }

  /** All tiles of which something was read. */
  get all(): ReadonlyMap<Tile, Read> {
    return this.#read;
  }

  get sticky(): ReadonlySet<Tile> {
    return this.#sticky;
  }

  forget(tile: Tile): void {
    this.#read.delete(tile);
    this.#sticky.delete(tile);
  }

  clear(): void {
    this.#read.clear();
    this.#sticky.clear();
  }

  /** Reads all that decides whether and where a badge is drawn. */
  readWhole(tile: Tile, badge: Badge, look: Look): Write {
    const { photo } = tile.sighting;
    const { grounds } = look;
    badge.measure();
    const { element, ground, picture, shows } = pictureSeen(tile, grounds);
    const part = visiblePart(picture, ground);
    const onScreen = isOnScreen(part);
    let shown = shows;
    let middle = false;
    let least = 0;
    const tested = shown && onScreen && look.mayTest;
    const before = this.#read.get(tile);
    // A no holds until the browser can be asked again: what hid the picture may still lie over it. A yes ends with the picture.
    let verdict = before?.verdict ?? null;
    if (verdict === true && !shows) verdict = null;
    if (tested) {
      const ask = (x: number, y: number): Hit => hitTest(part.left + Math.min(x, part.width / 2), part.top + Math.min(y, part.height / 2), element, photo, picture, grounds);
      const corner = ask(INSIDE, INSIDE);
      // The corner of a picture that is turned or round is not part of it.
      middle = corner.at === "elsewhere";
      const hits = [middle ? ask(Infinity, Infinity) : corner];
      // Of a picture that looks out from behind another one, a corner can be seen, and most of its badge would lie on the other.
      if (hits[0]?.at === "photo" && !middle && badge.width > 2 * INSIDE) hits.push(ask(INSIDE + badge.width / 2, INSIDE));
      verdict = hits.every(({ at }) => at === "photo");
      shown = verdict;
      least = Math.max(...hits.map(({ level }) => level));
    } else if (shown) {
      // Nobody can ask now what is painted there. Slides wait until somebody can; a list's tiles need not.
      shown = verdict ?? !isStacked(element, photo, picture);
      middle = before?.middle ?? false;
    }
    const layer = this.#layers.for(ground, least);
    const read: Read = { element, ground, layer, shown, middle, tested, verdict, where: before?.layer === layer ? before.where : "", onScreen };
    const origin = look.originOf(layer);
    return () => {
      this.#read.set(tile, read);
      if (ground.sticky) this.#sticky.add(tile);
      else this.#sticky.delete(tile);
      if (badge.element.parentElement !== layer) this.#layers.insert(layer, tile.sighting.element, badge.element);
      return write(badge, read, part, origin);
    };
  }

  /** Reads where a picture is now, of which all else was read before. */
  readPlace(badge: Badge, read: Read, look: Look): Write {
    const part = visiblePart(pictureBox(read.element), read.ground);
    read.onScreen = isOnScreen(part);
    const origin = look.originOf(read.layer);
    return () => write(badge, read, part, origin);
  }
}

interface Seen {
  readonly element: Element;
  readonly ground: Ground;
  readonly picture: Box;
  readonly shows: boolean;
}

/** Of the pictures of a tile that show one photo the first that can be seen: a small one is blurred or goes when the large one is there. */
function pictureSeen({ sighting: { element, photo } }: Tile, grounds: GroundReader): Seen {
  const own = look(element, photo, grounds);
  if (own.shows) return own;
  for (const other of spokenForBy(element)) {
    if (isLoneLink(other)) continue;
    const seen = look(other, photo, grounds);
    if (seen.shows) return seen;
  }
  return own;
}

function look(element: Element, photo: string, grounds: GroundReader): Seen {
  const ground = grounds.of(element);
  const picture = pictureBox(element);
  return { element, ground, picture, shows: !isEmpty(picture) && showsPhoto(element, photo, ground, picture) };
}

function write(badge: Badge, read: Read, part: Box, origin: Box): boolean {
  const { shown, middle, where: before } = read;
  if (!shown || part.width < ROOM || part.height < ROOM) {
    read.where = "";
    badge.unplace();
    return false;
  }
  const where = [part.left - origin.left, part.top - origin.top, part.width, part.height, middle].join();
  if (where === before) return false;
  read.where = where;
  const scale = origin.width > 0 ? origin.width / LAYER_SIDE : 1;
  const left = (part.left - origin.left) / scale;
  const top = (part.top - origin.top) / scale;
  badge.place({ left, top, width: part.width / scale, height: part.height / scale }, middle);
  return before !== "";
}

function isOnScreen({ left, top, width, height }: Box): boolean {
  return width > 0 && height > 0 && top < innerHeight && left < innerWidth && top + Math.min(INSIDE, height / 2) > 0 && left + Math.min(INSIDE, width / 2) > 0 &&
    top + Math.min(INSIDE, height / 2) < innerHeight && left + Math.min(INSIDE, width / 2) < innerWidth;
}
