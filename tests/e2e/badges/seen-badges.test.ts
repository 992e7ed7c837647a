/** Badges are seen on exactly the photos that are shown, whatever the page does, and the page does not notice them. */
import { rm } from "node:fs/promises";

import type { Page } from "puppeteer-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { BLOG, FLICKR } from "../harness/flickr-server.ts";
import { drawPhoto } from "../harness/pictures.ts";
import { seenBadges, untilSeen } from "../harness/seen.ts";
import { pause, until } from "../harness/until.ts";
import { Windows } from "../harness/windows.ts";
import { extensionWithSites } from "../harness/with-sites.ts";
import { describeInBrowsers } from "../harness/world.ts";
import { A, B, BROKEN, C, file, img, SHAPES, WITNESS, witness, X, type Shape } from "../pages/seen-shapes.ts";
import { BOXES } from "../pages/seen-boxes.ts";
import { CONTRASTS } from "../pages/seen-contrasts.ts";
import { DRAWN } from "../pages/seen-drawn.ts";
import { PAGES } from "../pages/seen-pages.ts";
import { PARTLY } from "../pages/seen-partly.ts";
import { VARIANTS } from "../pages/seen-variants.ts";
import { photoPath } from "../pages/skeleton.ts";

const PICTURE = /(\d{12})_[0-9a-f]+(?:_([a-z0-9]+))?\.jpg/;
/** Pages may do here what they like; what Flickr's own policy refuses is tested elsewhere. */
const HEADERS = { "Content-Security-Policy": "default-src * data: blob: 'unsafe-inline'" };
/** In place of a size: the file is not there, which the server says only when a test lets it. */
const HELD = "f";
/** Milliseconds that the files of these sizes take. */
const SLOW: Record<string, number> = { k: 2_000, h: 8_000 };

const shapes: readonly Shape[] = [...SHAPES, ...VARIANTS, ...CONTRASTS, ...DRAWN, ...PAGES, ...BOXES, ...PARTLY];

const extension = extensionWithSites([BLOG]);
afterAll(() => rm(extension, { recursive: true, force: true }));

