// Every photo on the page, in every place where the page shows it.
import type { AnswerBook } from "../answers/answer-book.ts";
import type { ListedPhoto } from "../../shared/messages.ts";
import { photoOfLink } from "../finding/photo-url.ts";
import type { Sighting } from "../finding/finder.ts";
import type { Drawing } from "./drawing.ts";
import { containerOf, makeTile, type Tile } from "./tile.ts";

export class Tiles {
  readonly #answers: AnswerBook;
  readonly #drawing: Drawing;
  readonly #tiles = new Map<Element, Tile>();
  readonly #byPhoto = new Map<string, Set<Tile>>();

  constructor(answers: AnswerBook, drawing: Drawing) {
    this.#answers = answers;
    this.#drawing = drawing;
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

  clear(): void {
    this.#tiles.clear();
    this.#byPhoto.clear();
  }
}

/** The page of a tile's photo: from the link around or beside its picture, or the one that Flickr finds by the ID. */
function pageOf(tile: Tile): string | null {
  const { element, photo } = tile.sighting;
  const around = element.closest("a");
  const links = [...(around === null ? [] : [around]), ...tile.container.querySelectorAll("a")];
  const linked = links.find((link) => photoOfLink(link) === photo)?.href;
  if (linked !== undefined) return linked;
  // Flickr leads from this old address to the photo's page, whatever its account is.
  const { hostname } = element.ownerDocument.location;
  return hostname === "127.0.0.1" ? null : `https://www.flickr.com/photo.gne?id=${photo}`;
}
