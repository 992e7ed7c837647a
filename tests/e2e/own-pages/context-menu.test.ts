/** "Is this photo in a dataset?" and the popup over a page, as the browser itself opens it. Only Chromium lets a test do either. */
import { TargetType, type Page, type WebWorker } from "puppeteer-core";
import { beforeAll, expect, it } from "vitest";

import { untilBadged } from "../harness/badges.ts";
import { HOSTILE } from "../harness/flickr-server.ts";
import { until } from "../harness/until.ts";
import { describeInBrowsers } from "../harness/world.ts";
import { everySecond } from "../pages/all.ts";
import { album2025, search2025 } from "../pages/photo-cards.ts";
import { imageUrl, photoPath } from "../pages/skeleton.ts";

const ALBUM = album2025();
const ODD = everySecond(ALBUM.photos);
const NONE = search2025();
const [LISTED = "", OTHER = ""] = ALBUM.photos;

describeInBrowsers(
  "the extension's own places in the browser",
  (world, name) => {
    const { skip } = it;
    const inChromium = name === "chromium" ? it : skip;

    beforeAll(async () => {
      const { helper, flickr } = world();
      for (const page of [ALBUM, NONE]) flickr.serve(page.path, page);
      flickr.serve("/story", { html: "<!doctype html><title>A story</title><p>Words." }, HOSTILE);
      await helper.build("tidewatch", ODD);
      await helper.start();
      await world().pair();
    });

    async function worker(): Promise<WebWorker> {
      const { browser, origin } = world().browser;
      const target = await browser.waitForTarget((each) => each.type() === TargetType.SERVICE_WORKER && each.url().startsWith(origin));
      const found = await target.worker();
      if (found === null) throw new Error("The background has no worker.");
      return found;
    }

    /** What the browser tells the background when a person chooses the item: no test can press a menu of the browser's own. */
    async function choose(page: Page, clicked: Record<string, string>): Promise<void> {
      const address = page.url();
      await (await worker()).evaluate(
        async (info, url) => {
          const tabs = await chrome.tabs.query({});
          const tab = tabs.find((each) => each.url === url) ?? tabs.find((each) => each.active);
          const { onClicked } = chrome.contextMenus as unknown as { onClicked: { dispatch: (...args: unknown[]) => void } };
          onClicked.dispatch({ menuItemId: "target", editable: false, ...info }, tab);
        },
        clicked,
        address,
      );
    }

    const windows = async (): Promise<Page[]> => {
      const { browser, origin } = world().browser;
      return (await browser.pages()).filter((page) => page.url().startsWith(`${origin}/answer.html`));
    };

    it("has its items in the context menu", async () => {
      const own = await world().openPopup();
      const changed = await own.evaluate(async () => {
        // Refused for an item that is not there.
        for (const id of ["target", "page"]) await chrome.contextMenus.update(id, { enabled: true });
        return "both";
      });
      expect(changed).toBe("both");
    });

    it("says on the toolbar how many photos of each tab are listed", async () => {
      const own = await world().openPopup();
      const textOf = (address: string): Promise<string> =>
        own.evaluate(async (url) => {
          const [tab] = await chrome.tabs.query({ url });
          return tab?.id === undefined ? "no tab" : chrome.action.getBadgeText({ tabId: tab.id });
        }, address);
      const page = await world().openFlickr(ALBUM.path);
      await untilBadged(page, ODD);
      await until("the number", async () => (await textOf(page.url())) === ODD.length.toString());
      const none = await world().openFlickr(NONE.path);
      await until("no number", async () => (await textOf(none.url())) === "");
      await expect.poll(() => textOf(page.url())).toBe(ODD.length.toString());
    });

    inChromium("answers in the page where the content script runs", async () => {
      const page = await world().openFlickr(ALBUM.path);
      await untilBadged(page, ODD);
      await choose(page, { srcUrl: imageUrl(OTHER, "c"), linkUrl: new URL(photoPath(OTHER), "https://www.flickr.com").href });
      await until("the card", () => page.evaluate(() => document.querySelector("inset-card") !== null));
      expect(await windows()).toEqual([]);
    });

    inChromium.each([
      [LISTED, "In 1 dataset", "listed"],
      [OTHER, "Not listed", "not_listed"],
    ])("answers about %s in a small window where it does not", async (photo, heading, answer) => {
      const page = await world().open(`https://${HOSTILE}/story`);
      await choose(page, { linkUrl: new URL(photoPath(photo), "https://www.flickr.com").href });
      const shown = await until("the window", async () => (await windows())[0]);
      world().pages.push(shown);
      await until("the answer", () => shown.$eval("#heading", (each, wanted) => (each as HTMLElement).dataset.answer === wanted, answer));
      await expect.poll(() => shown.$eval("#heading", (each) => each.textContent)).toBe(heading);
      await expect.poll(() => shown.$eval("#photo", (each) => each.textContent)).toBe(`Photo ${photo}`);
    });

    inChromium("shows in the popup small pictures of the photos on screen, and no request leaves for them", async () => {
      const page = await world().openFlickr(ALBUM.path);
      await untilBadged(page, ODD);
      await page.bringToFront();
      const { arrived } = world().flickr;
      const before = arrived.length;
      const { browser, origin } = world().browser;
      const [extension] = (await browser.extensions()).values();
      if (extension === undefined) throw new Error("The extension is not there.");
      await page.triggerExtensionAction(extension);
      const target = await browser.waitForTarget((each) => each.url() === `${origin}/popup.html`);
      const popup = await target.asPage();
      await until("a picture", () => popup.evaluate(() => document.querySelectorAll("#listed .picture:not([hidden]) img").length > 0));
      const pictures = await popup.evaluate(async () =>
        Promise.all(
          [...document.querySelectorAll<HTMLImageElement>("#listed .picture img")].map(async (image) => {
            await image.decode();
            const canvas = document.createElement("canvas");
            const context = canvas.getContext("2d");
            context?.drawImage(image, 0, 0);
            const pixels = [...(context?.getImageData(0, 0, 60, 60).data ?? [])];
            return { source: image.src.slice(0, 11), colours: new Set(pixels).size };
          }),
        ),
      );
      for (const { source, colours } of pictures) {
        expect(source).toBe("data:image/");
        // A drawn landscape, not an empty square.
        expect(colours).toBeGreaterThan(20);
      }
      expect(arrived.slice(before)).toEqual([]);
    });
  },
  { viewport: { width: 1280, height: 1000 } },
);
