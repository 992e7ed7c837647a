/** Pages that change under the badges: tiles used again, tiles added, other views. */
import type { Page } from "puppeteer-core";
import { beforeAll, describe, expect, it } from "vitest";

import { badgedPhotos, badgesWhileScrolling, box, SETTLE_MS, untilBadged } from "../harness/badges.ts";
import { pause, until } from "../harness/until.ts";
import { describeInBrowsers } from "../harness/world.ts";
import { everySecond } from "../pages/all.ts";
import { album2025, gallery } from "../pages/photo-cards.ts";
import { album2024, imgTile, photostream2023 } from "../pages/photo-lists.ts";
import { imageUrl, listHeight, photoIds, photoPath, type SkeletonPage } from "../pages/skeleton.ts";

/** Photos that no skeleton shows; the first is listed, the second not. */
const NEW = photoIds(950_000_000_001, 30);
const [LISTED_NEW = "", UNLISTED_NEW = ""] = NEW;
/** A photo in a dataset whose name fills a badge. */
const [LONG = ""] = photoIds(953_000_000_001, 1);

/** Show another photo in the tile of `from`, in place, as each kind of page would. */
type Swap = (page: Page, from: string, to: string) => Promise<void>;

/** Replace in an attribute of the one element that it names the old photo in. */
function swapAttribute(attribute: "src" | "style" | "href", value: (photo: string) => string): Swap {
  return async (page, from, to) => {
    const found = await page.evaluate(
      (name, id, before, after) => {
        const tiles = [...document.querySelectorAll(`[${name}*="/${id}"]`)];
        for (const tile of tiles) tile.setAttribute(name, (tile.getAttribute(name) ?? "").replaceAll(before, after));
        return tiles.length;
      },
      attribute,
      from,
      value(from),
      value(to),
    );
    expect(found, `elements with ${from} in ${attribute}`).toBeGreaterThan(0);
  };
}

const swapSrc = swapAttribute("src", (photo) => imageUrl(photo));
const swapStyle = swapAttribute("style", (photo) => imageUrl(photo));
const swapHref = swapAttribute("href", (photo) => photoPath(photo));

const REUSED: readonly {
  readonly skeleton: SkeletonPage;
  readonly what: string;
  readonly swap: Swap;
  readonly tile: string;
}[] = [
  { skeleton: photostream2023(), what: "src", swap: swapSrc, tile: ".photo-list-photo-view" },
  { skeleton: album2024(), what: "style", swap: swapStyle, tile: ".photo-list-photo-view" },
  { skeleton: gallery(), what: "href", swap: swapHref, tile: ".photo-list-gallery-photo-view" },
];

/** Count what changes in the page during `ms` milliseconds, whoever changes it. */
function mutationsDuring(page: Page, ms: number): Promise<number> {
  return page.evaluate(async (duration) => {
    let count = 0;
    const observer = new MutationObserver((records) => {
      count += records.length;
    });
    observer.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
    await new Promise((resolve) => setTimeout(resolve, duration));
    observer.disconnect();
    return count;
  }, ms);
}

