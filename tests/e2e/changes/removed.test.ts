/** Somebody removes the extension while pages are open: what it drew goes by itself. */
import { beforeAll, expect, it, onTestFailed } from "vitest";

import { box, untilBadged } from "../harness/badges.ts";
import { EXTENSION } from "../harness/browsers.ts";
import { untilSeen } from "../harness/seen.ts";
import { readManifest } from "../harness/test-browser.ts";
import { until } from "../harness/until.ts";
import { describeInBrowsers, type World } from "../harness/world.ts";
import { everySecond } from "../pages/all.ts";
import { album2025 } from "../pages/photo-cards.ts";

const ALBUM = album2025();
const ODD = everySecond(ALBUM.photos);

async function remove({ browser }: World): Promise<void> {
  const { gecko } = (await readManifest(EXTENSION)).browser_specific_settings;
  await browser.browser.uninstallExtension(browser.name === "firefox" ? gecko.id : new URL(browser.origin).hostname);
}

describeInBrowsers(
  "removed",
  (world) => {
    beforeAll(async () => {
      const { helper, flickr } = world();
      flickr.serve(ALBUM.path, ALBUM);
      await helper.build("tidewatch", ODD);
      await helper.start();
    });

    it("shows no badge and no card any more", async () => {
      // For a second try the extension must be there again, which a new browser has.
      onTestFailed(() => world().restartBrowser());
      await world().pair();
      const page = await world().openFlickr(ALBUM.path);
      const errors: string[] = [];
      page.on("pageerror", (error) => errors.push(String(error)));
      await untilBadged(page, ODD);
      await page.bringToFront();
      const badge = await until("the badge", () => box(page, `inset-badge[data-photo-id="${ODD[0] ?? ""}"]`));
      await page.mouse.click(badge.x + badge.width / 2, badge.y + badge.height / 2);
      await until("the card", () => page.evaluate(() => document.querySelector("inset-card")?.checkVisibility() === true));
      await remove(world());
      await untilSeen(page, []);
      await until("the card to go", () => page.evaluate(() => document.querySelector("inset-card")?.checkVisibility() !== true));
      expect(errors).toEqual([]);
    });
  },
  { viewport: { width: 1280, height: 1500 } },
);
