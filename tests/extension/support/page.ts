// A page in jsdom under a Flickr address, and the finder's view of it.
import { JSDOM } from "jsdom";
import { Finder, type Sighting } from "../../../extension/src/content/finding/finder.ts";

export interface FoundPage {
  readonly document: Document;
  readonly finder: Finder;
  /** What is found now, in document order. */
  readonly sightings: () => Sighting[];
  /** Photos that are found now, each once, in document order. */
  readonly photos: () => string[];
}

/** Opens a page and makes its globals those of a browser, as the content script expects. */
export function openPage(html: string, url = "https://www.flickr.com/photos/somebody/"): Document {
  const { window } = new JSDOM(html, { url });
  Object.assign(globalThis, { NodeFilter: window.NodeFilter, Node: window.Node });
  return window.document;
}

/** Opens a page and reads it as the content script does at first. */
export function findOn(html: string, url?: string): FoundPage {
  const document = openPage(html, url);
  const found = new Set<Sighting>();
  const finder = new Finder({
    found: (sighting) => found.add(sighting),
    lost: (sighting) => found.delete(sighting),
    again: () => undefined,
  });
  for (const element of Finder.candidates(document)) finder.read(element);
  finder.settle();
  const sightings = (): Sighting[] =>
    [...found].sort((a, b) => (a.element.compareDocumentPosition(b.element) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1));
  const photos = (): string[] => [...new Set(sightings().map(({ photo }) => photo))];
  return { document, finder, sightings, photos };
}