describeInBrowsers(
  "seen badges",
  (world) => {
    const pages = new Map<string, string>();
    let number = 0;
    let held = Promise.resolve();

    beforeAll(async () => {
      const { helper, flickr } = world();
      flickr.handle((host, where) => {
        const html = pages.get(`${host} ${where}`);
        if (html !== undefined) return { body: html, headers: HEADERS };
        const [, photo, size = ""] = PICTURE.exec(where) ?? [];
        if (size === BROKEN) return { status: 404, body: "" };
        if (size === HELD) return { status: 404, body: "", after: held };
        return photo === undefined ? null : { type: "image/svg+xml", body: drawPhoto(photo), headers: HEADERS, after: SLOW[size] ?? 0 };
      });
      await helper.build("tidewatch", [A, B, C, WITNESS]);
      await helper.start();
      await world().pair();
    });

    async function prefer(preferences: Record<string, unknown>): Promise<void> {
      const popup = await world().openPopup();
      await popup.evaluate(async (value) => chrome.storage.local.set({ preferences: value }), preferences);
      await popup.close();
    }

    /** Serve a page with this body, and return its address. */
    function serve(host: string, body: string, { head = "", path = "" } = {}): string {
      number += 1;
      const where = path || `/seen/${String(number)}`;
      pages.set(`${host} ${where}`, `<!DOCTYPE html><html><head><meta charset="utf-8"><title>Ebbe</title>${head}</head><body>${body}</body></html>`);
      return `https://${host}${where}`;
    }

    async function open(host: string, body: string): Promise<Page> {
      const page = await world().open("about:blank");
      await page.setViewport({ width: 1280, height: 900 });
      await page.goto(serve(host, body), { waitUntil: "load" });
      return page;
    }

    describe("of shapes", () => {
      const windows = new Windows(() => world().browser);
      afterAll(() => windows.close());

      const look = ({ host, body, seen, width = 1280, ...more }: Shape): Promise<void> => {
        const address = serve(host, seen.length > 0 ? body : body + witness, more);
        return windows.use(width, async (page) => {
          await page.goto(address, { waitUntil: "load" });
          await untilSeen(page, seen.length > 0 ? seen : [WITNESS]);
        });
      };
      it.concurrent.each(shapes.filter(({ path }) => path === undefined))("$name", look);
      // Several are served under one address, so one after the other.
      it.each(shapes.filter(({ path }) => path !== undefined))("$name", look);
    });

    /** Changes the source of the page's image to the photo A, in a file that takes its time. */
    async function change(page: Page, size: string): Promise<void> {
      await page.evaluate((source) => {
        const image = document.querySelector("img");
        if (image !== null) image.src = source;
      }, file(A, size));
    }

    /** The photo A has its badge when it is painted, and not before. */
    async function untilPainted(page: Page): Promise<void> {
      const isPainted = (): Promise<boolean> => page.evaluate(() => document.querySelector("img")?.complete === true);
      for (;;) {
        const seen = await seenBadges(page);
        // Asked after the look: what is not there yet was not there then.
        if (await isPainted()) break;
        expect(seen).toEqual([]);
        await pause(100);
      }
      await untilSeen(page, [A]);
    }

    it("an image whose source was changed has the new photo's badge when that is painted, and not before", async () => {
      const page = await open(BLOG, img(X));
      await change(page, "k");
      await untilPainted(page);
    });

    it("so has one whose source was changed before Inset looked at the page, as it was switched off there", async () => {
      await prefer({ style: "off" });
      const page = await open(BLOG, img(X) + img(B));
      await change(page, "h");
      await prefer({});
      await until("a badge", async () => (await seenBadges(page)).includes(B));
      await page.evaluate(() => { document.querySelectorAll("img")[1]?.remove(); });
      await until("its end", async () => !(await seenBadges(page)).includes(B));
      await untilPainted(page);
    });

    it("a badge lies on what an image paints that is fitted into a larger box", async () => {
      const fitted = (photo: string, fit: string): string => `<img src="${file(photo)}" style="display: block; width: 900px; height: 300px; object-fit: ${fit}">`;
      const page = await open(BLOG, `<style>body { margin: 0 }</style>${fitted(A, "contain")}${fitted(B, "scale-down; object-position: 100% 0")}`);
      await untilSeen(page, [A, B]);
      // The file is 600 pixels wide and 400 high, so 450 are left of its width.
      const lefts = await page.evaluate(() => [...document.querySelectorAll("inset-badge")].map((badge) => badge.getBoundingClientRect().left));
      expect(lefts.map((left) => left > 225 && left < 260)).toEqual([true, false]);
      expect(lefts.map((left) => left > 450 && left < 485)).toEqual([false, true]);
    });

    it("slides that follow each other take the badge along", async () => {
      const page = await open(BLOG, `<style>img { position: absolute; left: 0; top: 0; opacity: 0 } .on { opacity: 1 }</style><div style="position: relative; height: 200px">${img(A, "", 'class="on"')}${img(X)}${img(B)}</div>`);
      for (const [slide, seen] of [[0, [A]], [1, []], [2, [B]], [0, [A]]] as const) {
        await page.evaluate((n) => { document.querySelectorAll("img").forEach((each, at) => { each.classList.toggle("on", at === n); }); }, slide);
        await untilSeen(page, seen);
      }
    });

    it("files of an svg, of a button and of an object that turn out to be broken lose their badges", async () => {
      let letGo = (): void => undefined;
      held = new Promise((resolve) => { letGo = resolve; });
      const lost = file(A, HELD);
      const body = `<svg width="300" height="200"><image href="${lost}" width="300" height="200"/></svg><input type="image" src="${lost}" width="300" height="200"><object data="${lost}" width="300" height="200"></object>${img(B)}`;
      const page = await world().open("about:blank");
      await page.goto(serve(BLOG, body), { waitUntil: "domcontentloaded" });
      await until("a badge", async () => (await seenBadges(page)).includes(B));
      letGo();
      await untilSeen(page, [B]);
    });

    it("nothing is put into a page's boxes, and none of them moves", async () => {
      const body = `<style>p:has(> img:only-child) { background: #eef } li:last-child { margin: 9px }</style><p>${img(A)}</p><ul><li>${img(B)}</li></ul>
<div id="slides">${img(C)}${img(X)}</div><div contenteditable="true"><p>Mine ${img(A)}</p></div>`;
      const page = await open(BLOG, body);
      const before = await page.evaluate(() => document.body.outerHTML);
      await untilSeen(page, [A, B, C]);
      expect(await page.evaluate(() => document.body.outerHTML)).toBe(before);
      const size = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.scrollHeight]);
      await page.evaluate(() => { for (const each of document.querySelectorAll("inset-layer")) each.remove(); });
      await expect.poll(() => page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.scrollHeight])).toEqual(size);
    });

    it("a header that sticks to the window keeps its clicks", async () => {
      const body = `<style>body { margin: 0 }</style><header style="position: sticky; top: 0; height: 60px; z-index: 50; background: #fff"><button id="menu" style="width: 200px; height: 60px">Menu</button></header><div style="height: 3000px"><div style="position: relative">${img(A)}</div></div>`;
      const page = await open(FLICKR, body);
      await untilSeen(page, [A]);
      // At once, before anybody has asked what is painted there now.
      expect(await page.evaluate(() => {
        scrollTo(0, 55);
        return document.elementFromPoint(40, 30)?.id;
      })).toBe("menu");
      await untilSeen(page, []);
      await expect.poll(() => page.evaluate(() => document.elementFromPoint(40, 30)?.id)).toBe("menu");
    });

    it("areas that lead to other photos, above all that Flickr lays on a photo, keep their clicks and leave the badge its own", async () => {
      // Flickr's photo page without `.enable-zoom`: nothing around the photo has a level of its own.
      const area = (side: string, width: string): string => `<a href="${photoPath(X)}" style="position: absolute; ${side}: 0; top: 0; width: ${width}; height: 100%; z-index: 101"></a>`;
      const media = `<div style="position: relative; display: flex; margin: auto"><span style="position: absolute; inset: 0; z-index: 100"></span>${img(A, "pointer-events: none")}</div>`;
      const page = await open(FLICKR, `<div style="position: relative; display: flex; height: 400px">${area("left", "40%")}${media}${area("right", "60%")}</div>`);
      await untilSeen(page, [A]);
      const address = page.url();
      const { badge, beside } = await page.evaluate(() => {
        const of = (name: string): DOMRect => document.querySelector(name)?.getBoundingClientRect() ?? new DOMRect();
        const [small, photo] = [of("inset-badge"), of("img")];
        return { badge: { x: small.left + small.width / 2, y: small.top + small.height / 2 }, beside: { x: photo.left + 20, y: photo.bottom - 20 } };
      });
      await page.mouse.click(badge.x, badge.y);
      await until("the card", () => page.evaluate(() => document.querySelector("inset-card") !== null));
      expect(page.url()).toBe(address);
      await page.keyboard.press("Escape");
      await until("the card to close", () => page.evaluate(() => document.querySelector("inset-card") === null));
      await page.mouse.click(beside.x, beside.y);
      await until("the other photo's page", () => Promise.resolve(page.url() !== address));
    });

    it("a badge follows its photo through a box that scrolls, and stays inside it", async () => {
      const page = await open(BLOG, `<div id="box" style="height: 300px; width: 400px; overflow: auto"><div style="height: 80px"></div>${img(A)}<div style="height: 900px"></div></div>`);
      await untilSeen(page, [A]);
      const offset = (): Promise<number> => page.evaluate(() => (document.querySelector("inset-badge")?.getBoundingClientRect().top ?? NaN) - (document.querySelector("img")?.getBoundingClientRect().top ?? NaN));
      const before = await offset();
      await page.evaluate(() => { document.getElementById("box")?.scrollTo(0, 60); });
      await until("the badge to follow", async () => Math.abs((await offset()) - before) < 1);
      await page.evaluate(() => { document.getElementById("box")?.scrollTo(0, 600); });
      await untilSeen(page, []);
    });

    describe.each([BLOG, FLICKR])("on %s", (host) => {
      it("the card of a photo in a modal dialog can be used, and the dialog gets no click", async () => {
        const page = await open(host, `<dialog>${img(A)}</dialog><script>document.querySelector("dialog").addEventListener("click", () => { document.title = "clicked"; });</script>`);
        await page.evaluate(() => { document.querySelector("dialog")?.showModal(); });
        const place = await until("the badge", () => page.evaluate(() => {
          const { left = 0, top = 0, width = 0, height = 0 } = document.querySelector("inset-badge")?.getBoundingClientRect() ?? {};
          return width > 8 ? { x: left + width / 2, y: top + height / 2 } : null;
        }));
        await page.mouse.click(place.x, place.y);
        await until("the card on top", () => page.evaluate(() => {
          const card = document.querySelector<HTMLElement>("inset-card");
          const at = (name: string): number => Number.parseInt(card?.style.getPropertyValue(name) ?? "", 10);
          return card !== null && document.elementFromPoint(at("--left") + 100, at("--top") + 20) === card;
        }));
        await expect.poll(() => page.title()).toBe("Ebbe");
        await page.keyboard.press("Escape");
        await until("the card to close", () => page.evaluate(() => document.querySelector("inset-card") === null));
        await expect.poll(() => page.evaluate(() => document.querySelector("dialog")?.open)).toBe(true);
      });
    });
  },
  { extension },
);
