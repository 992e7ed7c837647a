// Which tiles are near the screen and which are far, told by the boxes that are watched for them. A box without a size cannot
// be seen to come near; one around it can.
import { Nearness } from "../screen/nearness.ts";
import type { Scrolling } from "../screen/scrolling.ts";
import type { Tile } from "./tile.ts";

/** Up to so many boxes further out. */
const MOST_STEPS = 4;

export interface NearbyNeeds {
  /** Tiles that came near the screen, or left it; each also once when it is first known where it is. */
  readonly nearChanged: (tiles: readonly Tile[]) => void;
  /** Tiles that have become far from the screen, or are far no more. */
  readonly farChanged: (tiles: readonly Tile[]) => void;
}

export class Nearby {
  readonly #needs: NearbyNeeds;
  readonly #nearness: Nearness;
  /** Tiles by the box that is watched for them. */
  readonly #watched = new Map<Element, Set<Tile>>();
  readonly #boxOf = new Map<Tile, Element>();
  readonly #steps = new WeakMap<Tile, number>();
  readonly #near = new Set<Tile>();

  constructor(scrolling: Scrolling, needs: NearbyNeeds) {
    this.#needs = needs;
    this.#nearness = new Nearness(scrolling, {
      nearChanged: (entries) => { this.#cross(entries); },
      farChanged: (boxes) => { this.#needs.farChanged(boxes.flatMap((box) => [...(this.#watched.get(box) ?? [])])); },
    });
  }

  get near(): ReadonlySet<Tile> {
    return this.#near;
  }

  has(tile: Tile): boolean {
    return this.#boxOf.has(tile);
  }

  /** Reports from now on when a tile comes near the screen, or leaves it; again is once. */
  watch(tile: Tile): void {
    // The picture itself: what a box around it clips away is not on the screen.
    if (!this.#boxOf.has(tile)) this.#watchBox(tile, tile.sighting.element);
  }

  unwatch(tile: Tile): void {
    this.#unwatchBox(tile);
    this.#near.delete(tile);
  }

  /** A tile was measured and is near, before the browser told. */
  found(tile: Tile): void {
    if (this.#boxOf.has(tile)) this.#near.add(tile);
  }

  /** Whether a long scroll does not come to a tile: it is not near, and was dozens of screens away when last seen. */
  isFar(tile: Tile): boolean {
    if (this.#near.has(tile)) return false;
    const box = this.#boxOf.get(tile);
    return box === undefined || this.#nearness.isFar(box);
  }

  /** How many screens a tile that is watched was away from the screen, when it was last seen. */
  screensAway(tile: Tile): number {
    return this.#near.has(tile) ? 0 : this.#seenAway(tile);
  }

  /**
   * The nearest first. After a jump the browser has yet to tell what is near now; until then what was near before the jump
   * counts as near, too, and comes behind what was seen where the screen is now.
   */
  nearestFirst(tiles: Iterable<Tile>): Tile[] {
    const all = [...tiles].map((tile) => ({ tile, away: this.screensAway(tile), seenAway: this.#seenAway(tile) }));
    return all.sort((one, other) => one.away - other.away || one.seenAway - other.seenAway).map(({ tile }) => tile);
  }

  /** Boxes may have moved without anybody scrolling. */
  lookAgain(): void {
    this.#nearness.lookAgain();
  }

  stop(): void {
    this.#nearness.stop();
    this.#watched.clear();
    this.#boxOf.clear();
    this.#near.clear();
  }

  /** By the place alone where its box was last seen. */
  #seenAway(tile: Tile): number {
    const box = this.#boxOf.get(tile);
    return box === undefined ? 0 : this.#nearness.screensAway(box);
  }

  #cross(entries: readonly IntersectionObserverEntry[]): void {
    const crossed: Tile[] = [];
    for (const { target, isIntersecting, boundingClientRect } of entries) {
      for (const tile of [...(this.#watched.get(target) ?? [])]) {
        crossed.push(tile);
        if (isIntersecting) this.#near.add(tile);
        else {
          this.#near.delete(tile);
          if (boundingClientRect.width < 1 || boundingClientRect.height < 1) this.#stepUp(tile, target);
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
}
