/** The extension's own pages for whoever sees little, hears the page, or uses no mouse. */
import type { Page } from "puppeteer-core";
import { beforeAll, expect, it, onTestFinished } from "vitest";

import { faults } from "../harness/axe.ts";
import { untilBadged } from "../harness/badges.ts";
import { pause, until } from "../harness/until.ts";
import { describeInBrowsers } from "../harness/world.ts";
import { everySecond } from "../pages/all.ts";
import { album2025 } from "../pages/photo-cards.ts";
import { NSID } from "../pages/skeleton.ts";

const ALBUM = album2025();
const ODD = everySecond(ALBUM.photos);
/** Pixels: a phone, or a computer at 400 % zoom (WCAG 1.4.10). */
const NARROW = 320;

/** Names of everything that the Tab key reaches, in its order. */
async function tabThrough(page: Page): Promise<string[]> {
  const reached: string[] = [];
  for (let presses = 0; presses < 60; presses += 1) {
    await page.keyboard.press("Tab");
    const name = await page.evaluate(() => {
      const at = document.activeElement;
      if (at === null || at === document.body) return "";
      return at.id !== "" ? at.id : (at.getAttribute("data-dataset") ?? at.getAttribute("value") ?? at.textContent);
    });
    if (name === "" || reached.includes(name)) break;
    reached.push(name);
  }
  return reached;
}

describeInBrowsers(
  "our own pages",
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
      await pause(500);
      return page;
    }

    async function openNewCheck(): Promise<Page> {
      const options = await openOwn("options.html");
      await options.evaluate(() => chrome.storage.local.remove(["check", "check-photos-1"]));
      const page = await openOwn("check.html?of=https://www.flickr.com/photos/marlene-tern/");
      await until("the form", () => page.$("#setup:not([hidden])"));
      await page.evaluate(() => { for (const details of document.querySelectorAll("details")) details.open = true; });
      return page;
    }

    /** The page of a check that was kept, with a result of every kind. */
    async function openKeptCheck(): Promise<Page> {
      const options = await openOwn("options.html");
      const photos = [...ALBUM.photos, "929900000001"];
      const walk = {
        pages: { kind: "account", user: "marlene-tern" }, source: "window", state: "stopped", trouble: "refused", names: ["marlene-tern"], nsid: NSID,
        next: 3, last: 9, stated: 900, found: photos.length, parts: 1, fullest: 100, unlinked: ["929900000002"], failures: 0, barren: 0, skipped: [2], again: 0, waitUntil: 0, startedAt: 0,
      };
      await options.evaluate((kept) => chrome.storage.local.set(kept), { check: walk, "check-photos-1": photos.join(" ") });
      const page = await openOwn("check.html");
      await until("the result", () => page.$("#listed li"));
      return page;
    }

    const pages: readonly (readonly [string, () => Promise<Page>])[] = [
      ["the popup", openPopup],
      ["the options", () => openOwn("options.html")],
      ["the welcome page", () => openOwn("welcome.html")],
      ["a check before it starts", openNewCheck],
      ["a check with its result", openKeptCheck],
      ["an answer", () => openOwn(`answer.html?photo=${ODD[0] ?? ""}`)],
    ];

    // Firefox over BiDi takes no other scheme; its pages are the same ones.
    it.each(pages)("%s has no fault that axe finds, in light and dark", async (_, open) => {
      const page = await open();
      expect(await faults(page)).toEqual([]);
      if (name === "firefox") return;
      await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: "dark" }]);
      expect(await faults(page)).toEqual([]);
    });

    it.each(pages)("%s fits a narrow window without scrolling sideways", async (_, open) => {
      const page = await open();
      await page.setViewport({ width: NARROW, height: 600 });
      await pause(100);
      await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(NARROW);
    });

    it.skipIf(name === "firefox").each(pages)("%s stands still where the person asked for less motion", async (_, open) => {
      const page = await open();
      await page.emulateMediaFeatures([{ name: "prefers-reduced-motion", value: "reduce" }]);
      const moving = await page.evaluate(() =>
        [...document.querySelectorAll("*")].filter((element) =>
          [undefined, "::before", "::after"].some((part) => {
            const { transitionDuration, animationName } = getComputedStyle(element, part);
            return parseFloat(transitionDuration) > 0 || animationName !== "none";
          }),
        ).map((element) => element.id || element.localName),
      );
      expect(moving).toEqual([]);
    });

    it.skipIf(name === "firefox")("are worked by the keyboard alone", async () => {
      // A site that is paused would have no badges in a second try.
      onTestFinished(() => world().forgetPreferences());
      const popup = await openPopup();
      await popup.bringToFront();
      const reached = await tabThrough(popup);
      const photos = await popup.$$eval("#listed a", (links) => links.map((each) => each.textContent));
      expect(photos.length).toBeGreaterThan(0);
      expect(reached).toEqual(expect.arrayContaining(photos));
      expect(reached).toEqual(expect.arrayContaining(["site-switch", "Options"]));
      await popup.focus("#site-switch");
      await popup.keyboard.press("Space");
      await until("the pause", () => popup.$eval("#paused", (each) => !(each as HTMLElement).hidden));
      await popup.keyboard.press("Space");
      await until("the end of the pause", () => popup.$eval("#paused", (each) => (each as HTMLElement).hidden));

      const options = await openOwn("options.html");
      await options.bringToFront();
      await until("the datasets", () => options.$("[data-dataset=tidewatch]"));
      expect(await tabThrough(options)).toEqual(
        expect.arrayContaining(["label", "amber", "tidewatch", "floodmark", "new-site", "test", "port", "forget"]),
      );
      await options.focus('input[value="label"]');
      await options.keyboard.press("ArrowRight");
      const style = (): Promise<unknown> => options.evaluate(async () => (await chrome.storage.local.get("preferences")).preferences);
      await until("the choice", async () => ((await style()) as { style?: string } | undefined)?.style === "dot");
    });
  },
  { viewport: { width: 1000, height: 900 } },
);
