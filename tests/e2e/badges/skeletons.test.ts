/** Badges on exactly the right photos of every kind of page, and on nothing else. */
import { beforeAll, expect, it } from "vitest";

import { badges, box, hydrate, untilBadged } from "../harness/badges.ts";
import { until } from "../harness/until.ts";
import { describeInBrowsers } from "../harness/world.ts";
import { everySecond, expectedBadges, SKELETONS } from "../pages/all.ts";
import { photostream2023 } from "../pages/photo-lists.ts";

// Tall enough for every photo of a page, so that nothing waits for a scroll.
const VIEWPORT = { width: 1280, height: 2400 };

describeInBrowsers(
  "skeleton pages",
  (world) => {
    beforeAll(async () => {
      const { helper, flickr } = world();
      for (const page of SKELETONS) flickr.serve(page.path, page);
      await helper.build(
        "tidewatch",
        SKELETONS.flatMap((page) => [...everySecond(page.photos), ...page.decoys]),
      );
      await helper.start();
      await world().pair();
    });

    it.each(SKELETONS)("badges every second photo of: $name", async (skeleton) => {
      const page = await world().openFlickr(skeleton.path);
      await hydrate(page);
      await untilBadged(page, expectedBadges(skeleton));
      for (const badge of await badges(page)) expect(badge.answer).toBe("listed");
    });

    it("draws the badge on its photo, large enough to see and small enough not to hide it", async () => {
      const skeleton = photostream2023();
      const page = await world().openFlickr(skeleton.path);
      for (const photo of everySecond(skeleton.photos).slice(0, 3)) {
        const badge = await until(`the badge on ${photo}`, () => box(page, `inset-badge[data-photo-id="${photo}"]`));
        const tile = await until(`the photo ${photo}`, () => box(page, `img[src*="/${photo}_"]`));
        expect(badge.x).toBeGreaterThanOrEqual(tile.x);
        expect(badge.y).toBeGreaterThanOrEqual(tile.y);
        expect(badge.x + badge.width).toBeLessThanOrEqual(tile.x + tile.width);
        expect(badge.y + badge.height).toBeLessThanOrEqual(tile.y + tile.height);
        expect(badge.height).toBeGreaterThanOrEqual(14);
        expect(badge.width * badge.height).toBeLessThan(0.15 * tile.width * tile.height);
      }
    });
  },
  { viewport: VIEWPORT },
);
