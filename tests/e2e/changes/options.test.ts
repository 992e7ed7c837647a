/** What a person chooses in the options and in the popup reaches every open page at once. */
import type { Page } from "puppeteer-core";
import { beforeAll, beforeEach, expect, it, onTestFailed } from "vitest";

import { untilBadged } from "../harness/badges.ts";
import { until } from "../harness/until.ts";
import { describeInBrowsers } from "../harness/world.ts";
import { album2025 } from "../pages/photo-cards.ts";

const ALBUM = album2025();
const [FIRST, SECOND, BOTH] = [ALBUM.photos.slice(0, 2), ALBUM.photos.slice(2, 4), ALBUM.photos.slice(4, 5)];
const ALL = [...FIRST, ...SECOND, ...BOTH];

describeInBrowsers(
  "the options",
  (world) => {
    let page: Page;
    let options: Page;

    beforeAll(async () => {
      const { helper, flickr } = world();
      flickr.serve(ALBUM.path, ALBUM);
      await helper.build("tidewatch", [...FIRST, ...BOTH]);
      await helper.build("floodmark", [...SECOND, ...BOTH]);
      await helper.start();
      await world().pair();
    });

    beforeEach(async () => {
      await world().forgetPreferences();
      page = await world().openFlickr(ALBUM.path);
      await untilBadged(page, ALL);
      options = await openOptions();
    });

    async function openOptions(): Promise<Page> {
      const opened = await world().browser.openOwn("options.html");
      world().pages.push(opened);
      return opened;
    }

    /** Click as the page's own handlers see it; a tab in the background takes no mouse. */
    async function click(on: Page, selector: string): Promise<void> {
      await until(selector, () => on.$(selector));
      await on.evaluate((wanted) => document.querySelector<HTMLElement>(wanted)?.click(), selector);
    }

    it("switch a dataset off and on: its photos are neither marked nor counted meanwhile", async () => {
      await click(options, '[data-dataset="floodmark"]');
      await page.bringToFront();
      await untilBadged(page, [...FIRST, ...BOTH]);
      const again = await openOptions();
      await until("the switch", () => again.$('[data-dataset="floodmark"]'));
      expect(await again.$eval('[data-dataset="floodmark"]', (each) => (each as HTMLInputElement).checked)).toBe(false);
      await click(again, '[data-dataset="floodmark"]');
      await page.bringToFront();
      await untilBadged(page, ALL);
    });

    it("take badges away altogether and bring them back", async () => {
      await click(options, 'input[value="off"]');
      await page.bringToFront();
      await untilBadged(page, []);
      await click(options, 'input[value="label"]');
      await page.bringToFront();
      await untilBadged(page, ALL);
    });

    it("and the popup's switch pause Inset on one site, seen by both", async () => {
      const popup = await world().openPopupOn(page);
      await until("the switch", () => popup.$eval("#site", (each) => !(each as HTMLElement).hidden));
      const number = (): Promise<string> =>
        popup.evaluate(() => chrome.action.getBadgeText({ tabId: Number(new URLSearchParams(location.search).get("tab")) }));
      await until("the number", async () => (await number()) === ALL.length.toString());
      await click(popup, "#site-switch");
      await page.bringToFront();
      await untilBadged(page, []);
      await until("no number", async () => (await number()) === "");
      await until("the site in the options", () => options.$eval("#paused b", (each) => each.textContent === "flickr.com").catch(() => false));
      await click(options, "#paused button");
      await page.bringToFront();
      await untilBadged(page, ALL);
      await until("the number again", async () => (await number()) === ALL.length.toString());
    });

    it("follow the helper while they are open: it stops, it comes back, it is paired elsewhere", async () => {
      const { helper } = world();
      const shows = (state: string, datasets: number): Promise<unknown> =>
        until(`${state} with ${String(datasets)} datasets`, () =>
          options.evaluate(
            (wanted, many) =>
              document.querySelector<HTMLElement>("#state")?.dataset.state === wanted && document.querySelectorAll("#datasets li").length === many,
            state,
            datasets,
          ),
        );
      await options.bringToFront();
      await shows("ready", 2);
      await helper.stop();
      try {
        await shows("off", 0);
      } finally {
        await helper.start();
      }
      await shows("ready", 2);
      onTestFailed(() => world().pair());
      await world().setPairing({ port: helper.port });
      await shows("not_paired", 0);
      await world().pair();
      await shows("ready", 2);
    });
  },
  { viewport: { width: 1280, height: 1500 } },
);
