// When badges come and go: at once on the screen, ahead of it while nothing is scrolled, and only so many.
import { isMarked } from "../../shared/answers.ts";
import type { BadgeStyle } from "../../shared/preferences.ts";
import type { AnswerBook } from "../answers/answer-book.ts";
import { OffscreenWork } from "../screen/offscreen-work.ts";
import type { Scrolling } from "../screen/scrolling.ts";
import { Badge, type BadgeEvents } from "./badge.ts";
import { InertPresses } from "./inert-presses.ts";
import { Placement } from "./placement.ts";
import { TabOrder } from "./tab-order.ts";
import type { Tile } from "./tile.ts";

/** A page that keeps taking a badge away gets it back so many times. */
export const MOST_RETURNS = 25;
/** Badges off the screen that come in one go. */
export const AT_ONCE = 60;
/** So many tiles wait for the end of scrolling before badges that were left behind go. */
const MOST_LEFT = 400;
/** With so many badges on the page, only photos near the screen have one. */
export const MOST_AHEAD = 300;

export interface DrawingNeeds {
  readonly answers: AnswerBook;
  readonly scrolling: Scrolling;
  /** Photos that are due for a lookup and came near the screen or left it; each also once when it is first known where it is. */
  readonly askFirst: (photos: readonly string[]) => void;
  /** Whether a photo is of an account that the person calls their own. */
  readonly isOwn: (photo: string) => boolean;
  readonly events: BadgeEvents;
}

export class Drawing {
  readonly #needs: DrawingNeeds;
  readonly #placement: Placement;
  #style: BadgeStyle = "label";
  /** Tiles that have a badge, by the badge's element. */
  readonly #drawn = new Map<Element, Tile>();
  /** Tiles off the screen whose badges may have to come or to go. */
  readonly #waiting = new Set<Tile>();
  readonly #offscreenWork: OffscreenWork;
  readonly #inertPresses: InertPresses;
  readonly #tabOrder = new TabOrder(() => this.#drawn.values());

