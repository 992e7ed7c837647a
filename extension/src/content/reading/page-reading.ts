// What one page of an account's, an album's or a group's photos says: which photos are shown and whose they are, how many
// pages and photos there are, and which account it is. Read from the shapes of addresses, as the finder does.
import type { Outline, PageReading, ReadPage } from "../../shared/page-reading.ts";
import { accountInAddress, pageNumber, parsePhotoPages, type PhotoPages } from "../../shared/photo-pages.ts";
import { NSID } from "../../shared/photo-ref.ts";
import { Finder, type Sighting } from "../finding/finder.ts";
import { photoOfLink } from "../finding/photo-url.ts";

/** Photos that were seen on a page so far; a page may take its tiles away again when they are scrolled past. */
export class SeenPhotos {
  /** Photos that are shown, in the order in which they were first seen. */
  readonly #shown = new Set<string>();
  /** The accounts that links on the page name for a photo, in lower case. */
  readonly #accounts = new Map<string, Set<string>>();

  get size(): number {
    return this.#shown.size;
  }

  /** Photos that are shown, but of which no link has said yet whose they are. */
  get unlinked(): string[] {
    return [...this.#shown].filter((photo) => !this.#accounts.has(photo));
  }

  /** Adds what the page shows now. */
  look(document: Document): void {
    for (const { photo } of sightings(document)) this.#shown.add(photo);
    for (const link of document.querySelectorAll<HTMLAnchorElement>('a[href*="/photos/"]')) {
      const account = accountInAddress(link.href);
      const photo = account === null ? null : photoOfLink(link);
      if (account === null || photo === null) continue;
      const accounts = this.#accounts.get(photo);
      if (accounts === undefined) this.#accounts.set(photo, new Set([account]));
      else accounts.add(account);
    }
  }

  /** Photos of these accounts; of all accounts in a group's pool. */
  of(pages: PhotoPages, names: ReadonlySet<string>): string[] {
    return [...this.#shown].filter((photo) => {
      const accounts = this.#accounts.get(photo);
      return accounts !== undefined && (pages.kind === "group" || [...accounts].some((account) => names.has(account)));
    });
  }
}

function sightings(document: Document): Set<Sighting> {
  const found = new Set<Sighting>();
  const finder = new Finder({
    found: (sighting) => found.add(sighting),
    lost: (sighting) => found.delete(sighting),
    again: () => undefined,
  });
  for (const element of Finder.candidates(document)) finder.read(element);
  finder.settle();
  return found;
}

/** The reading of a page as it is now. */
export function readingOf(document: Document, request: ReadPage, seen: SeenPhotos, hidden: boolean): PageReading {
  const { pages } = request;
  const address = document.location.href;
  const here = parsePhotoPages(address);
  const nsid = pages.kind === "group" ? null : nsidOf(document, pages.user);
  const names = new Set(request.names);
  // Flickr leads from an address with the NSID to the one with the account's name; links then carry either.
  if (here?.kind === pages.kind && here.kind !== "group") names.add(here.user.toLowerCase());
  if (nsid !== null) names.add(nsid.toLowerCase());
  return {
    address,
    status: statusOf(document),
    photos: seen.of(pages, names),
    unlinked: seen.unlinked,
    last: lastPage(document, here ?? pages),
    stated: statedNumber(document),
    nsid,
    hidden,
  };
}

/** What a page says of all the photos that it is a page of. */
export function outlineOf(document: Document): Outline {
  const pages = parsePhotoPages(document.location.href);
  return { last: pages === null ? null : lastPage(document, pages) };
}

/** HTTP status of the document; null where the browser does not say. */
export function statusOf(document: Document): number | null {
  const [entry] = document.defaultView?.performance.getEntriesByType("navigation") ?? [];
  const status = (entry as { readonly responseStatus?: number } | undefined)?.responseStatus ?? 0;
  return status === 0 ? null : status;
}

/** The highest number of the pages that are linked to. */
function lastPage(document: Document, pages: PhotoPages): number | null {
  const links = document.querySelectorAll<HTMLAnchorElement>('a[href*="/page"]');
  const numbers = [...links].map((link) => pageNumber(pages, link.href)).filter((number) => number !== null);
  return numbers.length === 0 ? null : Math.max(...numbers);
}

/** A whole number at the beginning of some words, as languages group its digits; not one that is shortened, such as 10.5K. */
const WHOLE = /^\D{0,3}([0-9]{1,3}(?:[.,'’\s\u00a0\u202f][0-9]{3})+|[0-9]{1,9})(?![0-9.,]*\s?[KkMm万億]\b)(?![0-9.,])/;

/** How many photos there are by the page's header; null where it does not say, or says different numbers. */
function statedNumber(document: Document): number | null {
  const said = new Set<number>();
  for (const element of document.querySelectorAll('[class*="photo-count"]')) {
    const [, digits] = WHOLE.exec(element.textContent.trim()) ?? [];
    if (digits !== undefined) said.add(Number(digits.replace(/\D/g, "")));
  }
  const [number] = said;
  return said.size === 1 && number !== undefined ? number : null;
}

/**
 * The account's NSID, where two kinds of places name the same one and no other: a link to the account's own photos, its
 * cover picture, its buddy icon, the embeddable player. The person who is signed in has an icon on every page, too; that
 * is one kind, and so never enough.
 */
export function nsidOf(document: Document, user: string): string | null {
  const kinds = new Map<string, Set<string>>();
  const note = (kind: string, nsid: string | null | undefined): void => {
    if (nsid === null || nsid === undefined || !NSID.test(nsid)) return;
    kinds.set(nsid, (kinds.get(nsid) ?? new Set()).add(kind));
  };
  const here = parsePhotoPages(document.location.href);
  const own = new Set([user.toLowerCase(), ...(here === null || here.kind === "group" ? [] : [here.user.toLowerCase()])]);
  for (const link of document.querySelectorAll<HTMLAnchorElement>("a[href][data-person-nsid]")) {
    const leads = parsePhotoPages(link.href);
    if (leads?.kind === "account" && own.has(leads.user.toLowerCase())) note("link", link.dataset.personNsid);
  }
  for (const element of document.querySelectorAll('[style*="@N"], img[src*="@N"]')) {
    const address = `${element.getAttribute("style") ?? ""} ${element.getAttribute("src") ?? ""}`;
    note("icon", /\/buddyicons\/([0-9]+@N[0-9]{2})/.exec(address)?.[1]);
    note("cover", /\/coverphoto\/([0-9]+@N[0-9]{2})/.exec(address)?.[1]);
  }
  for (const { content } of document.querySelectorAll<HTMLMetaElement>('meta[content*="/photostreams/"]')) {
    note("player", /\/photostreams\/([0-9]+@N[0-9]{2})/.exec(content)?.[1]);
  }
  const agreed = [...kinds].filter(([, places]) => places.size > 1).map(([nsid]) => nsid);
  return agreed.length === 1 ? (agreed[0] ?? null) : null;
}
