// Keeps a check in this browser, so that it goes on after the browser was closed: the walk under one key, and the photos
// of each page that gave new ones under a key of its own, so that a long stream is not written anew with every page.
import { addressOfPage, parsePhotoPages } from "../shared/photo-pages.ts";
import { parsePhotoId } from "../shared/photo-ref.ts";
import type { Walk } from "./walk.ts";

const WALK = "check";
const KEY = "flickr-key";
/** Beyond it a stored number of parts is damage. */
const MOST_PARTS = 100_000;

export interface Kept {
  readonly walk: Walk;
  readonly photos: readonly string[];
}

function partName(part: number): string {
  return `check-photos-${part}`;
}

function partNames(count: number): string[] {
  return Array.from({ length: Math.min(count, MOST_PARTS) }, (_, n) => partName(n + 1));
}

/** The check that is kept; null where there is none. One that another version wrote differently counts as none. */
export async function loadCheck(): Promise<Kept | null> {
  const walk = readWalk((await chrome.storage.local.get(WALK))[WALK]);
  if (walk === null) return null;
  const stored = await chrome.storage.local.get(partNames(walk.parts));
  const photos = new Set<string>();
  for (const part of Object.values(stored)) {
    for (const photo of String(part).split(" ")) if (parsePhotoId(photo) !== null) photos.add(photo);
  }
  return { walk: { ...walk, found: photos.size }, photos: [...photos] };
}

/** Keeps the walk, with the photos that its last page added. Returns false where the browser has no room for them. */
export async function keepCheck(walk: Walk, fresh: readonly string[]): Promise<boolean> {
  const part = fresh.length === 0 ? {} : { [partName(walk.parts)]: fresh.join(" ") };
  try {
    await chrome.storage.local.set({ [WALK]: walk, ...part });
    return true;
  } catch {
    return false;
  }
}

/** Whether a change of storage.local touches the check. */
export function changesCheck(changes: Record<string, unknown>): boolean {
  return WALK in changes;
}

/** Removes everything that is kept of a check. */
export async function forgetCheck(): Promise<void> {
  const parts = (readWalk((await chrome.storage.local.get(WALK))[WALK])?.parts ?? 0) + 1;
  await chrome.storage.local.remove([WALK, ...partNames(parts)]);
}

function readWalk(stored: unknown): Walk | null {
  if (typeof stored !== "object" || stored === null) return null;
  const walk = stored as Walk;
  try {
    const whole = parsePhotoPages(addressOfPage(walk.pages, 1)) !== null && Number.isInteger(walk.next) && Number.isInteger(walk.parts);
    return whole && Array.isArray(walk.names) && Array.isArray(walk.skipped) && Array.isArray(walk.unlinked) ? walk : null;
  } catch {
    return null;
  }
}

/** The person's own key of Flickr's API, or "". */
export async function loadKey(): Promise<string> {
  const key = (await chrome.storage.local.get(KEY))[KEY];
  return typeof key === "string" ? key : "";
}

/** Keeps a key; an empty one forgets it. */
export async function keepKey(key: string): Promise<void> {
  await (key === "" ? chrome.storage.local.remove(KEY) : chrome.storage.local.set({ [KEY]: key }));
}

/** What a key of Flickr's API looks like: 32 hexadecimal digits. */
export function isKey(text: string): boolean {
  return /^[0-9a-f]{32}$/i.test(text);
}
