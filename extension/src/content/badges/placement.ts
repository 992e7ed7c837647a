// Where a badge hangs and where on the screen it is drawn. A badge is put into the smallest box around its picture and
// takes no room there; if that box is not what absolute positions count from, the difference is measured, so nothing of
// the page's own style is ever touched.
import { CANDIDATES, photoShownBy } from "../finding/picture.ts";
import { Nearness } from "../screen/nearness.ts";
import type { Scrolling } from "../screen/scrolling.ts";
import type { Badge, Box, Measured } from "./badge.ts";
import type { Tile } from "./tile.ts";

const NOWHERE: Box = { left: 0, top: 0, width: 0, height: 0 };

/** Up to so many boxes further out: a box without a size cannot be seen to come near; one around it can. */
const MOST_STEPS = 4;

/** What moves pictures without a change of the document: one that has loaded, and the end of a movement. */
const MOVES = ["load", "transitionend", "toggle"] as const;

export interface PlacementNeeds {
  /** Tiles that came near the screen, or left it; each also once when it is first known where it is. */
  readonly nearChanged: (tiles: readonly Tile[]) => void;
  /** Tiles that have become far from the screen, or are far no more. */
  readonly farChanged: (tiles: readonly Tile[]) => void;
}

export class Placement {
  readonly #needs: PlacementNeeds;
  readonly #nearness: Nearness;
  readonly #resize: ResizeObserver;
  /** Tiles by the box that is watched for them. */
  readonly #watched = new Map<Element, Set<Tile>>();
  readonly #boxOf = new Map<Tile, Element>();
  readonly #steps = new WeakMap<Tile, number>();
  /** Tiles by the element whose size is watched. */
  readonly #sized = new Map<Element, Tile>();
  readonly #nearNow = new Set<Tile>();
  /** Tiles whose badge does not count its position from their own box: it is measured again whenever they may have moved. */
  readonly #loose = new Set<Tile>();
  #unplaced = new Set<Tile>();
  #frame: number | null = null;
  readonly #endScrolling: () => void;

