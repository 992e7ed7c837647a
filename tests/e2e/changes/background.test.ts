/** Browsers stop an extension's background whenever they like; badges must come and stay all the same. */
import { afterEach, beforeAll, expect, it } from "vitest";

import { badges, untilBadged } from "../harness/badges.ts";
import { requestsIn } from "../harness/request-log.ts";
import { showPhotos } from "../harness/shown-photos.ts";
import { pause, until } from "../harness/until.ts";
import { describeInBrowsers } from "../harness/world.ts";
import { everySecond } from "../pages/all.ts";
import { album2025, search2025 } from "../pages/photo-cards.ts";
import { photoIds } from "../pages/skeleton.ts";

const ALBUM = album2025();
const SEARCH = search2025();
const [NEW, NEWER] = [photoIds(952_000_000_001, 12), photoIds(953_000_000_001, 12)];
/** Longer than a message takes to the background, shorter than its patience with a helper that does not answer. */
const ON_THE_WAY_MS = 400;

describeInBrowsers(
  "the background",
  (world) => {
    beforeAll(async () => {
      const { helper, flickr } = world();
      for (const page of [ALBUM, SEARCH]) flickr.serve(page.path, page);
      await helper.build("tidewatch", [ALBUM.photos, SEARCH.photos, NEW, NEWER].flatMap(everySecond));
      await helper.start();
      await world().pair();
    });

    afterEach(() => {
      world().helper.thaw();
    });

    it("is stopped: photos that come later get their badges, from the same open page", async () => {
      const page = await world().openFlickr(ALBUM.path);
      await untilBadged(page, everySecond(ALBUM.photos));
      await world().browser.stopBackground();
      // The helper logs the line to it when it ends, with the background.
      await until("the line to the helper to end", () => requestsIn(world().helper.log).some(({ method, route, status }) => `${method} ${route} ${status}` === "GET /v1/lookup 101"));
      await showPhotos(page, NEW);
      await untilBadged(page, everySecond(NEW));
    });

    // Firefox, too, stops a background that still owes an answer.
    it("is stopped between question and answer on an open page", async () => {
      const page = await world().openFlickr(ALBUM.path);
      await untilBadged(page, everySecond(ALBUM.photos));
      world().helper.freeze();
      await showPhotos(page, NEWER);
      await pause(ON_THE_WAY_MS);
      await world().browser.stopBackground();
      world().helper.thaw();
      await untilBadged(page, everySecond(NEWER));
    });

    it("is stopped between a page's first question and its answer", async () => {
      world().helper.freeze();
      const page = await world().openFlickr(SEARCH.path);
      await pause(ON_THE_WAY_MS);
      await world().browser.stopBackground();
      world().helper.thaw();
      await untilBadged(page, everySecond(SEARCH.photos));
    });

    it("waits for a helper that hangs: nothing is claimed meanwhile, and the badges come", async () => {
      const late = photoIds(954_000_000_001, 12);
      await world().helper.build("floodmark", everySecond(late));
      const page = await world().openFlickr(ALBUM.path);
      await untilBadged(page, everySecond(ALBUM.photos));
      world().helper.freeze();
      await showPhotos(page, late);
      await pause(3000);
      expect(await badges(page)).toEqual([]);
      world().helper.thaw();
      await untilBadged(page, everySecond(late));
    });
  },
  { viewport: { width: 1280, height: 1500 }, backgroundIdleMs: 1500 },
);
