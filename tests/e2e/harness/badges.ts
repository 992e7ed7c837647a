/** What the tests ask a page about its badges. */
import type { Page } from "puppeteer-core";

import { PATIENCE_MS, pause, until } from "./until.ts";

export interface SeenBadge {
  readonly photo: string;
  readonly answer: string;
}

/** Every badge in the page now, in DOM order. */
export function badges(page: Page): Promise<SeenBadge[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll("inset-badge")].map((badge) => ({
      photo: badge.getAttribute("data-photo-id") ?? "",
      answer: badge.getAttribute("data-answer") ?? "",
    })),
  );
}

/** The photo IDs of all badges in the page now, sorted; an ID comes twice when two badges carry it. */
export async function badgedPhotos(page: Page): Promise<string[]> {
  return (await badges(page)).map((badge) => badge.photo).sort();
}

/** Wait until the page's badges are exactly those on these photos, and stay so for a moment. */
export async function untilBadged(page: Page, photos: readonly string[], timeoutMs?: number): Promise<void> {
  const wanted = [...photos].sort().join(" ");
  let last = "";
  const reached = async (): Promise<boolean> => {
    last = (await badgedPhotos(page)).join(" ");
    return last === wanted;
  };
  const stay = async (): Promise<boolean> => {
    if (!(await reached())) return false;
    await pause(SETTLE_MS);
    return reached();
  };
  try {
    await until("the badges", stay, timeoutMs);
  } catch (error) {
    throw new Error(`Badges are on [${last}], wanted [${wanted}] (${String(error)})`, { cause: error });
  }
}

/** How long to look for a badge that should not come, in milliseconds: well beyond the batch window and one look-up. */
export const SETTLE_MS = 300;

export interface ScrolledBadge extends SeenBadge {
  /** How many such badges were in the page at once, at most. */
  readonly atOnce: number;
}

/**
 * Scroll from top to bottom by three quarters of a screen, and return every badge that was in the page at some stop.
 *
 * A badge that is late, as on a busy machine, may miss its stop: the page is scrolled through again until each of the
 * `wanted` photos has had one. Whatever else was badged is returned too.
 */
export async function badgesWhileScrolling(page: Page, wanted: readonly string[]): Promise<ScrolledBadge[]> {
  const seen = new Map<string, ScrolledBadge>();
  const complete = (): boolean => {
    const photos = new Set([...seen.values()].map(({ photo }) => photo));
    return wanted.every((photo) => photos.has(photo));
  };
  const end = Date.now() + PATIENCE_MS;
  do await scrollThrough(page, seen);
  while (!complete() && Date.now() < end);
  return [...seen.values()];
}

/** Once from top to bottom; adds what is badged at each stop. */
async function scrollThrough(page: Page, seen: Map<string, ScrolledBadge>): Promise<void> {
  const look = async (): Promise<void> => {
    let before = -1;
    // A stop lasts until nothing new has come for a while.
    while (before !== seen.size) {
      before = seen.size;
      await pause(SETTLE_MS);
      const now = await badges(page);
      for (const badge of now) {
        const key = `${badge.photo} ${badge.answer}`;
        const atOnce = now.filter((other) => other.photo === badge.photo).length;
        seen.set(key, { ...badge, atOnce: Math.max(atOnce, seen.get(key)?.atOnce ?? 0) });
      }
    }
  };
  await page.evaluate(() => { scrollTo(0, 0); });
  await look();
  while (
    await page.evaluate(() => {
      const from = scrollY;
      scrollBy(0, innerHeight * 0.75);
      return scrollY > from + 1;
    })
  ) {
    await look();
  }
}

/** Do what Flickr's own script does to a photo page after loading: show the main photo. */
export async function hydrate(page: Page): Promise<void> {
  await page.evaluate(() => {
    document.querySelector("img.main-photo.is-hidden")?.classList.remove("is-hidden");
  });
}

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Where the first element of `selector` is, in CSS pixels of the page; null when there is none or it takes no room. */
export function box(page: Page, selector: string): Promise<Box | null> {
  return page.evaluate((wanted) => {
    const found = document.querySelector(wanted)?.getBoundingClientRect();
    if (!found || found.width === 0 || found.height === 0) return null;
    return { x: found.x + scrollX, y: found.y + scrollY, width: found.width, height: found.height };
  }, selector);
}

export const badgeOf = (photo: string): string => `inset-badge[data-photo-id="${photo}"]`;

/** Moves the pointer onto the badge of this photo, which lies in its picture's corner: so a person opens its card. */
export async function pointAt(page: Page, photo: string): Promise<void> {
  await until("the badge", () => page.$(badgeOf(photo)));
  const { x, y } = await until("the picture", () => box(page, `img[src*="/${photo}_"]`));
  await page.mouse.move(x + 26, y + 20);
}
