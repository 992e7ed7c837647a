// Every photo on the page with its answer and, on the screen and for some way around it, its badge.
import { isListed, UNKNOWN, type Counts, type PhotoAnswer } from "../../shared/answers.ts";
import type { ListedPhoto } from "../../shared/messages.ts";
import type { BadgeStyle } from "../../shared/preferences.ts";
import { AnswerBook } from "../answers/answer-book.ts";
import { Badge, type BadgeEvents } from "./badge.ts";
import type { Sighting } from "../finding/finder.ts";
import { containerOf, Placement } from "./placement.ts";
import { photoOfLink } from "../finding/photo-url.ts";
import { Together } from "../screen/together.ts";

/** A page that keeps emptying a tile is not fought for ever. */
const MOST_RETURNS = 25;
/** Badges off the screen that come in one go. */
const AT_ONCE = 60;
/** So many tiles wait for the end of scrolling before badges that were left behind go. */
const MOST_LEFT = 400;
/** With so many badges on the page, only photos near the screen have one. */
const MOST_AHEAD = 300;

export interface Tile {
  readonly sighting: Sighting;
  container: Element;
  badge: Badge | null;
  returns: number;
}

export interface TilesNeeds {
  /** These photos came near the screen and have no answer yet. */
  readonly near: (photos: readonly string[]) => void;
  /** The numbers of the page may have changed. */
  readonly changed: () => void;
  readonly events: BadgeEvents;
}

export class Tiles {
  readonly #needs: TilesNeeds;
  readonly #tiles = new Map<Element, Tile>();
  readonly #byPhoto = new Map<string, Set<Tile>>();
  readonly #answers = new AnswerBook();
  readonly #placement: Placement;
  #style: BadgeStyle = "label";
  #badges = 0;
  /** Tiles off the screen whose badges are to come or to go. */
  #unseen = new Set<Tile>();
  readonly #together = new Together((resting) => { this.#drawUnseen(resting); });

  constructor(needs: TilesNeeds) {
    this.#needs = needs;
    this.#placement = new Placement({
      crossed: (tiles) => { this.#crossed(tiles); },
      approached: (tiles) => { this.#drawSoon(tiles); },
    });
  }

  /** Whether the page shows any photo. */
  get empty(): boolean {
    return this.#tiles.size === 0;
  }

  get counts(): Counts {
    return this.#answers.counts;
  }

  /** Photos on the page, each once, in the order in which they were found. */
  photos(): string[] {
    return this.#answers.photos();
  }

  /** Photos that are to be asked about. */
  open(): string[] {
    return this.#answers.open();
  }

  /** Photos that were asked about without an answer. */
  unknown(): string[] {
    return this.#answers.unknown();
  }

  answerAbout(photo: string): PhotoAnswer {
    return this.#answers.show(photo);
  }

