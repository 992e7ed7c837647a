// Every photo on the page with its answer and its badge.
import { countAnswers, UNKNOWN, type Counts, type PhotoAnswer } from "../shared/answers.ts";
import type { ListedPhoto } from "../shared/messages.ts";
import { Badge } from "./badge.ts";
import type { Sighting } from "./finder.ts";
import { containerOf, Placement } from "./placement.ts";
import { photoOfLink } from "./photo-url.ts";

/** A page that keeps emptying a tile is not fought for ever. */
const MOST_RETURNS = 25;

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
}

export class Tiles {
  readonly #needs: TilesNeeds;
  readonly #tiles = new Map<Element, Tile>();
  readonly #byPhoto = new Map<string, Set<Tile>>();
  readonly #answers = new Map<string, PhotoAnswer>();
  readonly #placement: Placement;

  constructor(needs: TilesNeeds) {
    this.#needs = needs;
    this.#placement = new Placement((tiles) => {
      needs.near(tiles.map((tile) => tile.sighting.photo).filter((photo) => !this.#answers.has(photo)));
    });
  }

  /** Whether the page shows any photo. */
  get empty(): boolean {
    return this.#tiles.size === 0;
  }

  /** Photos on the page, each once, in the order in which they were found. */
  photos(): string[] {
    return [...this.#byPhoto.keys()];
  }

  hasAnswer(photo: string): boolean {
    return this.#answers.has(photo);
  }

  /** The page changed: badges follow pictures that may have moved. */
  follow(): void {
    this.#placement.follow();
  }

  /** Photos that were asked about without an answer. */
  unknown(): string[] {
    return this.photos().filter((photo) => this.#answers.get(photo)?.answer === "unknown");
  }

  /** Takes a photo in; whether it was on the page already or not. */
  add(sighting: Sighting): void {
    // The cover behind an album's title is one of the photos below it; a second badge across the title is in the way.
    if (sighting.role === "cover") return;
    const tile: Tile = { sighting, container: containerOf(sighting.element), badge: null, returns: 0 };
    this.#tiles.set(sighting.element, tile);
    const same = this.#byPhoto.get(sighting.photo);
    if (same === undefined) this.#byPhoto.set(sighting.photo, new Set([tile]));
    else same.add(tile);
    this.#placement.watch(tile);
    this.#draw(tile);
    this.#needs.changed();
  }

  remove(sighting: Sighting): void {
    const tile = this.#tiles.get(sighting.element);
    if (tile?.sighting !== sighting) return;
    this.#tiles.delete(sighting.element);
    this.#placement.unwatch(tile);
    tile.badge?.remove();
    const same = this.#byPhoto.get(sighting.photo);
    same?.delete(tile);
    if (same?.size === 0) {
      this.#byPhoto.delete(sighting.photo);
      this.#answers.delete(sighting.photo);
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
    tile.container = container;
    this.#placement.watch(tile);
    tile.badge?.remove();
    tile.badge = null;
    this.#draw(tile);
  }

  /** The page took a badge away; it comes back unless its tile has gone as well. */
  badgeRemoved(element: Element): void {
    const photo = element.getAttribute("data-photo-id") ?? "";
    for (const tile of this.#byPhoto.get(photo) ?? []) {
      if (tile.badge?.element !== element || element.isConnected || tile.returns >= MOST_RETURNS) continue;
      if (!tile.container.isConnected) continue;
      tile.returns += 1;
      tile.container.append(element);
      this.#placement.place(tile);
    }
  }

  /** Takes answers in and draws what they say. */
  answer(answers: Readonly<Record<string, PhotoAnswer>>): void {
    for (const [photo, answer] of Object.entries(answers)) {
      const tiles = this.#byPhoto.get(photo);
      if (tiles === undefined) continue;
      this.#answers.set(photo, answer);
      for (const tile of tiles) this.#draw(tile);
    }
    this.#needs.changed();
  }

  /** Nothing is known any more about any photo. */
  forget(): void {
    for (const photo of this.#byPhoto.keys()) this.#answers.set(photo, UNKNOWN);
    for (const tile of this.#tiles.values()) this.#draw(tile);
    this.#needs.changed();
  }

  counts(): Counts {
    return countAnswers([...this.#byPhoto.keys()].map((photo) => (this.#answers.get(photo) ?? UNKNOWN).answer));
  }

  /** Listed photos, each once, in the order of the page. */
  listed(): ListedPhoto[] {
    const listed: { tile: Tile; photo: ListedPhoto }[] = [];
    for (const [id, tiles] of this.#byPhoto) {
      const { answer, datasets } = this.#answers.get(id) ?? UNKNOWN;
      const [tile] = tiles;
      if (tile === undefined || (answer !== "listed" && answer !== "probably_listed")) continue;
      listed.push({ tile, photo: { id, answer, datasets, url: pageOf(tile) } });
    }
    listed.sort((a, b) => (a.tile.sighting.element.compareDocumentPosition(b.tile.sighting.element) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1));
    return listed.map(({ photo }) => photo);
  }

  stop(): void {
    this.#placement.stop();
    for (const tile of this.#tiles.values()) tile.badge?.remove();
    this.#tiles.clear();
    this.#byPhoto.clear();
    this.#answers.clear();
  }

  #draw(tile: Tile): void {
    const { photo, element } = tile.sighting;
    const answer = this.#answers.get(photo) ?? UNKNOWN;
    if (answer.answer !== "listed" && answer.answer !== "probably_listed") {
      tile.badge?.remove();
      tile.badge = null;
      return;
    }
    if (tile.badge === null) {
      tile.badge = new Badge(element.ownerDocument, photo, answer);
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
  return hostname.endsWith(".flickr.com") ? `https://www.flickr.com/photo.gne?id=${photo}` : null;
}
