/** Forced colours: badges and the card use only the few colours of the system, and still tell certain from probable. */
import type { Page } from "puppeteer-core";
import { beforeAll, expect, it } from "vitest";

import { box, untilBadged, type Box } from "../harness/badges.ts";
import { until } from "../harness/until.ts";
import { describeInBrowsers } from "../harness/world.ts";
import { hydratedPages } from "../pages/photo-lists.ts";
import { discover } from "../pages/other-pages.ts";

const [explore = discover()] = hydratedPages();
const LISTED = explore.photos[0] ?? "";
const PROBABLE = explore.photos[3] ?? "";
/** Colours of the badge where colours are free: its ground listed and probable, and the edge of the latter. */
const OWN = ["255,183,51", "26,32,41", "255,201,102"];
/** Room around a badge, where its rings are. */
const AROUND = 3;

const badgeOf = (photo: string): string => `inset-badge[data-photo-id="${photo}"]`;

/** The colours ("red,green,blue") of a part of a page as it is drawn, the most frequent first; read on another page. */
async function colours(page: Page, canvas: Page, { x, y, width, height }: Box): Promise<string[]> {
  const clip = { x: x - AROUND, y: y - AROUND, width: width + 2 * AROUND, height: height + 2 * AROUND };
  const picture = await page.screenshot({ clip, encoding: "base64" });
  return canvas.evaluate(async (data) => {
    // An element of the page would be decoded for its next frame, and a page behind another one may draw none.
    const image = await createImageBitmap(new Blob([Uint8Array.from(atob(data), (byte) => byte.charCodeAt(0))]));
    const drawing = new OffscreenCanvas(image.width, image.height).getContext("2d");
    if (drawing === null) throw new Error("There is no canvas to read pixels with.");
    drawing.drawImage(image, 0, 0);
    const { data: pixels } = drawing.getImageData(0, 0, image.width, image.height);
    const counts = new Map<string, number>();
    for (let at = 0; at < pixels.length; at += 4) {
      const colour = pixels.slice(at, at + 3).join(",");
      counts.set(colour, (counts.get(colour) ?? 0) + 1);
    }
    return [...counts].sort((one, other) => other[1] - one[1]).map(([colour]) => colour);
  }, picture);
}

/** A colour of the system's, as the browser draws it on this page. */
const system = (page: Page, name: string): Promise<string> =>
  page.evaluate((wanted) => {
    const probe = document.body.appendChild(document.createElement("i"));
    probe.style.setProperty("forced-color-adjust", "none");
    probe.style.color = wanted;
    const colour = getComputedStyle(probe).color.replace(/[^\d,]/g, "");
    probe.remove();
    return colour;
  }, name);

describeInBrowsers(
  "in forced colours",
  (world) => {
    beforeAll(async () => {
      const { helper, flickr } = world();
      flickr.serve(explore.path, explore);
      await helper.build("tidewatch", [LISTED]);
      await helper.build("floodmark", [PROBABLE], { filterOnly: true });
      await helper.start();
      await world().pair();
    });

    /** The page, in front, and an empty one behind it. */
    async function open(): Promise<{ page: Page; canvas: Page }> {
      const canvas = await world().open("about:blank");
      const page = await world().openFlickr(explore.path);
      await page.bringToFront();
      await untilBadged(page, [LISTED, PROBABLE]);
      await expect.poll(() => page.evaluate(() => matchMedia("(forced-colors: active)").matches)).toBe(true);
      return { page, canvas };
    }

    it("a badge has the ground and the words of the system's buttons, and none of its own colours", async () => {
      const { page, canvas } = await open();
      const [ground, words] = [await system(page, "ButtonFace"), await system(page, "ButtonText")];
      expect(ground).not.toBe(words);
      for (const photo of [LISTED, PROBABLE]) {
        const drawn = await colours(page, canvas, await until("the badge's box", () => box(page, badgeOf(photo))));
        expect(drawn[0]).toBe(ground);
        expect(drawn).toContain(words);
        for (const own of OWN) expect(drawn.slice(0, 8)).not.toContain(own);
      }
    });

    it("the card is drawn in the system's colours", async () => {
      const { page, canvas } = await open();
      const { x, y } = await until("the badge's box", () => box(page, badgeOf(LISTED)));
      await page.mouse.move(x + 12, y + 10);
      await until("the card", () => page.$("inset-card"));
      const card = await until("the card's box", () => box(page, "inset-card"));
      const [ground, words] = [await system(page, "Canvas"), await system(page, "CanvasText")];
      // The card fades in, except for those who want no motion.
      const drawn = await until("the card in the system's colours", async () => {
        const now = await colours(page, canvas, card);
        return now[0] === ground ? now : null;
      });
      expect(drawn).toContain(words);
    });
  },
  { forcedColours: true },
);
