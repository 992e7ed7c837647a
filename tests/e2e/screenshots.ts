/**
 * Makes the pictures of the documentation anew: `npm run screenshots` in extension/.
 *
 * A real browser, the real helper, made-up photos. It is a test file only so that it runs where the tests run.
 */
import { mkdir, readFile, stat } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";

import { beforeAll, describe, expect, it } from "vitest";
import type { Page } from "puppeteer-core";

import { box, untilBadged } from "./harness/badges.ts";
import { ICON, shootForStore, TILE } from "./harness/store-picture.ts";
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

  async function openShowcase(): Promise<Page> {
    const page = await world().openFlickr(shown.path);
    await untilBadged(page, [...listed, ...probable]);
    return page;
  }

  /** The popup over this page, in a tab of its own: no picture can be taken of a popup beyond its window. */
  async function popupOver(page: Page, scheme: "light" | "dark"): Promise<Page> {
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
    const inTab = await world().openPopupOn(page);
    await inTab.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
    await inTab.setViewport({ width: POPUP_WIDTH, height: 600 });
    await until("the list", async () => (await inTab.$$("#listed .picture")).length === pictures.length);
    // The small pictures are cut out of the page while the popup is over it, so they are taken over from there.
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
    return inTab;
  }

  it("a badged page", async () => {
    await shoot(await openShowcase(), `badges-${name}`);
  });

  describe.skipIf(name === "firefox")("for the stores", () => {
    it("a badged page with a card", async () => {
      const page = await openShowcase();
      const picture = await until("the picture", () => box(page, `img[src*="/${listed[1] ?? ""}_"]`));
      await page.mouse.move(picture.x + 26, picture.y + 20);
      await until("the card", () => page.$("inset-card"));
      await pause(500);
      await shootForStore(page, "1-badges");
    });

    it("the popup over the page", async () => {
      const page = await openShowcase();
      const behind = await page.screenshot({ encoding: "base64" });
      const popup = await popupOver(page, "light");
      const height = await popup.evaluate(() => Math.ceil(document.body.getBoundingClientRect().height));
      await popup.setViewport({ width: POPUP_WIDTH, height, deviceScaleFactor: 1 });
      const over = await popup.screenshot({ encoding: "base64" });
      // As the browser shows it: the popup hangs from the right end of the toolbar, over the page.
      const both = await world().browser.newPage();
      world().pages.push(both);
      await both.setContent(`<body style="margin: 0; background: url(data:image/png;base64,${behind})">
<img src="data:image/png;base64,${over}" style="position: fixed; inset: 0 40px auto auto; max-height: 800px; border-radius: 8px; box-shadow: 0 4px 24px #0008" alt="">`);
      await shootForStore(both, "2-popup");
    });

    it("the small tile and the icon", async () => {
      const icon = await readFile(fileURLToPath(new URL("../../extension/icons/icon.svg", import.meta.url)), "base64");
      const page = await world().browser.newPage();
      world().pages.push(page);
      const image = (size: number): string => `<img src="data:image/svg+xml;base64,${icon}" width="${String(size)}" height="${String(size)}" alt="">`;
      await page.setContent(`<body style="margin: 0; display: grid; place-content: center; justify-items: center; gap: 18px; height: 100vh; background: #12263f; color: #fff; font: 600 34px/1 system-ui, sans-serif">${image(120)}Inset`);
      await shootForStore(page, "tile", TILE);
      // The store wants 16 pixels of nothing around what is drawn.
      await page.setContent(`<body style="margin: 0; display: grid; place-content: center; height: 100vh">${image(102)}`);
      await shootForStore(page, "icon", ICON, { transparent: true });
    });
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
      await shootWhole(await popupOver(await openShowcase(), scheme), POPUP_WIDTH, `popup-${scheme}`);
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
