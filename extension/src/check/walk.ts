// The walk over the pages of an account, an album or a group, as a value: what was read so far, and what is to be done
// next. Nothing here waits, asks or keeps anything, so that every turn it can take is tried in tests.
import type { PageReading } from "../shared/page-reading.ts";
import { pageNumber, parsePhotoPages, samePages, type PhotoPages } from "../shared/photo-pages.ts";
import { NSID } from "../shared/photo-ref.ts";

/** Where the pages are read: in a window on Flickr, or from Flickr's API with the person's own key. */
export type Source = "window" | "api";

/** Why a walk waits or has ended before its end. */
export type Trouble =
  /** Flickr asked for fewer requests, or answered with an error of its own. */
  | "refused"
  /** No answer came at all. */
  | "unreachable"
  /** The page showed no photo although it should. */
  | "empty"
  /** The page showed far fewer photos than a page of so many holds: its script did not fill it. */
  | "unfilled"
  /** The browser ended up on some other page. */
  | "elsewhere"
  | "sign_in"
  /** Flickr says that there is no such page. */
  | "gone"
  /** The window is covered, minimised or in the background. */
  | "hidden"
  /** The person closed the window. */
  | "closed"
  /** Page after page showed photos that were known already. */
  | "repeats"
  | "bad_key"
  /** The browser has no room left for what was found. */
  | "full";

export interface Walk {
  readonly pages: PhotoPages;
  readonly source: Source;
  readonly state: "running" | "paused" | "finished" | "stopped";
  readonly trouble: Trouble | null;
  /** The account's names in addresses, in lower case. */
  readonly names: readonly string[];
  readonly nsid: string | null;
  /** The page to read next, from 1. */
  readonly next: number;
  /** The last page that Flickr's own links named. */
  readonly last: number | null;
  /** How many photos there are, by Flickr's own words on the page that was read last. */
  readonly stated: number | null;
  /** How many different photos were found. */
  readonly found: number;
  /** How many pages gave photos that were new; each is one stored part. */
  readonly parts: number;
  /** Photos on the fullest page. */
  readonly fullest: number;
  /** IDs that were shown without a link and were on no page with one. */
  readonly unlinked: readonly string[];
  /** Attempts in a row that gave nothing. */
  readonly failures: number;
  /** Pages in a row, none of which had a new photo. */
  readonly barren: number;
  /** Pages of which photos are missing, because they stayed empty, were not filled, or led elsewhere. */
  readonly skipped: readonly number[];
  /** Up to this page, pages are read a second time, so that nothing new on one of them means nothing. */
  readonly again: number;
  /** Milliseconds since 1970: nothing is asked of Flickr before. */
  readonly waitUntil: number;
  readonly startedAt: number;
}

/** Milliseconds between two pages. */
export const PACE = 2_000;
/** Milliseconds until the first new attempt; twice as long before each one after that. */
export const FIRST_WAIT = 10_000;
/** Attempts in a row that may give nothing before the walk stops. */
export const MOST_FAILURES = 5;
/** Attempts in a row that an empty or unfilled page gets before it is passed over. */
const MOST_EMPTY = 3;
/** Share of the photos of an average page that a page shows at least, unless it is the last. */
const FILLED = 0.9;
/** Pages in a row without a new photo before the walk stops in the middle. */
const MOST_BARREN = 3;
/** Milliseconds after which a covered window is looked at again. */
const LOOK_AGAIN = 2_000;
/** Photos that any source shows on a full page, at least. */
const FEWEST_A_PAGE = 20;
/** Unlinked photos that are remembered; their number is for the report alone. */
const MOST_UNLINKED = 1_000;

/** What came of one attempt to read a page. */
export type Attempt =
  | { readonly outcome: "read"; readonly reading: PageReading; readonly fresh: number }
  /** `retryAfter`: milliseconds that Flickr asked to wait, where it said so. */
  | { readonly outcome: "failed"; readonly trouble: "refused" | "unreachable"; readonly retryAfter: number | null }
  /** What only the person can change. */
  | { readonly outcome: "ended"; readonly trouble: "closed" | "bad_key" | "gone" | "full" };

export function begin(pages: PhotoPages, source: Source, now: number): Walk {
  const user = userOf(pages);
  return {
    pages,
    source,
    state: "running",
    trouble: null,
    names: user === null ? [] : [user.toLowerCase()],
    nsid: user !== null && NSID.test(user) ? user : null,
    next: 1,
    last: null,
    stated: null,
    found: 0,
    parts: 0,
    fullest: 0,
    unlinked: [],
    failures: 0,
    barren: 0,
    skipped: [],
    again: 0,
    waitUntil: 0,
    startedAt: now,
  };
}