  constructor(needs: DrawingNeeds) {
    this.#needs = needs;
    this.#offscreenWork = new OffscreenWork(needs.scrolling, (scrollingEnded) => { this.#drawWaiting(scrollingEnded); });
    this.#inertPresses = new InertPresses({
      badges: () => [...this.#drawn.values()].flatMap(({ badge }) => (badge === null ? [] : [badge])),
      pressed: (badge) => { needs.events.pressed(badge, false); },
    });
    this.#placement = new Placement(needs.scrolling, {
      nearChanged: (tiles) => { this.#crossed(tiles); },
      farChanged: (tiles) => { this.#drawSoon(tiles); },
    });
  }

  /** Draws a badge on a tile from now on, whenever its photo is listed and it is not too far away; again is once. */
  watch(tile: Tile): void {
    this.update([tile]);
  }

  unwatch(tile: Tile): void {
    this.#waiting.delete(tile);
    this.#placement.unwatch(tile);
    this.#takeOff(tile);
  }

  /** The answers about the photos of these tiles have changed. */
  update(tiles: readonly Tile[]): void {
    const toCome: Tile[] = [];
    const { answers } = this.#needs;
    for (const tile of tiles) {
      const { photo } = tile.sighting;
      // Whether a photo is near the screen matters only before it is answered, and for one that may have a badge.
      if (answers.isDue(photo) || isMarked(answers.show(photo))) this.#placement.watch(tile);
      else this.#placement.unwatch(tile);
      // A badge that is there is corrected at once, wherever it is.
      if (this.#isToCome(tile)) toCome.push(tile);
      else this.#draw(tile);
    }
    this.#drawSoon(toCome);
  }

  /** Badges look like this from now on; with another look than before, they come anew with the next `update`. */
  restyle(style: BadgeStyle): void {
    if (style === this.#style) return;
    this.#style = style;
    this.#takeAllOff();
  }

  /** The page took a badge away; it comes back unless its tile has gone as well. */
  badgeRemoved(element: Element): void {
    // With a layer go all badges in it.
    for (const badge of [element, ...element.children]) {
      const tile = this.#drawn.get(badge);
      if (tile === undefined || tile.returns >= MOST_RETURNS || !tile.sighting.element.isConnected) continue;
      tile.returns += 1;
      this.#placement.attach(tile);
    }
  }

  /** The file of a tile's picture is there: a badge that waited for it is drawn in the next frame. */
  loaded(tile: Tile): void {
    if (tile.badge?.placed === false) this.#placement.place(tile);
  }

  /** Photos were read: badges follow pictures that may have moved, and others may have come near. */
  follow(): void {
    this.#placement.follow();
  }

  /** Something came, went or was drawn anew on the page, and pictures may have moved. */
  remeasure(): void {
    this.#placement.remeasure();
  }

  /** What the page says of whose its photos are may have changed, or whom the person calls themselves. */
  remark(): void {
    for (const { badge } of this.#drawn.values()) if (badge !== null) badge.own = this.#needs.isOwn(badge.photo);
  }

  stop(): void {
    this.#placement.stop();
    this.#inertPresses.stop();
    this.#tabOrder.stop();
    this.#offscreenWork.stop();
    this.#waiting.clear();
    this.#takeAllOff();
  }

  #crossed(tiles: readonly Tile[]): void {
    this.#drawSoon(tiles);
    const due = tiles.map(({ sighting }) => sighting.photo).filter((photo) => this.#needs.answers.isDue(photo));
    if (due.length > 0) this.#needs.askFirst(due);
  }

  /**
   * Draws what can be seen at once. Further away, badges that are to come or to go wait for others. All tiles in one go:
   * each badge that comes between two looks at the page makes the browser lay it out once more.
   */
  #drawSoon(tiles: readonly Tile[]): void {
    if (tiles.length === 0) return;
    let nearest = Infinity;
    for (const tile of tiles) {
      this.#waiting.add(tile);
      if (this.#isToCome(tile)) nearest = Math.min(nearest, this.#placement.screensAway(tile));
    }
    this.#offscreenWork.schedule(nearest);
  }

  /** The nearest first, and not too many at a time; badges that were left behind go when scrolling has ended. */
  #drawWaiting(scrollingEnded: boolean): void {
    const toCome: Tile[] = [];
    const clear = scrollingEnded || this.#waiting.size > MOST_LEFT;
    for (const tile of this.#waiting) {
      if (this.#isToCome(tile)) {
        toCome.push(tile);
      } else if (clear || tile.badge === null) {
        this.#waiting.delete(tile);
        this.#draw(tile);
      }
    }
    const inOrder = this.#placement.nearestFirst(toCome);
    for (const tile of inOrder.splice(0, AT_ONCE)) {
      this.#waiting.delete(tile);
      this.#draw(tile);
    }
    const [next] = inOrder;
    if (this.#waiting.size > 0) this.#offscreenWork.schedule(next === undefined ? Infinity : this.#placement.screensAway(next));
  }

  /** Whether a tile should have a badge and has none yet. */
  #isToCome(tile: Tile): boolean {
    return tile.badge === null && this.#shouldHaveBadge(tile);
  }

  #shouldHaveBadge(tile: Tile): boolean {
    return this.#style !== "off" && isMarked(this.#needs.answers.show(tile.sighting.photo)) && this.#isInReach(tile);
  }

  /** Draw ahead while nothing is scrolled, so that fewer badges are drawn while scrolling; up to `MOST_AHEAD` of them. */
  #isInReach(tile: Tile): boolean {
    const others = tile.badge === null ? this.#drawn.size : this.#drawn.size - 1;
    return others < MOST_AHEAD ? !this.#placement.isFar(tile) : this.#placement.isNear(tile);
  }

  #takeAllOff(): void {
    for (const tile of [...this.#drawn.values()]) this.#takeOff(tile);
  }

  #takeOff(tile: Tile): void {
    const { badge } = tile;
    if (badge === null) return;
    // Clear the field first, so that whoever hears of the removal does not take it for the page's.
    tile.badge = null;
    this.#drawn.delete(badge.element);
    badge.remove();
  }

  #draw(tile: Tile): void {
    if (!this.#shouldHaveBadge(tile)) {
      this.#takeOff(tile);
      return;
    }
    const { photo, element } = tile.sighting;
    const answer = this.#needs.answers.show(photo);
    if (tile.badge === null) {
      tile.badge = new Badge(element.ownerDocument, photo, answer, this.#style, this.#needs.events);
      tile.badge.own = this.#needs.isOwn(photo);
      this.#drawn.set(tile.badge.element, tile);
      this.#placement.attach(tile);
    } else {
      tile.badge.show(answer);
      this.#placement.place(tile);
    }
  }
}
