// What the content script reads on one page of an account's, an album's or a group's photos, when a check asks it to.
import type { PhotoPages } from "./photo-pages.ts";

/** Check page → content script of the window that the check opened: read the page to its end. Its reply is a PageReading. */
export interface ReadPage {
  readonly kind: "read-page";
  readonly pages: PhotoPages;
  /** The account's names in addresses, in lower case: its name, its NSID. Unused for a group, whose photos are everybody's. */
  readonly names: readonly string[];
}

export interface PageReading {
  /** Where the browser ended up, after what redirects there were. */
  readonly address: string;
  /** HTTP status of the page; null where the browser does not say. */
  readonly status: number | null;
  /** IDs of the photos that are shown and belong to what is being checked, in the page's order. */
  readonly photos: readonly string[];
  /** IDs of photos that are shown without a link that would tell whose they are. They are not part of `photos`. */
  readonly unlinked: readonly string[];
  /** The highest page number that the page links to or is itself; null where it links to no numbered page. */
  readonly last: number | null;
  /** How many photos there are, by the page's own words. */
  readonly stated: number | null;
  /** The account's NSID, where two places of the page agree on it. */
  readonly nsid: string | null;
  /** The page was not on the screen: Flickr fills no page that nobody sees, so it was not read to its end. */
  readonly hidden: boolean;
}

/** Popup → content script: what a page says of all the photos that it is a page of. Its reply is an Outline. */
export interface OutlineRequest {
  readonly kind: "outline";
}

export interface Outline {
  /** The last page that is linked to; null where none is. */
  readonly last: number | null;
}
