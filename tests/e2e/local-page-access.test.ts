/** The helper's own page for everybody: by keyboard alone, in a narrow window, and as the accessibility rules want it. */
import { readdirSync } from "node:fs";

import type { Page } from "puppeteer-core";
import { beforeAll, expect, it } from "vitest";

import { violationsIn } from "./harness/axe.ts";
import { expectNoComplaints, fill, MANIFEST, openAsOwner, PARTS, PHOTOS, showPart, startWithDatasets, wordsOf, type Part } from "./harness/local-page.ts";
import { until } from "./harness/until.ts";
import { describeInBrowsers } from "./harness/world.ts";

/** Milliseconds for all languages: each part of the page is judged in each of them. */
const LONG = 400_000;
const LANGUAGES = readdirSync(new URL("../../helper/inset/words/locales/", import.meta.url));

/** What axe finds wrong with what is shown now, one line each. */
async function wrongIn(page: Page): Promise<string[]> {
  return (await violationsIn(page)).flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html} ${node.failureSummary}`));
}

/** Bring a part to where it shows all that it can. */
async function busy(page: Page, part: Part): Promise<void> {
  await showPart(page, part);
  switch (part) {
    case "check":
      await fill(page, "#check-text", PHOTOS.slice(0, 5).join("\n"));
      await page.evaluate(() => { document.querySelector<HTMLFormElement>("#check-form")?.requestSubmit(); });
      await until("the photos", () => page.$("#check-report:not([hidden]) #check-photos-list li"));
      await page.$$eval("#part-check details", (all) => { for (const each of all) each.open = true; });
      break;
    case "datasets":
      await until("the datasets", () => page.$("#part-datasets details"));
      await page.$$eval("#part-datasets details", (all) => { for (const each of all) each.open = true; });
      await until("the plots", () => page.$(".plot .picture rect"));
      break;
    case "lookup":
      await fill(page, "#lookup-text", `${PHOTOS.slice(0, 5).join("\n")}\n990000100001\nwords\n12345678@N00`);
      await page.evaluate(() => { document.querySelector<HTMLFormElement>("#lookup-form")?.requestSubmit(); });
      await until("the answers", () => wordsOf(page, "#lookup-result:not([hidden]) #lookup-headline"));
      break;
    case "add":
      await until("the catalog", () => page.$("#catalog-list .entry"));
      await page.evaluate((content) => {
        const dropped = new DataTransfer();
        dropped.items.add(new File([content], "tidewatch.csv"));
        document.getElementById("drop")?.dispatchEvent(new DragEvent("drop", { dataTransfer: dropped, bubbles: true, cancelable: true }));
      }, MANIFEST);
      await until("the explanation", () => wordsOf(page, "#taken:not([hidden]) .source"));
      await page.$$eval("#part-add details", (all) => { for (const each of all) each.open = true; });
      break;
    case "browsers":
      await until("who is connected", () => page.$("#paired-list .entry"));
      break;
    case "health":
      await until("the checks", () => page.$("#health-list li"));
  }
}

describeInBrowsers("the local page for everybody", (world, name) => {
  beforeAll(async () => {
    await startWithDatasets(world());
    await world().helper.newToken("A script");
  });

  it.each(PARTS)("%s breaks no accessibility rule, in light and in dark", async (part) => {
    const page = await openAsOwner(world(), part);
    await busy(page, part);
    expect(await wrongIn(page)).toEqual([]);
    if (world().browser.name === "chromium") {
      await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: "dark" }]);
      expect(await wrongIn(page)).toEqual([]);
    }
  });

  it.each(PARTS)("%s fits into a window of 360 pixels, and into one of 640 at twice the size", async (part) => {
    const page = await openAsOwner(world(), part);
    await busy(page, part);
    for (const width of [360, 320]) {
      await page.setViewport({ width, height: 640 });
      const tooWide = await page.evaluate(() =>
        document.documentElement.scrollWidth <= innerWidth
          ? []
          : [...document.querySelectorAll("main *")].filter((each) => each.getBoundingClientRect().right > innerWidth && each.closest(".scroll") === null).map((each) => each.outerHTML.slice(0, 120)),
      );
      expect(tooWide).toEqual([]);
      await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    }
  });

  it.skipIf(name === "firefox")("breaks no rule in any language, at 380 pixels in the dark and at twice the size, and keeps to its width", async () => {
    const page = await openAsOwner(world(), "check");
    await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: "dark" }]);
    try {
      for (const language of LANGUAGES) {
        await page.evaluate((chosen) => { document.cookie = `inset-language=${chosen}; path=/`; }, language);
        await page.setViewport({ width: 380, height: 800 });
        await page.reload({ waitUntil: "load" });
        await until("the session", () => page.evaluate(() => document.documentElement.dataset.session === "owner"));
        await expect.poll(() => page.evaluate(() => document.documentElement.lang)).toBe(language.replace("_", "-"));
        for (const part of PARTS) {
          await showPart(page, part);
          expect(await wrongIn(page), `${part} in ${language}`).toEqual([]);
          // 1,280 pixels at 200 % are 640 of the page's.
          for (const width of [640, 380]) {
            await page.setViewport({ width, height: 800 });
            await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth), { message: `${part} in ${language}` }).toBeLessThanOrEqual(width);
          }
        }
      }
    } finally {
      // The other tests read English.
      await page.evaluate(() => { document.cookie = "inset-language=; path=/; max-age=0"; });
    }
    expectNoComplaints(page);
  }, LONG);

  it("works by keyboard alone", async () => {
    // The first part: going to another moves the focus, and Tab would begin there, not at the top.
    const page = await openAsOwner(world(), "check");
    await page.bringToFront();
    await page.evaluate(() => { (document.activeElement as HTMLElement | null)?.blur(); });
    const focused = (): Promise<string> => page.evaluate(() => (document.activeElement as HTMLElement | null)?.innerText.trim() ?? "");
    const tabTo = async (wanted: (words: string, id: string) => boolean): Promise<void> => {
      for (let turn = 0; turn < 60; turn += 1) {
        await page.keyboard.press("Tab");
        const id = await page.evaluate(() => document.activeElement?.id ?? "");
        // Who uses the keyboard must see which control has the focus.
        expect(await page.evaluate(() => {
          const element = document.activeElement?.closest(".button.file") ?? document.activeElement;
          return element === null || element === document.body ? "2px" : getComputedStyle(element).outlineWidth;
        })).not.toBe("0px");
        if (wanted(await focused(), id)) return;
      }
      throw new Error("Tab does not lead there.");
    };
    await tabTo((words) => words === "Look up");
    await page.keyboard.press("Enter");
    await page.waitForSelector("#part-lookup:not([hidden])");
    await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe("H1");
    await tabTo((_, id) => id === "lookup-text");
    await page.keyboard.type(PHOTOS[0] ?? "");
    await tabTo((words) => words === "Look up");
    await page.keyboard.press("Enter");
    await until("the answer", async () => (await wordsOf(page, "#lookup-headline")) === "1 of 1 photo is listed");
    await tabTo((words) => words === "Save as CSV");
    expectNoComplaints(page);
  });
});