describeInBrowsers(
  "moving tiles",
  (world) => {
    const pages = [...REUSED.map((each) => each.skeleton), album2025()];

    beforeAll(async () => {
      const { helper, flickr } = world();
      for (const page of pages) flickr.serve(page.path, page);
      await helper.build("tidewatch", [...pages.flatMap((page) => everySecond(page.photos)), ...everySecond(NEW)]);
      await helper.build("photographs-of-tides-and-floods", [LONG]);
      await helper.start();
      await world().pair();
    });

    describe.each(REUSED)("$what changes in place", ({ skeleton, swap, tile }) => {
      const odd = everySecond(skeleton.photos).slice(0, 6);
      const [first = ""] = odd;
      const others = odd.slice(1);

      /** Only the first twelve photos, so that all of them are on screen. */
      async function open(): Promise<Page> {
        const page = await world().openFlickr(skeleton.path);
        await page.evaluate((selector) => {
          for (const each of [...document.querySelectorAll(selector)].slice(12)) each.remove();
        }, tile);
        await untilBadged(page, odd);
        return page;
      }

      it("the badge goes, comes and follows", async () => {
        const page = await open();
        await swap(page, first, UNLISTED_NEW);
        await untilBadged(page, others);
        await swap(page, UNLISTED_NEW, LISTED_NEW);
        await untilBadged(page, [...others, LISTED_NEW]);
        await swap(page, LISTED_NEW, first);
        await untilBadged(page, odd);
      });

      it("a badge never stays on a tile that shows another photo", async () => {
        const page = await open();
        await swap(page, first, UNLISTED_NEW);
        // Two frames: the change is noticed in one and drawn in the next.
        await page.evaluate(
          () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
        );
        expect(await badgedPhotos(page)).not.toContain(first);
      });

      it("a tile that is emptied and filled again gets its badge back, without a loop", async () => {
        const page = await open();
        await page.evaluate((selector) => {
          for (const each of document.querySelectorAll(selector)) {
            const inner = [...each.childNodes].filter((node) => node.nodeName !== "INSET-BADGE");
            each.replaceChildren();
            each.append(...inner);
          }
        }, tile);
        await untilBadged(page, odd);
        await until("no more changes", async () => (await mutationsDuring(page, 1200)) === 0);
      });

      it("a badge that the page removes comes back, without a loop", async () => {
        const page = await open();
        await page.evaluate(() => {
          for (const badge of document.querySelectorAll("inset-badge")) badge.remove();
        });
        await untilBadged(page, odd);
        await until("no more changes", async () => (await mutationsDuring(page, 1200)) === 0);
      });
    });

    it("words end within a photo that becomes narrow, and are whole again on a wide one", async () => {
      const page = await world().openFlickr(photostream2023().path);
      await page.evaluate((html) => document.querySelector(".photo-list-view")?.insertAdjacentHTML("beforeend", html), imgTile(LONG, 4));
      const make = (photo: number): Promise<void> =>
        page.evaluate((id, width) => {
          document.querySelector<HTMLElement>(`.photo-list-photo-view:has([src*="/${id}_"])`)?.style.setProperty("width", `${width}px`);
        }, LONG, photo);
      const width = async (): Promise<number> => (await box(page, `inset-badge[data-photo-id="${LONG}"]`))?.width ?? NaN;
      await make(420);
      const whole = await until("the whole badge, which stays as it is", async () => {
        const now = await width();
        await pause(SETTLE_MS);
        return now > 200 && now === (await width()) ? now : null;
      });
      // The page lays out the photo at once, and the badge follows a moment later.
      await make(160);
      await expect.poll(width).toBeLessThan(160);
      await make(420);
      await expect.poll(width).toBe(whole);
      // The mark alone.
      await make(100);
      await expect.poll(width).toBeLessThan(40);
      await make(160);
      await expect.poll(width).toBeGreaterThan(100);
    });

    it("a photo whose answer is known gets its badge, and the page hears of no error", async () => {
      const skeleton = photostream2023();
      const page = await world().openFlickr(skeleton.path);
      const there = everySecond(skeleton.photos);
      const [known = ""] = there;
      await until("its badge", () => page.$(`inset-badge[data-photo-id="${known}"]`));
      // As browsers tell a page whose frame was laid out once more than they allow.
      const errors = await page.evaluate(
        async (src, selector) => {
          const heard: string[] = [];
          addEventListener("error", ({ message }) => { heard.push(message); });
          for (let n = 2; n < 6; n += 1) {
            const image = Object.assign(document.createElement("img"), { src });
            image.style.cssText = `position: absolute; z-index: 9; top: ${String(n * 90)}px; left: 400px; width: 150px; height: 80px`;
            document.body.append(image);
            while (document.querySelectorAll(selector).length < n) await new Promise((done) => setTimeout(done, 50));
          }
          return heard;
        },
        imageUrl(known),
        `inset-badge[data-photo-id="${known}"]`,
      );
      expect(errors).toEqual([]);
    });

    it("a scroll that brings more photos brings their badges", async () => {
      const skeleton = photostream2023();
      const page = await world().openFlickr(skeleton.path);
      const there = everySecond(skeleton.photos).sort();
      const first = await badgesWhileScrolling(page, there);
      expect(first.map((badge) => badge.photo).sort()).toEqual(there);
      const more = NEW.slice(0, 24);
      await page.evaluate(
        (html, height) => {
          const list = document.querySelector<HTMLElement>(".photo-list-view");
          if (!list) throw new Error("no list");
          list.insertAdjacentHTML("beforeend", html);
          list.style.height = `${String(height)}px`;
        },
        more.map((photo, n) => imgTile(photo, skeleton.photos.length + n)).join(""),
        listHeight(skeleton.photos.length + more.length),
      );
      const all = new Set((await badgesWhileScrolling(page, everySecond(more))).map((badge) => badge.photo));
      for (const photo of everySecond(more)) expect([...all]).toContain(photo);
      for (const photo of more) if (!everySecond(more).includes(photo)) expect([...all]).not.toContain(photo);
    });

    it("in-page navigation leaves the badges of the new view only", async () => {
      const [from, to] = [album2025(), gallery()];
      const page = await world().openFlickr(from.path);
      await untilBadged(page, everySecond(from.photos));
      const go = (address: string, html: string): Promise<void> =>
        page.evaluate(
          (path, text) => {
            const view = new DOMParser().parseFromString(text, "text/html").querySelector("#content > *");
            const content = document.querySelector("#content");
            if (!view || !content) throw new Error("no content");
            history.pushState({}, "", path);
            content.replaceChildren(document.importNode(view, true));
          },
          address,
          html,
        );
      await go(to.path, to.html);
      await untilBadged(page, everySecond(to.photos));
      await go(from.path, from.html);
      await untilBadged(page, everySecond(from.photos));
    });
  },
  { viewport: { width: 1280, height: 1500 } },
);
