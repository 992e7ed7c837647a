/**
 * Makes the pictures of the documentation anew: `npm run screenshots` in extension/.
 *
 * A real browser, the real helper, made-up photos. It is a test file only so that it runs where the tests run.
 */
import { mkdir, stat } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";

import { beforeAll, describe, expect, it } from "vitest";
import type { Page } from "puppeteer-core";

import { untilBadged } from "./harness/badges.ts";
import { pause, until } from "./harness/until.ts";
import { describeInBrowsers } from "./harness/world.ts";
import { showcase } from "./pages/showcase.ts";
import { NSID } from "./pages/skeleton.ts";

const IMAGES = fileURLToPath(new URL("../../docs/images", import.meta.url));
/** Bytes; a documentation page must load quickly. */
const LARGEST = 400_000;
/** CSS pixels. */
const POPUP_WIDTH = 360;

async function shoot(page: Page, name: string): Promise<void> {
  const file = path.join(IMAGES, `${name}.png`);
  await page.screenshot({ path: file });
  expect((await stat(file)).size, file).toBeLessThan(LARGEST);
}

describeInBrowsers("screenshots", (world, name) => {
  const shown = showcase();
  const listed = shown.photos.filter((_, n) => [0, 2, 4, 5, 7].includes(n));
  const probable = shown.photos.filter((_, n) => n === 3);

  beforeAll(async () => {
    await mkdir(IMAGES, { recursive: true });
    const { helper, flickr } = world();
    flickr.serve(shown.path, shown);
    await helper.build("tidewatch", listed, { owner: NSID });
    await helper.build("floodmark", probable, { filterOnly: true });
    await helper.start();
    await world().pair();
  });

  it("a badged page", async () => {
    const page = await world().openFlickr(shown.path);
    await untilBadged(page, [...listed, ...probable]);
    await shoot(page, `badges-${name}`);
  });

  // Our own pages are the same documents in both browsers; one of them can be asked to be dark.
  describe.skipIf(name === "firefox").each(["light", "dark"] as const)("in %s", (scheme) => {
    async function openOwn(file: string, width: number): Promise<Page> {
      const page = await world().browser.openOwn(file);
      world().pages.push(page);
      await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
      await page.setViewport({ width, height: 800 });
      return page;
    }

    /** Take a picture of the page from its top to its end. */
    async function shootWhole(page: Page, width: number, file: string, deviceScaleFactor = 2): Promise<void> {
      await pause(500);
      const height = await page.evaluate(() => Math.ceil(document.body.getBoundingClientRect().height));
      await page.setViewport({ width, height, deviceScaleFactor });
      await shoot(page, file);
    }

    it("the popup, opened over the page by the browser itself, with its small pictures", async () => {
      const page = await world().openFlickr(shown.path);
      await untilBadged(page, [...listed, ...probable]);
      await page.bringToFront();
      const { browser, origin } = world().browser;
      const [extension] = (await browser.extensions()).values();
      if (extension === undefined) throw new Error("The extension is not there.");
      await page.triggerExtensionAction(extension);
      const target = await browser.waitForTarget((each) => each.url() === `${origin}/popup.html`);
      const popup = await target.asPage();
      await popup.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
      await until("the pictures", () => popup.$("#listed .picture:not([hidden]) img"));
      await pause(500);
      const pictures = await popup.evaluate(() => [...document.querySelectorAll("#listed .picture")].map((place) => place.querySelector("img")?.src ?? null));
      await popup.close();
      // No picture can be taken of a popup beyond its window: it is taken of the same page in a tab, with the same pictures.
      const inTab = await world().openPopupOn(page);
      await inTab.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
      await inTab.setViewport({ width: POPUP_WIDTH, height: 600 });
      await until("the list", async () => (await inTab.$$("#listed .picture")).length === pictures.length);
      await inTab.evaluate((sources) => {
        for (const [n, place] of [...document.querySelectorAll<HTMLElement>("#listed .picture")].entries()) {
          const source = sources[n] ?? null;
          if (source === null) continue;
          const image = document.createElement("img");
          image.src = source;
          place.replaceChildren(image);
          place.hidden = false;
        }
      }, pictures);
      await shootWhole(inTab, POPUP_WIDTH, `popup-${scheme}`);
    });

    it("the options", async () => {
      const page = await openOwn("options.html", 820);
      await until("the datasets", () => page.$("[data-dataset=tidewatch]"));
      await shootWhole(page, 820, `options-${scheme}`, 1.5);
    });

    it("a check of all photos, in the middle", async () => {
      const page = await openOwn("options.html", 820);
      const walk = {
        pages: { kind: "account", user: "marlene-tern" }, source: "window", state: "paused", trouble: null, names: ["marlene-tern"], nsid: NSID,
        next: 12, last: 34, stated: 3343, found: shown.photos.length, parts: 1, fullest: 100, unlinked: [], failures: 0, barren: 0, skipped: [], again: 0, waitUntil: 0, startedAt: 0,
      };
      await page.evaluate((kept) => chrome.storage.local.set(kept), { check: walk, "check-photos-1": shown.photos.join(" ") });
      const check = await openOwn("check.html", 820);
      await until("the result", async () => (await check.$$("#listed li")).length === listed.length + probable.length);
      await shootWhole(check, 820, `check-${scheme}`);
    });

    it("the welcome page", async () => {
      await shootWhole(await openOwn("welcome.html", 820), 820, `welcome-${scheme}`);
    });
  });
});