/** Which of the photos of a reading are new, each once. */
export function freshOf(reading: PageReading, known: ReadonlySet<string>): string[] {
  return [...new Set(reading.photos)].filter((photo) => !known.has(photo));
}

/** The walk after an attempt to read its next page. */
export function after(walk: Walk, attempt: Attempt, now: number): Walk {
  switch (attempt.outcome) {
    case "ended":
      return { ...walk, state: attempt.trouble === "closed" ? "paused" : "stopped", trouble: attempt.trouble };
    case "failed":
      return failed(walk, attempt.trouble, attempt.retryAfter, now);
    case "read":
      return afterReading(adopt(walk, attempt.reading), attempt.reading, attempt.fresh, now);
  }
}

function afterReading(walk: Walk, reading: PageReading, fresh: number, now: number): Walk {
  const { status, address } = reading;
  if (reading.hidden) return { ...walk, trouble: "hidden", waitUntil: now + LOOK_AGAIN };
  if (status === 429 || (status !== null && status >= 500)) return failed(walk, "refused", null, now);
  if (isSignIn(address)) return { ...walk, state: "stopped", trouble: "sign_in" };
  if (status === 404 || status === 410) return walk.next > 1 ? pastTheEnd(walk) : { ...walk, state: "stopped", trouble: "gone" };
  const landed = pageNumber(walk.pages, address);
  if (landed === null) return failed(walk, "elsewhere", null, now);
  if (reading.photos.length === 0) return empty(walk, reading, now);
  return read(walk, reading, landed, fresh, now);
}

/** A page with photos. */
function read(before: Walk, reading: PageReading, landed: number, fresh: number, now: number): Walk {
  const walk = take(before, reading, fresh, now);
  const missing = before.stated !== null && reading.stated !== null ? before.stated - reading.stated : 0;
  // Photos that were removed meanwhile moved all later ones forward, over the border to a page that was read already. The
  // page that was asked for may not even be there any more.
  const asked = Math.max(before.next, landed);
  if (missing > 0 && asked > 1) {
    const border = Math.min(asked, (walk.last ?? asked) + 1);
    return { ...walk, next: Math.max(1, border - Math.ceil(missing / walk.fullest)), again: Math.max(walk.again, border), barren: 0 };
  }
  // Past the end, Flickr leads to another page, or shows page 1 again under the number that was asked for.
  if (landed !== before.next && fresh === 0) return pastTheEnd(walk);
  const unfilled = isUnfilled(walk, reading, landed);
  // Where one page stayed like that, it is Flickr's way: others are not waited for.
  if (unfilled && walk.skipped.length === 0 && before.failures + 1 < MOST_EMPTY) return failed({ ...walk, failures: before.failures }, "unfilled", null, now);
  const skipped = unfilled ? withPage(walk.skipped, landed) : walk.skipped.filter((page) => page !== landed);
  return onward({ ...walk, skipped }, fresh, landed, asked, before.barren);
}

/** The page that comes next, or the end. */
function onward(walk: Walk, fresh: number, landed: number, asked: number, barrenBefore: number): Walk {
  if (walk.last === null ? fresh === 0 && landed > walk.again : landed >= walk.last) return { ...walk, state: "finished" };
  const barren = fresh === 0 && landed > walk.again ? barrenBefore + 1 : 0;
  if (barren >= MOST_BARREN) return { ...walk, state: "stopped", trouble: "repeats", barren: 0 };
  return { ...walk, barren, next: asked + 1 };
}

/**
 * Whether a page shows fewer photos than it must: Flickr's server sends a quarter of a page, and a page whose script did
 * not run to its end would pass for a whole one.
 */
function isUnfilled({ last, stated }: Walk, { photos, unlinked }: PageReading, landed: number): boolean {
  return last !== null && stated !== null && landed < last && new Set([...photos, ...unlinked]).size < (stated / last) * FILLED;
}

/** What a page tells, kept. */
function take(walk: Walk, reading: PageReading, fresh: number, now: number): Walk {
  const shown = new Set(reading.photos);
  const unlinked = new Set([...walk.unlinked, ...reading.unlinked].filter((photo) => !shown.has(photo)));
  return {
    ...walk,
    trouble: null,
    last: reading.last,
    stated: reading.stated ?? walk.stated,
    found: walk.found + fresh,
    parts: walk.parts + (fresh > 0 ? 1 : 0),
    fullest: Math.max(walk.fullest, shown.size),
    unlinked: [...unlinked].slice(0, MOST_UNLINKED),
    failures: 0,
    waitUntil: now + PACE,
  };
}

