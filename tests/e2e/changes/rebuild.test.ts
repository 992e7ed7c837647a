/** What a person sees on an open page while the helper and its datasets change under it. */
import { beforeAll, beforeEach, expect, it, onTestFinished } from "vitest";

import { badges, untilBadged } from "../harness/badges.ts";
import { STATIC } from "../harness/flickr-server.ts";
import { pause, until } from "../harness/until.ts";
import { describeInBrowsers } from "../harness/world.ts";
import { everySecond } from "../pages/all.ts";
import { album2025, search2025 } from "../pages/photo-cards.ts";
import { imgTile, photostream2023 } from "../pages/photo-lists.ts";
import { photoId } from "../pages/skeleton.ts";

const ALBUM = album2025();
const ODD = everySecond(ALBUM.photos);
const EVEN = ALBUM.photos.filter((photo) => !ODD.includes(photo));

describeInBrowsers(
  "an open page",
  (world) => {
    beforeAll(async () => {
      world().flickr.serve(ALBUM.path, ALBUM);
      await world().pair();
    });

    beforeEach(async () => {
      await world().helper.build("tidewatch", ODD);
      await world().helper.run("remove", "floodmark");
      if (!world().helper.running) await world().helper.start();
    });

    it("shows the badges of a new manifest without restart or reload", async () => {
      const { helper } = world();
      const page = await world().openFlickr(ALBUM.path);
      await untilBadged(page, ODD);
      await page.evaluate(() => {
        document.documentElement.dataset.same = "yes";
      });
      const pid = helper.pid;
      await helper.build("tidewatch", EVEN);
      await untilBadged(page, EVEN);
      await helper.build("floodmark", ODD.slice(0, 2));
      await untilBadged(page, [...EVEN, ...ODD.slice(0, 2)]);
      await expect.poll(() => page.evaluate(() => document.documentElement.dataset.same)).toBe("yes");
      expect(helper.pid).toBe(pid);
    });

    it("gets its badges by itself when the helper starts after it", async () => {
      const { helper, flickr } = world();
      // A page that nobody asked about before: what the helper said earlier may still be shown while it is away.
      const search = search2025();
      flickr.serve(search.path, search);
      await helper.build("tidewatch", everySecond(search.photos));
      await helper.stop();
      const page = await world().openFlickr(search.path);
      await pause(1500);
      expect(await badges(page)).toEqual([]);
      await helper.start();
      await untilBadged(page, everySecond(search.photos));
    });

    it("keeps quiet when the helper stops, claims nothing new, and recovers", async () => {
      const page = await world().openFlickr(ALBUM.path);
      const errors: string[] = [];
      page.on("pageerror", (error) => errors.push(String(error)));
      page.on("console", (message) => {
        if (message.type() === "error") errors.push(message.text());
      });
      await untilBadged(page, ODD);
      await world().helper.stop();
      const late = photoId(960_000_000_001);
      await page.evaluate(
        (tile) => {
          document.querySelector(".photo-list-view")?.insertAdjacentHTML("afterbegin", tile);
        },
        imgTile(late, 0),
      );
      await pause(2000);
      expect((await badges(page)).map((badge) => badge.photo)).not.toContain(late);
      await world().helper.build("tidewatch", [...ODD, late]);
      await world().helper.start();
      await untilBadged(page, [...ODD, late]);
      expect(errors).toEqual([]);
    });

    it("shows probable answers of a filter-only run, visibly different from certain ones", async () => {
      const { helper, flickr } = world();
      const stream = photostream2023();
      flickr.serve(stream.path, stream);
      // The same plain picture under both, so that a difference is the badges' own.
      const plain = '<svg xmlns="http://www.w3.org/2000/svg" width="800" height="600"><rect width="800" height="600" fill="#667788"/></svg>';
      flickr.handle((host, file) => (host === STATIC && file.endsWith(".jpg") ? { type: "image/svg+xml", body: plain } : null));
      onTestFinished(() => { flickr.handle(() => null); });
      const [certain = "", probable = ""] = stream.photos;
      await helper.build("floodmark", [probable, ...ODD], { filterOnly: true });
      await helper.build("tidewatch", [certain]);
      const page = await world().openFlickr(stream.path);
      await untilBadged(page, [certain, probable]);
      const answers = new Map((await badges(page)).map((badge) => [badge.photo, badge.answer]));
      expect(answers).toEqual(
        new Map([
          [certain, "listed"],
          [probable, "probably_listed"],
        ]),
      );
      const pictures = await Promise.all(
        [certain, probable].map(async (photo) => {
          const badge = await until("the badge to be drawn", async () => {
            const there = await page.$(`inset-badge[data-photo-id="${photo}"]`);
            return ((await there?.boundingBox())?.width ?? 0) > 0 ? there : null;
          });
          return Buffer.from(await badge.screenshot()).toString("base64");
        }),
      );
      expect(pictures[0]).not.toBe(pictures[1]);
    });
  },
  { viewport: { width: 1280, height: 1500 } },
);
