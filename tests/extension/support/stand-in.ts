// Flickr as the walk meets it, without a browser: pages of photos that are throttled, fail, change and hide.
import { after, begin, freshOf, type Attempt, type Walk } from "../../../extension/src/check/walk.ts";
import type { PageReading } from "../../../extension/src/shared/page-reading.ts";
import { addressOfPage, type PhotoPages } from "../../../extension/src/shared/photo-pages.ts";

export const ACCOUNT: PhotoPages = { kind: "account", user: "marlene-tern" };

/** IDs of so many made-up photos. */
export function photoIds(count: number, from = 900_000_000_001): string[] {
  return Array.from({ length: count }, (_, n) => String(from + n));
}

/** Numbers in [0, 1) that are the same for the same seed (mulberry32). */
export function numbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export interface StandIn {
  photos: string[];
  readonly size: number;
  /** What happens past the end: Flickr leads to the first page, or shows it under the number that was asked for, or says 404. */
  readonly past: "redirect" | "repeat" | "gone" | "empty";
  /** Whether pages link to each other by number, and say how many photos there are. */
  readonly links: boolean;
  readonly counts: boolean;
}

export function readingOf(pages: PhotoPages, page: number, part: Partial<PageReading> = {}): PageReading {
  return { address: addressOfPage(pages, page), status: 200, photos: [], unlinked: [], last: null, stated: null, nsid: null, hidden: false, ...part };
}

/** One page of the stand-in, as the content script would read it. */
export function serve(flickr: StandIn, pages: PhotoPages, page: number): PageReading {
  const { photos, size, past } = flickr;
  const count = Math.max(1, Math.ceil(photos.length / size));
  const said = { last: flickr.links && count > 1 ? count : null, stated: flickr.counts ? photos.length : null };
  if (page <= count) return readingOf(pages, page, { ...said, photos: photos.slice((page - 1) * size, page * size) });
  if (past === "gone") return readingOf(pages, page, { status: 404 });
  if (past === "empty") return readingOf(pages, page, said);
  return readingOf(pages, past === "redirect" ? 1 : page, { ...said, photos: photos.slice(0, size) });
}

export interface Journey {
  readonly walk: Walk;
  readonly found: ReadonlySet<string>;
  /** Pages that were asked for, in order. */
  readonly asked: readonly number[];
  /** Milliseconds at which each was asked for. */
  readonly times: readonly number[];
}

/** Walks until the walk ends or waits for a person. `attempt` may refuse, or change the stand-in, before a page is served. */
export function walkThrough(
  flickr: StandIn,
  attempt: (page: number, turn: number, known: ReadonlySet<string>) => Attempt | null = () => null,
  start: Walk = begin(ACCOUNT, "window", 0),
  known: readonly string[] = [],
): Journey {
  const found = new Set(known);
  const asked: number[] = [];
  const times: number[] = [];
  let walk = start;
  let now = start.waitUntil;
  for (let turn = 0; walk.state === "running"; turn += 1) {
    if (turn > 5_000) throw new Error(`The walk does not end: ${JSON.stringify(walk)}`);
    now = Math.max(now, walk.waitUntil);
    asked.push(walk.next);
    times.push(now);
    let said = attempt(walk.next, turn, found);
    if (said === null) {
      const reading = serve(flickr, walk.pages, walk.next);
      const fresh = freshOf(reading, found);
      for (const photo of fresh) found.add(photo);
      said = { outcome: "read", reading, fresh: fresh.length };
    }
    walk = after(walk, said, now);
  }
  return { walk, found, asked, times };
}
