// Every photo on the page, in every place where the page shows it.
import type { AnswerBook } from "../answers/answer-book.ts";
import type { ListedPhoto } from "../../shared/messages.ts";
import { accountInAddress } from "../../shared/photo-pages.ts";
import { photoOfLink, photoOfPage } from "../finding/photo-url.ts";
import { titleOf } from "../finding/title.ts";
import type { Sighting } from "../finding/finder.ts";
import type { Drawing } from "./drawing.ts";
import { containerOf, makeTile, type Tile } from "./tile.ts";

export class Tiles {
  readonly #answers: AnswerBook;
  readonly #drawing: Drawing;
  readonly #isOwn: (photo: string) => boolean;
  readonly #tiles = new Map<Element, Tile>();
  readonly #byPhoto = new Map<string, Set<Tile>>();

  /** @param isOwn whether a photo is of an account that the person calls their own */
  constructor(answers: AnswerBook, drawing: Drawing, isOwn: (photo: string) => boolean) {
    this.#answers = answers;
    this.#drawing = drawing;
    this.#isOwn = isOwn;
  }

  /** Every place on the page that shows this photo. */
  of(photo: string): Tile[] {
    return [...(this.#byPhoto.get(photo) ?? [])];
  }

  /** The page shows a photo, which it may show elsewhere already. */
  add(sighting: Sighting): void {
    const tile = makeTile(sighting);
    this.#tiles.set(sighting.element, tile);
    const same = this.#byPhoto.get(sighting.photo);
    if (same === undefined) this.#byPhoto.set(sighting.photo, new Set([tile]));
    else same.add(tile);
    this.#answers.add(sighting.photo);
    this.#drawing.watch(tile);
  }

  /** The page shows a photo there no more. */
  remove(sighting: Sighting): void {
    const tile = this.#tiles.get(sighting.element);
    if (tile?.sighting !== sighting) return;
    this.#tiles.delete(sighting.element);
    this.#drawing.unwatch(tile);
    const same = this.#byPhoto.get(sighting.photo);
    same?.delete(tile);
    if (same?.size !== 0) return;
    this.#byPhoto.delete(sighting.photo);
    this.#answers.remove(sighting.photo);
  }

  /** The same photo was read again; its element may stand somewhere else now. */
  refresh(sighting: Sighting): void {
    const tile = this.#tiles.get(sighting.element);
    if (tile === undefined) return;
    tile.container = containerOf(sighting.element);
    this.#drawing.remeasure();
  }

  /** The file of an element's picture is there, or cannot be had. */
  loaded(element: Element): void {
    const tile = this.#tiles.get(element);
    if (tile !== undefined) this.#drawing.loaded(tile);
  }

  /** Listed photos, each once, in the order of the page. */
  listed(): ListedPhoto[] {
    const listed: { tile: Tile; photo: ListedPhoto }[] = [];
    for (const [id, tiles] of this.#byPhoto) {
      const { answer, datasets } = this.#answers.show(id);
      const [tile] = tiles;
      if (tile === undefined || answer === "not_listed" || answer === "unknown") continue;
      listed.push({ tile, photo: { id, answer, datasets, url: pageOf(tile), title: this.#titleOf(id), own: this.#isOwn(id) } });
    }
    listed.sort((a, b) => (a.tile.sighting.element.compareDocumentPosition(b.tile.sighting.element) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1));
    return listed.map(({ photo }) => photo);
  }

  /** The account of a photo by the links to it, as their addresses name it, in lower case; null where none says, or they differ. */
  accountOf(photo: string): string | null {
    const names = new Set(this.of(photo).flatMap((tile) => accountOfTile(tile) ?? []));
    const [name] = names;
    return names.size === 1 && name !== undefined ? name : null;
  }

  /** From the first place that names it. */
  #titleOf(photo: string): string | null {
    for (const tile of this.of(photo)) {
      const title = titleOf(tile.sighting.element, linksOf(tile));
      if (title !== null) return title;
    }
    return null;
  }

  clear(): void {
    this.#tiles.clear();
    this.#byPhoto.clear();
  }
}

/** The account that the links of a tile name, or, for the photo that the page is about, the page's own address. */
function accountOfTile(tile: Tile): string | null {
  const { element, photo } = tile.sighting;
  const { ownerDocument } = element;
  if (photo === photoOfPage(ownerDocument)) return accountInAddress(ownerDocument.location.href);
  for (const link of linksOf(tile)) {
    const name = accountInAddress(link.href);
    if (name !== null) return name;
  }
  return null;
}

/** The links around and beside a tile's picture that lead to its photo. */
function linksOf(tile: Tile): HTMLAnchorElement[] {
  const { element, photo } = tile.sighting;
  const around = element.closest("a");
  const links = [...(around === null ? [] : [around]), ...tile.container.querySelectorAll("a")];
  return links.filter((link) => photoOfLink(link) === photo);
}

/** The page of a tile's photo: from the link around or beside its picture, or the one that Flickr finds by the ID. */
function pageOf(tile: Tile): string | null {
  const { element, photo } = tile.sighting;
  const linked = linksOf(tile)[0]?.href;
  if (linked !== undefined) return linked;
  // Flickr leads from this old address to the photo's page, whatever its account is.
  const { hostname } = element.ownerDocument.location;
  return hostname === "127.0.0.1" ? null : `https://www.flickr.com/photo.gne?id=${photo}`;
}
