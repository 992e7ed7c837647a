/** What a person looks at stays on their computer: the extension talks to 127.0.0.1 and to nobody else. */
import { beforeAll, expect, it } from "vitest";

import { hydrate, SETTLE_MS, untilBadged } from "../harness/badges.ts";
import { pause, until } from "../harness/until.ts";
import { describeInBrowsers } from "../harness/world.ts";
import { everySecond, expectedBadges, SKELETONS } from "../pages/all.ts";
import { PERSON } from "../pages/skeleton.ts";

describeInBrowsers(
  "privacy",
  (world) => {
    beforeAll(async () => {
      const { helper, flickr } = world();
      for (const page of SKELETONS) flickr.serve(page.path, page);
      await helper.build(
        "tidewatch",
        SKELETONS.flatMap((page) => everySecond(page.photos)),
      );
      await helper.start();
      await world().pair();
    });

    it("asks nobody but the helper, and Flickr for nothing that the page itself does not show", async () => {
      const { flickr, helper, browser } = world();
      for (const skeleton of SKELETONS) {
        const page = await world().openFlickr(skeleton.path);
        await hydrate(page);
        await untilBadged(page, expectedBadges(skeleton));
        if (skeleton === SKELETONS[0]) {
          // With a popup over it, which shows a list and small pictures.
          const popup = await world().openPopupOn(page);
          await until("the list", () => popup.$("#listed li"));
          await pause(SETTLE_MS);
          await popup.close();
        }
        await page.close();
      }
      const [photo = ""] = SKELETONS[0]?.photos ?? [];
      for (const file of ["options.html", "welcome.html", `check.html?of=${encodeURIComponent(flickr.address(`/photos/${PERSON}/`))}`, `answer.html?photo=${photo}`]) {
        const own = await browser.openOwn(file);
        await pause(SETTLE_MS);
        await own.close();
      }
      expect(helper.log).toContain("route=/v1/lookup status=200");
      const shown = new Set(SKELETONS.map((page) => page.path));
      const strange = flickr.arrived.filter((request) => {
        const [host = "", path = ""] = request.split(" ");
        if (host === "www.flickr.com") return !shown.has(path) && path !== "/skeleton.css" && path !== "/favicon.ico";
        return !SKELETONS.some((page) => page.html.includes(path));
      });
      expect(strange).toEqual([]);
      expect(await browser.outside()).toEqual([]);
      // At the usual log level the helper writes down which routes were asked for, never which photos.
      for (const photo of SKELETONS.flatMap((page) => page.photos)) expect(helper.log).not.toContain(photo);
    });
  },
  { viewport: { width: 1280, height: 2400 } },
);