/** A page that shows no photo: the end, or a page that Flickr did not fill. */
function empty(walk: Walk, reading: PageReading, now: number): Walk {
  if (walk.next > 1 && (walk.last === null || walk.next > walk.last)) return pastTheEnd(walk);
  if (walk.failures + 1 < MOST_EMPTY) return failed(walk, "empty", null, now);
  if (walk.next === 1) return { ...walk, state: "stopped", trouble: "empty", unlinked: [...reading.unlinked].slice(0, MOST_UNLINKED) };
  const passed = { ...walk, failures: 0, skipped: withPage(walk.skipped, walk.next), waitUntil: now + PACE };
  return walk.next === walk.last ? { ...passed, state: "finished", trouble: null } : { ...passed, next: walk.next + 1 };
}

/** The page that was asked for does not exist any more, or never did. */
function pastTheEnd(walk: Walk): Walk {
  // In the middle it is not the end: Flickr led away from a page that its own links name.
  if (walk.last !== null && walk.next <= walk.last) {
    const passed = { ...walk, trouble: null, failures: 0, skipped: withPage(walk.skipped, walk.next), barren: walk.barren + 1 };
    return passed.barren >= MOST_BARREN ? { ...passed, state: "stopped", trouble: "repeats", barren: 0 } : { ...passed, next: walk.next + 1 };
  }
  return { ...walk, state: "finished", trouble: null, failures: 0 };
}

function withPage(pages: readonly number[], page: number): number[] {
  return [...new Set([...pages, page])];
}

function failed(walk: Walk, trouble: Trouble, retryAfter: number | null, now: number): Walk {
  const failures = walk.failures + 1;
  if (failures >= MOST_FAILURES) return { ...walk, state: "stopped", trouble, failures: 0 };
  return { ...walk, trouble, failures, waitUntil: now + Math.max(FIRST_WAIT * 2 ** walk.failures, retryAfter ?? 0) };
}

/**
 * Takes over the name under which Flickr shows the account: an address with the NSID leads to the one with the name.
 * Links then carry either.
 */
function adopt(walk: Walk, { address, nsid }: PageReading): Walk {
  if (walk.pages.kind === "group") return adoptGroup(walk, address);
  const known = walk.nsid ?? nsid;
  const shown = parsePhotoPages(address);
  const renamed = shown !== null && shown.kind === walk.pages.kind && walk.next === 1 && walk.found === 0 && !samePages(shown, walk.pages);
  const pages = renamed ? shown : walk.pages;
  const names = [...walk.names, userOf(pages), known].filter((name) => name !== null);
  return { ...walk, pages, nsid: known, names: [...new Set(names.map((name) => name.toLowerCase()))] };
}

function userOf(pages: PhotoPages): string | null {
  return pages.kind === "group" ? null : pages.user;
}

function adoptGroup(walk: Walk, address: string): Walk {
  const shown = parsePhotoPages(address);
  return shown?.kind === "group" && walk.next === 1 && walk.found === 0 ? { ...walk, pages: shown } : walk;
}

function isSignIn(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { hostname, pathname } = new URL(address);
  return /^(identity|login)\./.test(hostname) || /^\/(signin|login)\b/.test(pathname);
}

export function pause(walk: Walk): Walk {
  return walk.state === "running" ? { ...walk, state: "paused" } : walk;
}

/** The person has enough: what was found stays, and can still be completed later. */
export function stop(walk: Walk): Walk {
  return walk.state === "finished" ? walk : { ...walk, state: "stopped", trouble: null };
}

/**
 * Goes on where it ended. The page before is read once more, because photos may have moved over its border since then.
 */
export function resume(walk: Walk, now: number): Walk {
  const next = Math.max(1, walk.next - 1);
  return { ...walk, state: "running", trouble: null, failures: 0, barren: 0, next, again: Math.max(walk.again, walk.next - 1), waitUntil: Math.max(now, walk.waitUntil) };
}

/** Reads all pages once more, to find what was added or moved meanwhile. What was found stays. */
export function readAgain(walk: Walk, now: number): Walk {
  return { ...resume(walk, now), next: 1, again: walk.last ?? Math.max(walk.next, walk.again), skipped: [] };
}

/** Goes on from the other source, whose pages are of another size: all of them are read, and what was found stays. */
export function switchSource(walk: Walk, now: number): Walk {
  return { ...readAgain(walk, now), last: null, again: Math.ceil(walk.found / FEWEST_A_PAGE) };
}

/** Whether all pages were read to the end that Flickr named, as far as anybody can tell. */
export function isWhole(walk: Walk): boolean {
  return walk.state === "finished" && walk.skipped.length === 0 && (walk.stated === null || walk.found >= walk.stated);
}

/** The address of a photo's page, by its account where that is known. */
export function photoAddress(walk: Walk, photo: string): string {
  // Flickr leads from the second, old address to the photo's page, whatever its account is.
  return walk.pages.kind === "group" ? `https://www.flickr.com/photo.gne?id=${photo}` : `https://www.flickr.com/photos/${walk.pages.user}/${photo}/`;
}
