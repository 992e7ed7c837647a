/** The helper's own page for everybody: by keyboard alone, in a narrow window, and as the accessibility rules want it. */
import { readdirSync } from "node:fs";

import type { Page } from "puppeteer-core";
import { beforeAll, expect, it } from "vitest";

import { violationsIn } from "../harness/axe.ts";
import { expectNoComplaints, fill, MANIFEST, openAsOwner, PARTS, PHOTOS, showPart, startWithDatasets, wordsOf, type Part } from "../harness/local-page.ts";
import { until } from "../harness/until.ts";
import { describeInBrowsers } from "../harness/world.ts";

/** Milliseconds for all languages: each part of the page is judged in each of them. */
const LONG = 400_000;
const LANGUAGES = readdirSync(new URL("../../../helper/inset/words/locales/", import.meta.url));

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

/** Chooses the page's language as a person does; an empty text leaves it to the browser. */
async function choose(page: Page, language: string): Promise<void> {
  await Promise.all([
    page.waitForNavigation({ waitUntil: "load" }),
    page.$eval("#language", (choice, wanted) => {
      if (!(choice instanceof HTMLSelectElement)) throw new Error("There is no choice.");
      choice.value = wanted;
      choice.dispatchEvent(new Event("change"));
    }, language),
  ]);
  const spoken = language === "" ? "en" : language.replace("_", "-");
  await expect.poll(() => page.evaluate(() => document.documentElement.lang)).toBe(spoken);
}

/** Small and in the dark, then in light at 200 %, where the 1,280 pixels of a window are 640 of the page's. */
const LOOKS = [[380, "dark"], [640, "light"]] as const;

/** In both looks: no rule is broken, and nothing leads out of the window. */
async function expectFitFor(page: Page, where: string): Promise<void> {
  for (const [width, theme] of LOOKS) {
    await page.setViewport({ width, height: 800 });
    await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: theme }]);
    expect(await wrongIn(page), `${where}, ${theme}`).toEqual([]);
    await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth), { message: where }).toBeLessThanOrEqual(width);
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

  it.skipIf(name === "firefox")("breaks no rule in any language, at 380 pixels in the dark and in light at twice the size, and keeps to its width", async () => {
    const page = await openAsOwner(world(), "check");
    for (const language of LANGUAGES) {
      await choose(page, language);
      await until("the session", () => page.evaluate(() => document.documentElement.dataset.session === "owner"));
      for (const part of PARTS) {
        await showPart(page, part);
        await expectFitFor(page, `${part} in ${language}`);
      }
    }
    await choose(page, "");
    expectNoComplaints(page);
  }, LONG);

  it.skipIf(name === "firefox")("breaks no rule on any other page of the helper's in any language, in both looks, and keeps to its width", async () => {
    const page = await openAsOwner(world(), "check");
    const home = new URL("/", page.url()).href;
    await fill(page, "#check-text", `https://farm9.staticflickr.com/65535/${String(PHOTOS[0])}_0123456789_b.jpg`);
    await page.evaluate(() => { document.querySelector<HTMLFormElement>("#check-form")?.requestSubmit(); });
    const pictures = await until("the pictures' page", () => page.evaluate(() => document.querySelector<HTMLAnchorElement>("#check-pictures a")?.href));
    const asked = await fetch(`${home}v1/pairings`, { method: "POST", headers: { "Content-Type": "application/json" }, body: '{"name":"A program"}' });
    const { id } = (await asked.json()) as { id: string };
    // Who asks waits for five minutes only.
    await page.goto(`${home}connect#pairing=${id}`, { waitUntil: "load" });
    for (const language of LANGUAGES) {
      await choose(page, language);
      await until("who asks", () => page.$("#connect-asker button"));
      await expectFitFor(page, `/connect in ${language}`);
    }
    const pages: readonly (readonly [string, string])[] = [
      [pictures, "#pictures-ask:not([hidden])"],
      [`${home}sample`, "main img"],
      [`${home}sample/photos/inset-sample/990000000001/`, "main img"],
      [`${home}nothing-is-here`, "main"],
    ];
    for (const language of LANGUAGES) {
      await page.goto(home, { waitUntil: "load" });
      await choose(page, language);
      for (const [address, what] of pages) {
        await page.goto(address, { waitUntil: "load" });
        await until(what, () => page.$(what));
        expect(await page.evaluate(() => document.documentElement.lang)).toBe(language.replace("_", "-"));
        await expectFitFor(page, `${new URL(address).pathname} in ${language}`);
      }
    }
    await page.goto(home, { waitUntil: "load" });
    await choose(page, "");
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
