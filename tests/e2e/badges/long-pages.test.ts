/** Long lists: badges are there before one scrolls to them, and only so many. */
import type { Page } from "puppeteer-core";
import { beforeAll, expect, it } from "vitest";

import { badgedPhotos } from "../harness/badges.ts";
import { pause, until } from "../harness/until.ts";
import { describeInBrowsers } from "../harness/world.ts";
import { everySecond } from "../pages/all.ts";
import { imgTile, photostream2023 } from "../pages/photo-lists.ts";
import { listHeight, photoIds } from "../pages/skeleton.ts";

const TILES = 1_200;
/** Screens around the visible one in which badges are drawn ahead, and how many badges a page has at most; both a bit more than it is. */
const AHEAD = 40;
const MOST = 360;
/** Milliseconds between two parts of what a page draws ahead, or tidies up, at most. */
const PAUSE = 3_000;

/** Tiles on the screen, or within so many screens of it. */
const tilesWithin = (page: Page, screens: number): Promise<number[]> =>
  page.evaluate((far) => {
    const tiles = [...document.querySelectorAll(".photo-list-photo-view")].map((tile) => tile.getBoundingClientRect());
    return tiles.flatMap(({ top, bottom }, n) => (bottom > -far * innerHeight && top < (1 + far) * innerHeight ? [n] : []));
  }, screens);

describeInBrowsers(
  "long pages",
  (world) => {
    const skeleton = photostream2023();
    const photos = photoIds(953_000_000_001, TILES);
    const listed = new Set(everySecond(photos));
    const onScreen = async (page: Page): Promise<string[]> =>
      (await tilesWithin(page, 0)).map((n) => photos[n] ?? "").filter((photo) => listed.has(photo)).sort();

    beforeAll(async () => {
      const { helper, flickr } = world();
      flickr.serve(skeleton.path, skeleton);
      await helper.build("tidewatch", [...listed]);
      await helper.start();
      await world().pair();
    });

    async function open(): Promise<Page> {
      const page = await world().openFlickr(skeleton.path);
      await page.evaluate(
        (html, height) => {
          const list = document.querySelector<HTMLElement>(".photo-list-view");
          if (!list) throw new Error("no list");
          list.innerHTML = html;
          list.style.height = `${String(height)}px`;
        },
        photos.map((photo, n) => imgTile(photo, n)).join(""),
        listHeight(TILES),
      );
      await until("the badges on the screen", async () => (await badgedPhotos(page)).length >= (await onScreen(page)).length);
      await untilDrawnAhead(page);
      return page;
    }

    /** Wait until no badge comes or goes any more; how long that takes is the machine's affair. */
    async function untilDrawnAhead(page: Page): Promise<void> {
      await until("the badges to stay", async () => {
        const before = await badgedPhotos(page);
        await pause(PAUSE);
        return before.join() === (await badgedPhotos(page)).join();
      });
    }

    async function expectBadges(page: Page): Promise<void> {
      const badged = await badgedPhotos(page);
      expect(new Set(badged).size, "each badge once").toBe(badged.length);
      expect(badged.filter((photo) => !listed.has(photo))).toEqual([]);
      const seen = await onScreen(page);
      expect(seen.length).toBeGreaterThan(0);
      expect(badged).toEqual(expect.arrayContaining(seen));
      expect(badged.length).toBeLessThanOrEqual(MOST);
    }

    it("a page that is not scrolled draws badges ahead, and scrolling there draws none", async () => {
      const page = await open();
      await expectBadges(page);
      const changes = await page.evaluate(async (screens) => {
        let badges = 0;
        const observer = new MutationObserver((records) => {
          badges += records.flatMap(({ addedNodes, removedNodes }) => [...addedNodes, ...removedNodes]).filter(({ nodeName }) => nodeName === "INSET-BADGE").length;
        });
        observer.observe(document, { subtree: true, childList: true });
        while (scrollY < screens * innerHeight) {
          scrollBy(0, innerHeight / 8);
          await new Promise((resolve) => requestAnimationFrame(resolve));
        }
        observer.disconnect();
        return badges;
      }, 5);
      expect(changes).toBe(0);
      await expectBadges(page);
    });

    it("who jumps finds the badges there, and what was left far behind is tidied up", async () => {
      const page = await open();
      for (const part of [0.9, 0.4, 0]) {
        await page.evaluate((to) => { scrollTo(0, document.documentElement.scrollHeight * to); }, part);
        await until("the badges there", async () => {
          const badged = new Set(await badgedPhotos(page));
          return (await onScreen(page)).every((photo) => badged.has(photo));
        });
        await untilDrawnAhead(page);
        await expectBadges(page);
        const around = new Set((await tilesWithin(page, AHEAD)).map((n) => photos[n]));
        expect((await badgedPhotos(page)).filter((photo) => !around.has(photo))).toEqual([]);
      }
    });
  },
  { viewport: { width: 1280, height: 800 } },
);