  /** Every place on the page that shows this photo. */
  of(photo: string): Tile[] {
    return [...(this.#byPhoto.get(photo) ?? [])];
  }

  /** How badges look from now on, and which datasets they leave out. */
  prefer(style: BadgeStyle, hidden: readonly string[]): void {
    this.#answers.hide(hidden);
    const other = style !== this.#style;
    this.#style = style;
    if (other) for (const tile of this.#tiles.values()) this.#takeOff(tile);
    this.#update(this.#tiles.values());
    this.#needs.changed();
  }

  /** Photos were read: badges follow pictures that may have moved, and others may have come near. */
  follow(): void {
    this.#placement.follow();
  }

  /** Something came, went or was drawn anew on the page, and pictures may have moved. */
  shift(): void {
    this.#placement.shift();
  }

  /** Takes a photo in; whether it was on the page already or not. */
  add(sighting: Sighting): void {
    const tile: Tile = { sighting, container: containerOf(sighting.element), badge: null, returns: 0 };
    this.#tiles.set(sighting.element, tile);
    const same = this.#byPhoto.get(sighting.photo);
    if (same === undefined) this.#byPhoto.set(sighting.photo, new Set([tile]));
    else same.add(tile);
    this.#answers.add(sighting.photo);
    this.#update([tile]);
    this.#needs.changed();
  }

  remove(sighting: Sighting): void {
    const tile = this.#tiles.get(sighting.element);
    if (tile?.sighting !== sighting) return;
    this.#tiles.delete(sighting.element);
    this.#unseen.delete(tile);
    this.#placement.unwatch(tile);
    this.#takeOff(tile);
    const same = this.#byPhoto.get(sighting.photo);
    same?.delete(tile);
    if (same?.size === 0) {
      this.#byPhoto.delete(sighting.photo);
      this.#answers.remove(sighting.photo);
    }
    this.#needs.changed();
  }

  /** The same photo was read again; its element may stand in another box now. */
  refresh(sighting: Sighting): void {
    const tile = this.#tiles.get(sighting.element);
    if (tile === undefined) return;
    const container = containerOf(sighting.element);
    if (container === tile.container) return;
    this.#placement.unwatch(tile);
    this.#takeOff(tile);
    tile.container = container;
    this.#update([tile]);
  }

  /** The page took a badge away; it comes back unless its tile has gone as well. */
  badgeRemoved(element: Element): void {
    const photo = element.getAttribute("data-photo-id") ?? "";
    for (const tile of this.#byPhoto.get(photo) ?? []) {
      if (tile.badge?.element !== element || tile.returns >= MOST_RETURNS) continue;
      if (!tile.container.isConnected) continue;
      tile.returns += 1;
      tile.container.append(element);
      this.#placement.place(tile);
    }
  }

  /** Takes answers in and draws what they say. */
  answer(answers: Readonly<Record<string, PhotoAnswer>>): void {
    const changed: Tile[] = [];
    for (const [photo, answer] of Object.entries(answers)) {
      const tiles = this.#byPhoto.get(photo);
      if (tiles === undefined) continue;
      this.#answers.set(photo, answer);
      changed.push(...tiles);
    }
    this.#update(changed);
    this.#needs.changed();
  }

  /** The same while the helper is away: an answer that it gave before is worth more than "unknown", and stays. */
  answerNew(answers: Readonly<Record<string, PhotoAnswer>>): void {
    const all = Object.entries(answers);
    for (const [photo] of all) if (this.#answers.has(photo)) this.#answers.close(photo);
    this.answer(Object.fromEntries(all.filter(([photo]) => !this.#answers.has(photo))));
  }

  /** Every photo is to be asked about again; until then the answers stay. */
  reopen(): void {
    this.#answers.reopen();
  }

  /** Nothing is known any more about any photo. */
  forget(): void {
    for (const photo of this.photos()) this.#answers.set(photo, UNKNOWN);
    this.#update(this.#tiles.values());
    this.#needs.changed();
  }

  /** Listed photos, each once, in the order of the page. */
  listed(): ListedPhoto[] {
    const listed: { tile: Tile; photo: ListedPhoto }[] = [];
    for (const [id, tiles] of this.#byPhoto) {
      const { answer, datasets } = this.#answers.show(id);
      const [tile] = tiles;
      if (tile === undefined || answer === "not_listed" || answer === "unknown") continue;
      listed.push({ tile, photo: { id, answer, datasets, url: pageOf(tile) } });
    }
    listed.sort((a, b) => (a.tile.sighting.element.compareDocumentPosition(b.tile.sighting.element) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1));
    return listed.map(({ photo }) => photo);
  }

  stop(): void {
    this.#placement.stop();
    this.#together.stop();
    this.#unseen.clear();
    for (const tile of this.#tiles.values()) this.#takeOff(tile);
    this.#tiles.clear();
    this.#byPhoto.clear();
    this.#answers.clear();
  }

  #crossed(tiles: readonly Tile[]): void {
    this.#drawSoon(tiles);
    const open = tiles.map(({ sighting }) => sighting.photo).filter((photo) => this.#answers.isOpen(photo));
    if (open.length > 0) this.#needs.near(open);
  }

  /**
   * Draws what can be seen at once. Further away, badges that are to come or to go wait for others. All tiles in one go:
   * each badge that comes between two looks at the page makes the browser lay it out once more.
   */
  #drawSoon(tiles: readonly Tile[]): void {
    if (tiles.length === 0) return;
    let soonest = Infinity;
    for (const tile of tiles) {
      this.#unseen.add(tile);
      if (this.#isToCome(tile)) soonest = Math.min(soonest, this.#placement.away(tile));
    }
    this.#together.schedule(soonest);
  }

  /** The nearest first, and not too many at a time; those that were left behind go when the page rests. */
  #drawUnseen(resting: boolean): void {
    const toCome: { tile: Tile; away: number }[] = [];
    const clear = resting || this.#unseen.size > MOST_LEFT;
    for (const tile of this.#unseen) {
      if (this.#isToCome(tile)) {
        toCome.push({ tile, away: this.#placement.away(tile) });
      } else if (clear || tile.badge === null) {
        this.#unseen.delete(tile);
        this.#draw(tile);
      }
    }
    toCome.sort((one, other) => one.away - other.away);
    for (const { tile } of toCome.splice(0, AT_ONCE)) {
      this.#unseen.delete(tile);
      this.#draw(tile);
    }
    if (this.#unseen.size > 0) this.#together.schedule(toCome[0]?.away ?? Infinity);
  }

  /** Whether a badge is to be there that is not there yet. */
  #isToCome(tile: Tile): boolean {
    return tile.badge === null && this.#hasBadge(tile);
  }

  #hasBadge(tile: Tile): boolean {
    return this.#style !== "off" && isListed(this.#answers.show(tile.sighting.photo)) && this.#isInReach(tile);
  }

  /** A badge drawn ahead while the page rests is none that has to be drawn in mid-scroll. */
  #isInReach(tile: Tile): boolean {
    const others = tile.badge === null ? this.#badges : this.#badges - 1;
    return others < MOST_AHEAD ? this.#placement.isClose(tile) : this.#placement.isNear(tile);
  }

  /** Whether a photo is near the screen matters only before it is answered, and for one that has a badge. */
  #update(tiles: Iterable<Tile>): void {
    const toCome: Tile[] = [];
    for (const tile of tiles) {
      const { photo } = tile.sighting;
      if (this.#answers.isOpen(photo) || isListed(this.#answers.show(photo))) this.#placement.watch(tile);
      else this.#placement.unwatch(tile);
      // What a badge says that is there is put right at once, wherever it is.
      if (this.#isToCome(tile)) toCome.push(tile);
      else this.#draw(tile);
    }
    this.#drawSoon(toCome);
  }

  #takeOff(tile: Tile): void {
    const { badge } = tile;
    if (badge === null) return;
    // First, so that its going is not taken for the page's doing.
    tile.badge = null;
    this.#badges -= 1;
    badge.remove();
  }

  #draw(tile: Tile): void {
    if (!this.#hasBadge(tile)) {
      this.#takeOff(tile);
      return;
    }
    const { photo, element } = tile.sighting;
    const answer = this.#answers.show(photo);
    if (tile.badge === null) {
      tile.badge = new Badge(element.ownerDocument, photo, answer, this.#style, this.#needs.events);
      this.#badges += 1;
      tile.container.append(tile.badge.element);
    } else tile.badge.show(answer);
    this.#placement.place(tile);
  }
}

/** The page of a tile's photo: from the link around or beside its picture, or the one that Flickr finds by the ID. */
function pageOf(tile: Tile): string | null {
  const { element, photo } = tile.sighting;
  const around = element.closest("a");
  const links = [...(around === null ? [] : [around]), ...tile.container.querySelectorAll("a")];
  const linked = links.find((link) => photoOfLink(link) === photo)?.href;
  if (linked !== undefined) return linked;
  // Flickr leads from this old address to the photo's page, whoever its owner is.
  const { hostname } = element.ownerDocument.location;
  return hostname === "127.0.0.1" ? null : `https://www.flickr.com/photo.gne?id=${photo}`;
}
