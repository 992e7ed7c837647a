/**
 * Pages on which a badge was seen on a photo that is not the listed one, or was missed, or was in the page's way.
 *
 * They are read from `INSET_SHARED`/cases/pages, or from ../shared beside the repository, and skipped where there are none;
 * seen-badges.test.ts asks the same of pages of our own. The first line of each tells its address and what belongs on it.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";

import type { Page } from "puppeteer-core";
import { afterAll, beforeAll, describe, it } from "vitest";

import { ELSEWHERE } from "../harness/flickr-server.ts";
import { drawPhoto } from "../harness/pictures.ts";
import { seenBadges, untilSeen } from "../harness/seen.ts";
import { until } from "../harness/until.ts";
import { Windows } from "../harness/windows.ts";
import { extensionWithSites } from "../harness/with-sites.ts";
import { describeInBrowsers } from "../harness/world.ts";
import { WITNESS, witness } from "../pages/seen-shapes.ts";

const SHARED = process.env.INSET_SHARED ?? fileURLToPath(new URL("../../../../shared", import.meta.url));
const FOLDER = path.join(SHARED, "cases", "pages");
const FIRST_LINE = /^<!-- (?<host>[^/ ]+)(?<path>\/\S*) — (?<what>.*) — badges expected: (?<photos>.*) -->/;
const LISTED = /\b951\d{9}\b/g;
const PICTURE = /(\d{12})_[0-9a-f]+(?:_[a-z0-9]+)?\.jpg/;
/** Milliseconds that the file of a slow picture takes, which has the size "k": longer than what is seen must stay as it is. */
const SLOW = 5_000;

interface Case {
  readonly name: string;
  readonly host: string;
  readonly path: string;
  readonly html: string;
  readonly photos: readonly string[];
}

const cases: Case[] = existsSync(FOLDER)
  ? readdirSync(FOLDER)
      .filter((name) => name.endsWith(".html"))
      .map((file) => {
        const html = readFileSync(path.join(FOLDER, file), "utf8");
        const { host = "", path: where = "/", photos = "" } = FIRST_LINE.exec(html)?.groups ?? {};
        return photos === "none"
          ? { name: file.replace(".html", ""), host, path: where, html: html + witness, photos: [] }
          : { name: file.replace(".html", ""), host, path: where, html, photos: photos.split(" ") };
      })
  : [];

const FULL_SCREEN = "fullscreen";
/** What has to be done on a page before its badges are looked at. */
const DO: Readonly<Record<string, (page: Page) => Promise<unknown>>> = {
  dialog: (page) => page.evaluate(() => { document.querySelector("dialog")?.showModal(); }),
  "dialog-use": (page) => page.evaluate(() => { document.querySelector("dialog")?.showModal(); }),
  [FULL_SCREEN]: (page) => page.evaluate(() => document.querySelector(".w")?.requestFullscreen()),
  "slow-swap": (page) => page.evaluate(() => { document.querySelector("img")?.setAttribute("src", "https://live.staticflickr.com/65535/951000000001_029628b7b7_k.jpg"); }),
  "sticky-header": async (page) => {
    await until("its badge and the witness's", async () => (await seenBadges(page)).length === 2);
    await page.evaluate(() => { scrollTo(0, 55); });
  },
};
const NARROW = new Set(["art-direction"]);

const extension = extensionWithSites(ELSEWHERE);
afterAll(() => rm(extension, { recursive: true, force: true }));

describe.skipIf(cases.length === 0)(`case pages${cases.length === 0 ? ` (skipped: there is no ${FOLDER})` : ""}`, () => {
  describeInBrowsers(
    "case pages",
    (world) => {
      beforeAll(async () => {
        const { helper, flickr } = world();
        const pages = new Map(cases.map((each) => [`${each.host} ${each.path}`, each.html]));
        flickr.handle((host, where) => {
          const headers = { "Content-Security-Policy": "default-src * data: 'unsafe-inline'" };
          const html = pages.get(`${host} ${where}`);
          if (html !== undefined) return { body: html, headers };
          const photo = PICTURE.exec(where)?.[1];
          return photo === undefined ? null : { type: "image/svg+xml", body: drawPhoto(photo), headers, after: where.includes("_k.") ? SLOW : 0 };
        });
        await helper.build("tidewatch", [WITNESS, ...new Set(cases.flatMap(({ html }) => html.match(LISTED) ?? []))]);
        await helper.start();
        await world().pair();
      });

      const windows = new Windows(() => world().browser);
      afterAll(() => windows.close());

      async function look(page: Page, { name, host, path: where, photos }: Case): Promise<void> {
        await page.goto(`https://${host}${where}`, { waitUntil: "load" });
        await (DO[name]?.(page) ?? Promise.resolve());
        await untilSeen(page, photos.length === 0 ? [WITNESS] : photos);
      }

      it.concurrent.each(cases.filter(({ name }) => name !== FULL_SCREEN))("$name", (each) => windows.use(NARROW.has(each.name) ? 500 : 1280, (page) => look(page, each)));

      // Only a page that has the focus may fill the screen: a new one, while no other test opens any.
      it.each(cases.filter(({ name }) => name === FULL_SCREEN))("$name", async (each) => {
        const page = await world().open("about:blank");
        await page.setViewport({ width: 1280, height: 900 });
        await look(page, each);
      });
    },
    { extension },
  );
});
