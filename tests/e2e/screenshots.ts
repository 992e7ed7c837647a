/**
 * Makes the pictures of the documentation anew: `npm run screenshots` in extension/.
 *
 * A real browser, the real helper, made-up photos. It is a test file only so that it runs where the tests run.
 */
import { mkdir, stat } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";

import { beforeAll, expect, it } from "vitest";
import type { Page } from "puppeteer-core";

import { untilBadged } from "./harness/badges.ts";
import { pause, until } from "./harness/until.ts";
import { describeInBrowsers } from "./harness/world.ts";
import { showcase } from "./pages/showcase.ts";

const IMAGES = fileURLToPath(new URL("../../docs/images", import.meta.url));
/** Bytes; a documentation page must load quickly. */
const LARGEST = 400_000;
/** A popup's width here, and the height that browsers allow it at most, in CSS pixels. */
const POPUP = { width: 360, most: 600 };

async function shoot(page: Page, name: string): Promise<void> {
  const file = path.join(IMAGES, `${name}.png`);
  await page.screenshot({ path: file });
  expect((await stat(file)).size, file).toBeLessThan(LARGEST);
}

describeInBrowsers("screenshots", (world, name) => {
  const shown = showcase();
  const listed = shown.photos.filter((_, n) => [0, 2, 4, 5, 7].includes(n));
  const probable = shown.photos.filter((_, n) => n === 3);

  beforeAll(async () => {
    await mkdir(IMAGES, { recursive: true });
    const { helper, flickr } = world();
    flickr.serve(shown.path, shown);
    await helper.build("tidewatch", listed);
    await helper.build("floodmark", probable, { filterOnly: true });
    await helper.start();
    await world().pair();
  });

  it("a badged page", async () => {
    const page = await world().openFlickr(shown.path);
    await untilBadged(page, [...listed, ...probable]);
    await shoot(page, `badges-${name}`);
  });

  // The popup is the same document in both browsers; one of them can be asked to be dark.
  it.skipIf(name === "firefox").each(["light", "dark"] as const)("the popup in %s", async (scheme) => {
    const page = await world().openFlickr(shown.path);
    await untilBadged(page, [...listed, ...probable]);
    const popup = await world().openPopupOn(page);
    await popup.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
    await popup.setViewport({ width: POPUP.width, height: POPUP.most });
    await until("the counts", () => popup.$("#counts [data-answer=listed] dd"));
    await pause(500);
    const height = await popup.evaluate(() => Math.ceil(document.body.getBoundingClientRect().height));
    await popup.setViewport({ width: POPUP.width, height: Math.min(height, POPUP.most), deviceScaleFactor: 2 });
    await shoot(popup, `popup-${scheme}`);
  });
});
