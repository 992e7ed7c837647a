/**
 * Real pages as Flickr's server sent them: badges on exactly the photos that a person sees.
 *
 * The pages are other people's and no part of the project: they are read from `INSET_SHARED`/pages, or from ../shared
 * beside the repository, and skipped where there are none. skeletons.test.ts asks the same of pages of our own.
 */
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

import { beforeAll, describe, expect, it } from "vitest";

import { badgesWhileScrolling, hydrate } from "../harness/badges.ts";
import { describeInBrowsers } from "../harness/world.ts";
import { everySecond } from "../pages/all.ts";

interface Expected {
  readonly photos: readonly string[];
  /** Shown only as the background of an album's header; one of `photos` or not. */
  readonly cover_photo_in_header?: readonly string[];
}

interface SavedPage extends Expected {
  readonly file: string;
  readonly path: string;
  readonly html: string;
}

const SHARED = process.env.INSET_SHARED ?? fileURLToPath(new URL("../../../../shared", import.meta.url));
const FOLDER = path.join(SHARED, "pages");
/** Embeds on other sites need a permission that the person gives by a click; they are no page of Flickr's. */
const ELSEWHERE = new Set(["fragments/embeds-thirdparty.html"]);

/** This fragment is one template filled in twice with the same photo. */
const TWICE = new Set(["fragments/justified-2014-template.html"]);
/** Tall, so that long pages need few stops. */
const VIEWPORT = { width: 1280, height: 3000 };

function readSavedPages(): SavedPage[] {
  const expected = JSON.parse(readFileSync(path.join(FOLDER, "expected.json"), "utf8")) as Record<string, Expected>;
  return Object.entries(expected)
    .filter(([file]) => !ELSEWHERE.has(file))
    .map(([file, entry]) => {
      const text = readFileSync(path.join(FOLDER, file), "utf8");
      // Where the page says what its address was, it is served under that: the photo page's path names its photo.
      const address = /<meta property="og:url" content="https:\/\/www\.flickr\.com(\/[^"]*)"/.exec(text)?.[1];
      const style = '<link rel="stylesheet" href="/skeleton.css">';
      const html = text.includes("<head>")
        ? text.replace("<head>", `<head>${style}`)
        : `<!DOCTYPE html>${style}${text}`;
      return { ...entry, file, path: address ?? `/saved/${file}`, html };
    });
}

if (!existsSync(path.join(FOLDER, "expected.json"))) {
  describe.skip(`saved pages (skipped: set INSET_SHARED; there is no ${FOLDER}/expected.json)`, () => {
    it.todo("badges every second photo");
  });
} else {
  const pages = readSavedPages();

  describeInBrowsers(
    "saved pages",
    (world) => {
      beforeAll(async () => {
        const { helper, flickr } = world();
        for (const page of pages) flickr.serve(page.path, page);
        await helper.build("tidewatch", [...new Set(pages.flatMap((page) => everySecond(page.photos)))]);
        await helper.start();
        await world().pair();
      });

      it.each(pages)("badges every second photo of $file", async (saved) => {
        const page = await world().openFlickr(saved.path);
        await hydrate(page);
        const wanted = everySecond(saved.photos).sort();
        const seen = await badgesWhileScrolling(page, wanted);
        expect(seen.map((badge) => badge.photo).sort()).toEqual(wanted);
        const covers = new Set(saved.cover_photo_in_header);
        for (const badge of seen) {
          expect(badge.answer).toBe("listed");
          expect(badge.atOnce, badge.photo).toBeLessThanOrEqual(
            covers.has(badge.photo) || TWICE.has(saved.file) ? 2 : 1,
          );
        }
      });
    },
    { viewport: VIEWPORT },
  );
}
