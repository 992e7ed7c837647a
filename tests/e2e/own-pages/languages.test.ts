/** The extension's own pages in each of its languages: what axe finds, small and in the dark, and in light at twice the size. */
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import type { Page } from "puppeteer-core";
import { afterAll, beforeAll, expect, it } from "vitest";

import { languages } from "../../extension/support/page-messages.ts";
import { faults } from "../harness/axe.ts";
import { untilBadged } from "../harness/badges.ts";
import { EXTENSION } from "../harness/browsers.ts";
import { until } from "../harness/until.ts";
import { describeInBrowsers } from "../harness/world.ts";
import { everySecond } from "../pages/all.ts";
import { album2025 } from "../pages/photo-cards.ts";

const ALBUM = album2025();
const ODD = everySecond(ALBUM.photos);

/** 1,280 pixels at 200 % are 640 of the page's. */
const LOOKS = [[380, "dark"], [640, "light"]] as const;

/** A copy of the extension that speaks one language, whichever the browser is in: its English is that. */
function speaking(folder: string, language: string): string {
  const copy = path.join(folder, language);
  cpSync(EXTENSION, copy, { recursive: true });
  cpSync(path.join(EXTENSION, "_locales", language), path.join(copy, "_locales", "en"), { recursive: true });
  return copy;
}

for (const language of languages) {
  const folder = mkdtempSync(path.join(tmpdir(), "inset-speaking-"));
  afterAll(() => { rmSync(folder, { recursive: true, force: true }); });

  describeInBrowsers(
    `our own pages, speaking ${language},`,
    (world, name) => {
      beforeAll(async () => {
        const { helper, flickr } = world();
        flickr.serve(ALBUM.path, ALBUM);
        await helper.build("tidewatch", ODD);
        await helper.build("floodmark", ODD.slice(0, 1), { filterOnly: true });
        await helper.start();
        await world().pair();
      });

      async function openPopup(): Promise<Page> {
        const page = await world().openFlickr(ALBUM.path);
        await untilBadged(page, ODD);
        const popup = await world().openPopupOn(page);
        await until("the list", () => popup.$("#listed li"));
        return popup;
      }

      async function openOwn(file: string): Promise<Page> {
        const page = await world().browser.openOwn(file);
        world().pages.push(page);
        return page;
      }

      // The language is that of the copy, and Firefox shows the same pages.
      it.skipIf(name === "firefox")("have no fault that axe finds, and keep to their width", async () => {
        const pages: readonly (readonly [string, () => Promise<Page>])[] = [
          ["the popup", openPopup],
          ["the options", () => openOwn("options.html")],
          ["the welcome page", () => openOwn("welcome.html")],
          ["a check", () => openOwn("check.html?of=https://www.flickr.com/photos/marlene-tern/")],
          ["an answer", () => openOwn(`answer.html?photo=${ODD[0] ?? ""}`)],
        ];
        for (const [which, open] of pages) {
          const page = await open();
          await until("the language", () => page.evaluate((wanted) => document.documentElement.lang === wanted, language.replace("_", "-")));
          for (const [width, theme] of LOOKS) {
            await page.setViewport({ width, height: 800 });
            await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: theme }]);
            expect(await faults(page), `${which}, ${theme}`).toEqual([]);
            await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth), { message: which }).toBeLessThanOrEqual(width);
          }
        }
      });
    },
    { extension: speaking(folder, language) },
  );
}
