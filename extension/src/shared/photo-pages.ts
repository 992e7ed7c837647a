// The pages on which Flickr shows all photos of an account, an album or a group's pool, a hundred or so on each:
// `/photos/USER/page2`, `/photos/USER/albums/ID/page2`, `/groups/NAME/pool/page2`.
import { FLICKR, NOT_A_USER, PAGE_HOSTS, parseNsid } from "./photo-ref.ts";

/** Whose photos they are. `user` and `group` stand as in the address: a name, or the NSID. */
export type PhotoPages =
  | { readonly kind: "account"; readonly user: string }
  | { readonly kind: "album"; readonly user: string; readonly album: string }
  | { readonly kind: "group"; readonly group: string };

/** A name in an address, or an NSID such as `900000701@N07`. */
const NAME = /^[A-Za-z0-9_@-]{1,64}$/;
const NUMBER = /^[1-9][0-9]{0,19}$/;
const PAGE = /^page([1-9][0-9]{0,6})$/;
/** `/photos/me` is whoever is signed in. */
const NOT_A_NAME: ReadonlySet<string> = new Set(["me", "upload"]);

interface Place {
  readonly pages: PhotoPages;
  /** Null where the address is not one of these pages, but leads to whose photos they are: a photo, a profile. */
  readonly page: number | null;
}

/**
 * Whose photos an address is about: those of an album or a group's pool on their pages, else those of the account that
 * the photo, the profile or the list of albums belongs to. Null for any other address.
 */
export function parsePhotoPages(address: string): PhotoPages | null {
  return read(address)?.pages ?? null;
}

/** Pages below an account's address that are about the account itself; `favorites`, `galleries` and others show other people's photos. */
const OF_THE_ACCOUNT: ReadonlySet<string> = new Set(["albums", "sets"]);

/**
 * The account in the address of a photostream, a profile, an album, the list of albums or one photo, as it stands there: a
 * name, or the NSID. Null for every other address, such as that of an account's favourites, which are other people's.
 */
export function accountOfPage(address: string): string | null {
  const [kind = "", user = "", first, second] = segments(address) ?? [];
  if (!isUser(user)) return null;
  if (kind === "people") return first === undefined ? user : null;
  if (kind !== "photos") return null;
  if (first === undefined || PAGE.test(first) || NUMBER.test(first)) return user;
  return OF_THE_ACCOUNT.has(first) && (second === undefined || NUMBER.test(second) || PAGE.test(second)) ? user : null;
}

/** The number of the page that an address is, from 1; null where it is no page of these photos, or not on Flickr. */
export function pageNumber(pages: PhotoPages, address: string): number | null {
  const place = read(address);
  return place !== null && sameKey(place.pages) === sameKey(pages) ? place.page : null;
}

/** The address of one of the pages; page 1 is the one without a number, as Flickr itself links to it. */
export function addressOfPage(pages: PhotoPages, page: number): string {
  const number = page === 1 ? "" : `page${page}`;
  switch (pages.kind) {
    case "account":
      return `${FLICKR}/photos/${pages.user}/${number}`;
    case "album":
      return `${FLICKR}/photos/${pages.user}/albums/${pages.album}/${number}`;
    case "group":
      return `${FLICKR}/groups/${pages.group}/pool/${number}`;
  }
}

/** The extension's own page that checks all photos of an address, and how many pages they have, where that is known. */
export function checkPage(address: string, pages: number | null): string {
  const parameters = new URLSearchParams(pages === null ? { of: address } : { of: address, pages: pages.toString() });
  return `check.html?${parameters.toString()}`;
}

/** Whether two are the same, whatever the capitals in their names. */
export function samePages(one: PhotoPages, other: PhotoPages): boolean {
  return sameKey(one) === sameKey(other);
}

function sameKey(pages: PhotoPages): string {
  return addressOfPage(pages, 1).toLowerCase();
}

/** The account in the address of one photo, in lower case; null for any other address. */
export function accountInAddress(address: string): string | null {
  const [photos, user, id] = segments(address) ?? [];
  return photos === "photos" && user !== undefined && id !== undefined && isUser(user) && NUMBER.test(id) ? user.toLowerCase() : null;
}

/** An account as it is kept and compared: its NSID, else its name in lower case. Addresses may spell both in any case. */
export function accountKey(user: string): string {
  return parseNsid(user) ?? user.toLowerCase();
}

/**
 * The address of a photo's page, as publishers ask for it and as letters and reports write it.
 * @param link an address that leads to the photo, perhaps with the album or list that it was found in, which is left out; where
 *   it does not say whose the photo is, the result is an address that Flickr forwards to the photo's page
 */
export function photoLink(photo: string, link: string | null): string {
  const [photos, user, id] = (link === null ? null : segments(link)) ?? [];
  const named = photos === "photos" && user !== undefined && isUser(user) && id === photo;
  return named ? `${FLICKR}/photos/${user}/${photo}/` : `${FLICKR}/photo.gne?id=${photo}`;
}

function read(address: string): Place | null {
  const path = segments(address);
  if (path === null) return null;
  const [kind = "", name = "", ...rest] = path;
  if (kind === "groups") return isName(name) ? readGroup(name, rest) : null;
  if (kind === "people") return isUser(name) ? { pages: { kind: "account", user: name }, page: null } : null;
  return kind === "photos" && isUser(name) ? readPhotos(name, rest) : null;
}

function readGroup(group: string, [pool, ...rest]: readonly string[]): Place | null {
  const pages: PhotoPages = { kind: "group", group };
  return { pages, page: pool === "pool" ? readNumber(rest) : null };
}

function readPhotos(user: string, rest: readonly string[]): Place | null {
  const [kind, album, ...more] = rest;
  const inAlbum = (kind === "albums" || kind === "sets") && album !== undefined && NUMBER.test(album);
  if (inAlbum) return { pages: { kind: "album", user, album }, page: readNumber(more) };
  return { pages: { kind: "account", user }, page: readNumber(rest) };
}

/** The page's number at the end of an address; nothing there is page 1, anything else is no page. */
function readNumber([first, ...more]: readonly string[]): number | null {
  if (more.length > 0) return null;
  if (first === undefined) return 1;
  const [, number] = PAGE.exec(first) ?? [];
  return number === undefined ? null : Number(number);
}

/** The parts of a path on Flickr; null for addresses elsewhere. */
function segments(address: string): string[] | null {
  if (!URL.canParse(address)) return null;
  const { protocol, hostname, pathname } = new URL(address);
  if ((protocol !== "https:" && protocol !== "http:") || !PAGE_HOSTS.has(hostname)) return null;
  return pathname.replaceAll("%40", "@").split("/").filter((part) => part !== "");
}

function isName(name: string): boolean {
  return NAME.test(name);
}

function isUser(name: string): boolean {
  return isName(name) && !NOT_A_USER.has(name.toLowerCase()) && !NOT_A_NAME.has(name.toLowerCase());
}
