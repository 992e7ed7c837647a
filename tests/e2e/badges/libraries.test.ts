/** Pages of other people's libraries, from npm: React that takes over what its server sent, and three sliders, which count and copy what is in them. */
import { rm } from "node:fs/promises";

import type { Page } from "puppeteer-core";
import { createElement } from "react";
import { renderToString } from "react-dom/server";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { bundle } from "../harness/bundles.ts";
import { BLOG } from "../harness/flickr-server.ts";
import { drawPhoto } from "../harness/pictures.ts";
import { seenBadges, untilSeen } from "../harness/seen.ts";
import { until } from "../harness/until.ts";
import { extensionWithSites } from "../harness/with-sites.ts";
import { describeInBrowsers } from "../harness/world.ts";
import { Document, Gallery } from "../pages/react-gallery.ts";
import { A, B, file, img, X, Y } from "../pages/seen-shapes.ts";

const PICTURE = /(\d{12})_[0-9a-f]+(?:_[a-z0-9]+)?\.jpg/;
const HEADERS = { "Content-Security-Policy": "default-src * data: 'unsafe-inline'" };
const PHOTOS = [A, X, B, Y].map((id) => ({ id, url: file(id) }));

/** What React's page leaves behind for the test, and what the test calls. */
const HYDRATE = (root: "#root" | "document"): string => `
import { createElement } from "react";
import { hydrateRoot } from "react-dom/client";
import { Document, Gallery } from "./react-gallery.ts";
const photos = ${JSON.stringify(PHOTOS)};
globalThis.errors = [];
globalThis.first = document.querySelector("li");
addEventListener("error", ({ message }) => { errors.push(message); });
globalThis.hydrate = () => hydrateRoot(
  ${root === "document" ? "document" : 'document.querySelector("#root")'},
  ${root === "document" ? 'createElement(Document, { photos, script: location.pathname + ".js" })' : "createElement(Gallery, { photos })"},
  { onRecoverableError: (error) => { errors.push(String(error)); } },
);`;

const CELLS = (name: string): string => `<div id="slider" class="${name}" style="width: 300px">${[A, X, B, Y].map((id) => `<div class="cell">${img(id)}</div>`).join("")}</div>`;
const STYLE = (sheet: string): string => `import sheet from ${JSON.stringify(sheet)};
document.head.append(Object.assign(document.createElement("style"), { textContent: sheet }));`;

interface Slider {
  readonly name: string;
  readonly body: string;
  /** Leaves \`count()\` and \`go(n)\` behind. */
  readonly script: string;
}

const SLIDERS: readonly Slider[] = [
  {
    name: "Flickity, going round",
    body: CELLS(""),
    script: `import Flickity from "flickity";
${STYLE("flickity/css/flickity.css")}
const slider = new Flickity("#slider", { wrapAround: true, setGallerySize: true });
globalThis.count = () => { slider.reloadCells(); return slider.cells.length; };
globalThis.go = (n) => { slider.select(n); };`,
  },
  {
    name: "slick, with its copies at both ends",
    body: CELLS(""),
    script: `import jquery from "jquery";
import "slick-carousel";
${STYLE("slick-carousel/slick/slick.css")}
const slider = jquery("#slider").slick({ infinite: true, speed: 100 });
globalThis.count = () => slider.slick("getSlick").slideCount;
globalThis.go = (n) => { slider.slick("slickGoTo", n); };`,
  },
  {
    name: "slick, fading",
    body: CELLS(""),
    script: `import jquery from "jquery";
import "slick-carousel";
${STYLE("slick-carousel/slick/slick.css")}
const slider = jquery("#slider").slick({ fade: true, speed: 100 });
globalThis.count = () => slider.slick("getSlick").slideCount;
globalThis.go = (n) => { slider.slick("slickGoTo", n); };`,
  },
  ...["slide", "fade", "cards", "cube"].map((effect) => ({
    name: `Swiper, effect "${effect}"`,
    body: `<div id="slider" class="swiper" style="width: 300px; margin-left: 80px"><div class="swiper-wrapper">${[A, X, B, Y].map((id) => `<div class="swiper-slide">${img(id)}</div>`).join("")}</div></div>`,
    script: `import Swiper from "swiper";
import { EffectCards, EffectCube, EffectFade } from "swiper/modules";
${STYLE("swiper/css/bundle")}
const slider = new Swiper("#slider", { modules: [EffectCards, EffectCube, EffectFade], effect: ${JSON.stringify(effect)}, loop: ${String(effect === "slide")}, speed: 100 });
globalThis.count = () => { slider.update(); return slider.slides.length; };
globalThis.go = (n) => { if (slider.params.loop) slider.slideToLoop(n); else slider.slideTo(n); };`,
  })),
];