  constructor(scrolling: Scrolling, needs: PlacementNeeds) {
    this.#needs = needs;
    this.#nearness = new Nearness(scrolling, {
      nearChanged: (entries) => { this.#cross(entries); },
      farChanged: (boxes) => { this.#needs.farChanged(boxes.flatMap((box) => [...(this.#watched.get(box) ?? [])])); },
    });
    this.#resize = new ResizeObserver((entries) => {
      this.remeasure();
      for (const entry of entries) {
        const tile = this.#sized.get(entry.target);
        if (tile !== undefined) this.place(tile);
      }
    });
    addEventListener("resize", this.#placeNear);
    // Badges scroll with the page by themselves; a box of its own that scrolls inside it leaves some behind.
    this.#endScrolling = scrolling.listen((target) => { if (target !== document) this.follow(); });
    for (const moves of MOVES) document.addEventListener(moves, this.#moved, { capture: true, passive: true });
    this.#resize.observe(document.documentElement);
  }

  /** Reports from now on when a tile comes near the screen, or leaves it; again is once. */
  watch(tile: Tile): void {
    if (this.#boxOf.has(tile)) return;
    // The picture itself: what a box around it clips away is not on the screen.
    this.#watchBox(tile, tile.sighting.element);
  }

  unwatch(tile: Tile): void {
    if (!this.#boxOf.has(tile)) return;
    this.#unwatchBox(tile);
    this.#resize.unobserve(tile.sighting.element);
    this.#sized.delete(tile.sighting.element);
    this.#nearNow.delete(tile);
    this.#loose.delete(tile);
    this.#unplaced.delete(tile);
  }

  /** Whether a tile is on the screen or near it. */
  isNear(tile: Tile): boolean {
    return this.#nearNow.has(tile);
  }

  /** Whether a long scroll does not come to a tile: it is not near, and was dozens of screens away when last seen. */
  isFar(tile: Tile): boolean {
    if (this.#nearNow.has(tile)) return false;
    const box = this.#boxOf.get(tile);
    return box === undefined || this.#nearness.isFar(box);
  }

  /** How many screens a tile that is watched was away from the screen, when it was last seen. */
  screensAway(tile: Tile): number {
    const box = this.#boxOf.get(tile);
    return box === undefined ? 0 : this.#nearness.screensAway(box);
  }

  /** Photos were read, or a box was scrolled: what may have moved is measured again, and what may have come near is looked for. */
  follow(): void {
    this.#nearness.lookAgain();
    for (const tile of this.#nearNow) if (holdsPictures(tile.container)) this.place(tile);
    this.remeasure();
  }

  /** What may have moved is measured again. Costs nothing where every badge moves with its picture. */
  remeasure(): void {
    for (const tile of this.#loose) this.place(tile);
  }

  /** Draws a tile's badge in its place in the next frame, unless it is too far away to be seen soon. */
  place(tile: Tile): void {
    if (tile.badge === null || this.isFar(tile)) return;
    this.#unplaced.add(tile);
    this.#frame ??= requestAnimationFrame(() => {
      this.#frame = null;
      this.#placeAll();
    });
  }

  stop(): void {
    this.#nearness.stop();
    this.#resize.disconnect();
    removeEventListener("resize", this.#placeNear);
    this.#endScrolling();
    for (const moves of MOVES) document.removeEventListener(moves, this.#moved, { capture: true });
    if (this.#frame !== null) cancelAnimationFrame(this.#frame);
    this.#watched.clear();
    this.#boxOf.clear();
    this.#sized.clear();
    this.#nearNow.clear();
    this.#loose.clear();
    this.#unplaced.clear();
  }

  readonly #placeNear = (): void => {
    this.#nearness.lookAgain();
    for (const tile of this.#nearNow) this.place(tile);
  };

  readonly #moved = (): void => { this.remeasure(); };

  #cross(entries: readonly IntersectionObserverEntry[]): void {
    const crossed: Tile[] = [];
    for (const entry of entries) {
      const { target, isIntersecting, boundingClientRect } = entry;
      for (const tile of [...(this.#watched.get(target) ?? [])]) {
        crossed.push(tile);
        if (isIntersecting) {
          this.#nearNow.add(tile);
          this.#sized.set(tile.sighting.element, tile);
          // Reports once at first and again whenever Flickr's script shows a picture that it had hidden.
          this.#resize.observe(tile.sighting.element);
        } else {
          this.#nearNow.delete(tile);
          this.#resize.unobserve(tile.sighting.element);
          this.#sized.delete(tile.sighting.element);
          // A badge that stays behind over another photo would say something untrue about that one.
          if (this.#loose.delete(tile)) tile.badge?.unplace();
          if (isEmpty(boundingClientRect)) this.#stepUp(tile, target);
        }
      }
    }
    this.#needs.nearChanged(crossed);
  }

  #stepUp(tile: Tile, from: Element): void {
    const steps = this.#steps.get(tile) ?? 0;
    const above = from.parentElement;
    if (steps >= MOST_STEPS || above === null || above.localName === "body") return;
    this.#steps.set(tile, steps + 1);
    this.#unwatchBox(tile);
    this.#watchBox(tile, above);
  }

  #watchBox(tile: Tile, box: Element): void {
    this.#boxOf.set(tile, box);
    const tiles = this.#watched.get(box);
    if (tiles === undefined) this.#watched.set(box, new Set([tile]));
    else tiles.add(tile);
    // Also where it is observed already: the new tile gets its first report.
    this.#nearness.observe(box);
  }

  #unwatchBox(tile: Tile): void {
    const box = this.#boxOf.get(tile);
    if (box === undefined) return;
    this.#boxOf.delete(tile);
    const tiles = this.#watched.get(box);
    tiles?.delete(tile);
    if (tiles?.size !== 0) return;
    this.#watched.delete(box);
    this.#nearness.unobserve(box);
  }

  #placeAll(): void {
    // All reading before all writing: a badge costs no layout of its own.
    const measured: { tile: Tile; badge: Badge; picture: Box; lies: Measured; movable: boolean }[] = [];
    for (const tile of this.#unplaced) {
      const { badge } = tile;
      if (badge === null || this.isFar(tile)) continue;
      measured.push({ tile, badge, picture: pictureBox(tile), lies: badge.measure(), movable: !badge.movesWithBox && isFlow(tile.container) });
    }
    this.#unplaced = new Set();
    for (const { tile, badge, picture, lies, movable } of measured) {
      // Where its box is not drawn, nor is the badge, and there is nothing to measure from.
      if (isEmpty(picture) || lies.width === 0) {
        badge.unplace();
        continue;
      }
      if (movable) {
        // Measured anew in the next frame, from where it lies then.
        badge.moveWithBox();
        this.place(tile);
        continue;
      }
      const elsewhere = badge.place(picture, lies);
      if (!elsewhere && !holdsPictures(tile.container)) this.#loose.delete(tile);
      else if (this.#nearNow.has(tile)) this.#loose.add(tile);
      // It would not be measured again: only tiles near the screen are.
      else badge.unplace();
    }
  }
}

/**
 * The rectangle of a tile's picture; of the box around it while the page has not shown the picture yet, unless that box
 * shows another photo: an empty one then.
 */
function pictureBox({ sighting }: Tile): Box {
  let element: Element | null = sighting.element;
  let box = element.getBoundingClientRect();
  for (let step = 0; step < MOST_STEPS && isEmpty(box) && element !== null; step += 1) {
    element = element.parentElement;
    if (element !== null) box = element.getBoundingClientRect();
  }
  return element === null || element === sighting.element || !showsAnother(element, sighting.photo) ? box : NOWHERE;
}

/** Whether a photo other than that one can be seen in a box. */
function showsAnother(box: Element, photo: string): boolean {
  for (const element of box.querySelectorAll(CANDIDATES)) {
    const shown = photoShownBy(element);
    if (shown !== null && shown !== photo && !isEmpty(element.getBoundingClientRect())) return true;
  }
  return false;
}

/** Whether a box holds several pictures side by side: its corner is only one's, and another's as soon as they move. */
function holdsPictures(box: Element): boolean {
  let pictures = 0;
  for (const { localName } of box.children) if (localName === "img" || localName === "picture") pictures += 1;
  return pictures > 1;
}

/** Whether a box lays its content out in lines and blocks, and absolute positions inside it count from further out. */
function isFlow(box: Element): boolean {
  const { position, transform, display } = getComputedStyle(box);
  return position === "static" && transform === "none" && !/flex|grid|table|ruby/.test(display);
}

function isEmpty(box: { readonly width: number; readonly height: number }): boolean {
  return box.width < 1 || box.height < 1;
}
