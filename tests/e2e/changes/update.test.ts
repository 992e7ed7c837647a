/** The extension is updated, or switched off and on, while pages are open: badges go on without a reload. */
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import type { Page } from "puppeteer-core";
import { afterAll, beforeAll, expect, it } from "vitest";

import { untilBadged } from "../harness/badges.ts";
import { EXTENSION } from "../harness/browsers.ts";
import { showPhotos } from "../harness/shown-photos.ts";
import { until } from "../harness/until.ts";
import { describeInBrowsers, type World } from "../harness/world.ts";
import { everySecond } from "../pages/all.ts";
import { album2025 } from "../pages/photo-cards.ts";
import { photoIds } from "../pages/skeleton.ts";

const ALBUM = album2025();
const ODD = everySecond(ALBUM.photos);
const LATER = photoIds(957_000_000_001, 6);

const copies: string[] = [];

/** Put the extension in again, as an update does. Chromium takes the same folder for the same extension, Firefox its ID. */
async function update({ browser }: World): Promise<void> {
  if (browser.name === "chromium") {
    await browser.browser.installExtension(EXTENSION);
    return;
  }
  const copy = await mkdtemp(path.join(tmpdir(), "inset-update-"));
  copies.push(copy);
  await cp(EXTENSION, copy, { recursive: true });
  await browser.browser.installExtension(copy);
}

async function untilBadgedAnew(page: Page, photos: readonly string[]): Promise<void> {
  await until("the new copy's badges", () => untilBadged(page, photos, 5_000).then(() => true));
}

describeInBrowsers(
  "an update",
  (world) => {
    afterAll(async () => {
      for (const copy of copies.splice(0)) await rm(copy, { recursive: true, force: true });
    });

    beforeAll(async () => {
      const { helper, flickr } = world();
      flickr.serve(ALBUM.path, ALBUM);
      await helper.build("tidewatch", [...ODD, ...everySecond(LATER)]);
      await helper.start();
      await world().pair();
    });

    it("leaves one badge on each listed photo of an open page, and the page goes on", async () => {
      const page = await world().openFlickr(ALBUM.path);
      const errors: string[] = [];
      page.on("pageerror", (error) => errors.push(error instanceof Error ? (error.stack ?? error.message) : String(error)));
      page.on("console", (message) => {
        if (/context invalidated/i.test(message.text())) errors.push(message.text());
      });
      await untilBadged(page, ODD);
      await update(world());
      await page.bringToFront();
      // The old copy's badges go when the new one takes over, so "there" may be true for the last time.
      await untilBadgedAnew(page, ODD);
      await showPhotos(page, LATER);
      await untilBadgedAnew(page, everySecond(LATER));
      expect(errors).toEqual([]);
    });
  },
  { viewport: { width: 1280, height: 1500 } },
);