declare const errors: string[];
declare const first: Element;
declare const hydrate: () => void;
declare const count: () => number;
declare const go: (slide: number) => void;

const extension = extensionWithSites([BLOG]);
afterAll(() => rm(extension, { recursive: true, force: true }));

describeInBrowsers(
  "libraries",
  (world) => {
    const files = new Map<string, { body: string; type?: string }>();
    let number = 0;

    beforeAll(async () => {
      const { helper, flickr } = world();
      flickr.handle((host, where) => {
        const found = files.get(`${host} ${where}`);
        if (found !== undefined) return { ...found, headers: HEADERS };
        const photo = PICTURE.exec(where)?.[1];
        return photo === undefined ? null : { type: "image/svg+xml", body: drawPhoto(photo), headers: HEADERS };
      });
      await helper.build("tidewatch", [A, B]);
      await helper.start();
      await world().pair();
    });

    async function open(html: (script: string) => string, script: string): Promise<Page> {
      number += 1;
      const where = `/library/${String(number)}`;
      files.set(`${BLOG} ${where}`, { body: html(`${where}.js`) });
      files.set(`${BLOG} ${where}.js`, { body: await bundle(script), type: "text/javascript" });
      return world().open(`https://${BLOG}${where}`);
    }

    describe.each<["#root" | "document"]>([["#root"], ["document"]])("React 19 takes over %s after badges have come", (root) => {
      it("keeps what its server sent, and goes on with it", async () => {
        const inside = renderToString(createElement(Gallery, { photos: PHOTOS }));
        const page = await open(
          (script) => `<!DOCTYPE html>${root === "document"
            ? renderToString(createElement(Document, { photos: PHOTOS, script }))
            : `<html><head><meta charset="utf-8"><title>Ebbe</title></head><body><div id="root">${inside}</div><script src="${script}"></script></body></html>`}`,
          HYDRATE(root),
        );
        await untilSeen(page, [A, B]);
        await page.evaluate(() => { hydrate(); });
        await until("React to have taken over", () => page.evaluate(() => {
          const button = document.querySelector("#turn");
          return button !== null && Object.keys(button).some((key) => key.startsWith("__reactProps"));
        }));
        expect(await page.evaluate(() => errors)).toEqual([]);
        await expect.poll(() => page.evaluate(() => first === document.querySelector("li"))).toBe(true);
        await untilSeen(page, [A, B]);
        await page.click("#turn");
        await until("the other order", () => page.evaluate(() => document.querySelector("li") !== first));
        await untilSeen(page, [A, B]);
        expect(await page.evaluate(() => errors)).toEqual([]);
      });
    });

    it.each(SLIDERS)("$name: counts its slides, and has a badge only on the one that is seen", async ({ body, script }) => {
      const page = await open((address) => `<!DOCTYPE html><html><head><meta charset="utf-8"><title>Ebbe</title></head><body>${body}<p id="below">Below</p><script src="${address}"></script></body></html>`, script);
      await untilSeen(page, [A]);
      await expect.poll(() => page.evaluate(() => count())).toBe(4);
      for (const [slide, seen] of [[1, []], [2, [B]], [3, []], [0, [A]], [3, []], [2, [B]]] as const) {
        await page.evaluate((n) => { go(n); }, slide);
        await untilSeen(page, seen);
      }
      await expect.poll(() => page.evaluate(() => count())).toBe(4);
      const places = (): Promise<string[]> => page.evaluate(() => [...document.body.querySelectorAll("*")].map((each) => {
        const { left, top, width, height } = each.getBoundingClientRect();
        return [each.localName, left, top, width, height].join(" ");
      }));
      let before = await places();
      await until("the slider to stand still", async () => {
        const earlier = before;
        // By frames, not by time: a busy machine draws few, and a slider moves only when one is drawn.
        await page.evaluate(async () => { for (let n = 0; n < 20; n += 1) await new Promise(requestAnimationFrame); });
        before = await places();
        return earlier.join() === before.join();
      });
      expect(await seenBadges(page)).not.toEqual([]);
      await page.evaluate(() => { for (const each of document.querySelectorAll("inset-layer")) each.remove(); });
      expect(await places()).toEqual(before);
    });
  },
  { extension },
);
