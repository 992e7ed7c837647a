// Real pages as Flickr's server sent them. They are other people's content and lie outside the repository; skeletons.test.ts
// asks the same of pages of our own.
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { findOn } from "../../support/page.ts";

const top = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../../../..");
const pages = path.join(process.env.INSET_SHARED ?? path.join(top, "../../shared"), "pages");
const listing = path.join(pages, "expected.json");

interface Expected {
  readonly photos: readonly string[];
  readonly cover_photo_in_header?: readonly string[];
}

// The address that each kind of page has: a page's own photo is not linked to from itself.
const addresses: Record<string, string> = {
  "photopage-guestpass-2023-10-199246608N02.html": "https://www.flickr.com/photos/199246608@N02/53279364618/",
};

describe.skipIf(!existsSync(listing))(`saved pages (set INSET_SHARED; looked in ${pages})`, () => {
  const expected = existsSync(listing) ? (JSON.parse(readFileSync(listing, "utf8")) as Record<string, Expected>) : {};

  it("names at least the thirteen pages known today", () => {
    expect(Object.keys(expected).length).toBeGreaterThanOrEqual(13);
  });

  it.each(Object.entries(expected))("%s", (name, { photos, cover_photo_in_header: covers }) => {
    const page = findOn(readFileSync(path.join(pages, name), "utf8"), addresses[name]);
    expect(page.photos().sort()).toEqual([...photos].sort());
    // Per tile once: a photo is sighted twice only where the page itself shows it twice, such as an album's cover.
    const shownTwice = name.includes("justified") ? 1 : (covers ?? []).length;
    expect(page.sightings().length).toBe(photos.length + shownTwice);
    if (shownTwice === 0) expect(page.photos()).toEqual(photos);
    else expect(page.sightings().map(({ photo }) => photo)).toEqual([...(covers ?? []), ...photos, ...(covers === undefined ? photos : [])]);
  });
});
