// The same as saved-pages.test.ts on pages of our own, which everybody has: each kind of Flickr page, with made-up photos.
import { describe, expect, it } from "vitest";
import { SKELETONS } from "../../../e2e/pages/all.ts";
import { findOn } from "../../support/page.ts";

describe("on a page of each kind", () => {
  it.each(SKELETONS)("exactly the photos that a person sees are found: $name", ({ html, path, photos }) => {
    const page = findOn(html, `https://www.flickr.com${path}`);
    expect(page.photos().sort()).toEqual([...photos].sort());
    // Once per tile: a photo is sighted twice only where the page shows it twice, as an album's cover in its header.
    const cover = /album-header-content[^>]*\/([0-9]+)_/.exec(html)?.[1];
    const shown = cover === undefined ? photos : [...photos, cover];
    expect(page.sightings().map(({ photo }) => photo).sort()).toEqual([...shown].sort());
  });

  it("there are as many kinds as photos can be seen on", () => {
    expect(SKELETONS.length).toBeGreaterThanOrEqual(20);
    expect(SKELETONS.flatMap(({ photos }) => photos).every((photo) => Number(photo) >= 900_000_000_000)).toBe(true);
  });
});
