/** How badges look, and when there are none: styles, colours, hidden datasets, a site that is paused, a copy that takes over. */
import type { Page } from "puppeteer-core";
import { beforeAll, beforeEach, expect, it } from "vitest";

import { badges, SETTLE_MS, untilBadged } from "../harness/badges.ts";
import { pause, until } from "../harness/until.ts";
import { describeInBrowsers } from "../harness/world.ts";
import { everySecond } from "../pages/all.ts";
import { photostream2021, photostream2023 } from "../pages/photo-lists.ts";

const skeleton = photostream2023();
const listed = everySecond(skeleton.photos);
const unseen = photostream2021();
const both = listed.slice(0, 4);
/** Only in the dataset that has no list, only a filter. */
const likely = skeleton.photos.filter((_, n) => n % 6 === 3);

describeInBrowsers(
  "preferences",
  (world) => {
    beforeAll(async () => {
      const { helper, flickr } = world();
      for (const page of [skeleton, unseen]) flickr.serve(page.path, page);
      await helper.build("tidewatch", [...listed, ...everySecond(unseen.photos)]);
      await helper.build("floodmark", [...likely, ...both], { filterOnly: true });
      await helper.start();
      await world().pair();
    });
    beforeEach(() => prefer({}));

    async function prefer(preferences: Record<string, unknown>): Promise<void> {
      const popup = await world().openPopup();
      await popup.evaluate(async (value) => chrome.storage.local.set({ preferences: value }), preferences);
      await popup.close();
    }

    const open = (): Promise<Page> => world().openFlickr(skeleton.path);

    /** Goes on as a person does who follows a link. */
    async function leaveFor(page: Page, path: string): Promise<void> {
      const address = world().flickr.address(path);
      await page.evaluate((to) => {
        addEventListener("pageshow", (event) => { document.documentElement.dataset.persisted = String(event.persisted); });
        location.assign(to);
      }, address);
      await until("the next page", async () => page.evaluate((to) => location.href === to && document.readyState === "complete", address).catch(() => false));
    }

    /** Goes back, to the very page that was left; that it was brought back is told to the page a moment after it is there. */
    async function comeBack(page: Page): Promise<void> {
      await page.evaluate(() => { history.back(); });
      await until("the page before", async () => page.evaluate((path) => location.pathname === path, skeleton.path).catch(() => false));
      await expect.poll(() => page.evaluate(() => document.documentElement.dataset.persisted)).toBe("true");
    }

    /** For each picture, whether a click in its middle reaches the page instead of a badge. */
    const holes = (page: Page): Promise<boolean[]> =>
      page.evaluate(() =>
        [...document.querySelectorAll("img")].map((image) => {
          const { left, top, width, height } = image.getBoundingClientRect();
          return document.elementFromPoint(left + width / 2, top + height / 2)?.localName !== "inset-badge";
        }),
      );

    it.each(["label", "dot", "frame"])("in the style %s every badge is there and leaves the photo to the page", async (style) => {
      await prefer({ style });
      const page = await open();
      await untilBadged(page, [...listed, ...likely]);
      await page.evaluate(() => { scrollTo(0, 0); });
      expect(await holes(page)).not.toContain(false);
    });

    it("another style and other colours come at once", async () => {
      const page = await open();
      await untilBadged(page, [...listed, ...likely]);
      const width = (): Promise<number> => page.evaluate(() => document.querySelector("inset-badge")?.getBoundingClientRect().width ?? 0);
      // A badge is there before its picture's place is known, and takes no room until then.
      const label = await until("a badge that is drawn", width);
      await prefer({ style: "dot", colours: "blue" });
      await until("a smaller badge", async () => (await width()) > 0 && (await width()) < label);
      await untilBadged(page, [...listed, ...likely]);
    });

    it("off takes everything away, and back brings it back, without a reload", async () => {
      const page = await open();
      await untilBadged(page, [...listed, ...likely]);
      await prefer({ style: "off" });
      await untilBadged(page, []);
      await prefer({});
      await untilBadged(page, [...listed, ...likely]);
    });

    it("on a paused site nothing is found and nothing is asked", async () => {
      await prefer({ pausedSites: ["flickr.com"] });
      const before = world().helper.log.length;
      // Photos that no other test has asked about: nothing about them is remembered.
      const page = await world().openFlickr(unseen.path);
      await pause(3 * SETTLE_MS);
      expect(await badges(page)).toEqual([]);
      expect(world().helper.log.slice(before)).not.toContain("/v1/lookup");
      await prefer({});
      await untilBadged(page, everySecond(unseen.photos));
      // Otherwise it would prove nothing that nothing was asked before.
      await expect.poll(() => world().helper.log.slice(before)).toContain("/v1/lookup");
    });

    it("a page that Back brings back as it was takes what was chosen meanwhile, and counts again for the toolbar", async () => {
      const page = await open();
      await untilBadged(page, [...listed, ...likely]);
      await leaveFor(page, unseen.path);
      await prefer({ pausedSites: ["flickr.com"] });
      await comeBack(page);
      await untilBadged(page, []);
      await prefer({});
      await untilBadged(page, [...listed, ...likely]);
      const popup = await world().openPopup();
      const counted = (path: string): Promise<string> =>
        popup.evaluate(async (url) => {
          const [tab] = await chrome.tabs.query({ url });
          return tab?.id === undefined ? "no tab" : chrome.action.getBadgeText({ tabId: tab.id });
        }, world().flickr.address(path));
      await until("the number", async () => (await counted(skeleton.path)) === listed.length.toString());
      await leaveFor(page, "/nothing");
      // Which page the tab shows, and that it has no number, the browser knows later than the page itself.
      await expect.poll(() => counted("/nothing")).toBe("");
      await comeBack(page);
      await until("the number again", async () => (await counted(skeleton.path)) === listed.length.toString());
    });

    it("a hidden dataset is left out of badges, and of what they say", async () => {
      await prefer({ hiddenDatasets: ["tidewatch"] });
      const page = await open();
      await untilBadged(page, [...likely, ...both]);
      for (const badge of await badges(page)) expect(badge.answer).toBe("probably_listed");
      await prefer({ hiddenDatasets: ["tidewatch", "floodmark"] });
      await untilBadged(page, []);
    });

    it("a copy that starts makes the one before clean up", async () => {
      const page = await open();
      await untilBadged(page, [...listed, ...likely]);
      await page.evaluate(() => document.dispatchEvent(new CustomEvent("inset-take-over")));
      await untilBadged(page, []);
      await page.evaluate(() => { document.querySelector("img")?.setAttribute("alt", "still"); });
      await pause(SETTLE_MS);
      expect(await badges(page)).toEqual([]);
    });
  },
  { viewport: { width: 1280, height: 2400 } },
);
