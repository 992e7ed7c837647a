/** Pictures of the photos that a check found: none is asked for before the click that says so, and then from Flickr's one host alone. */
import { writeFile } from "node:fs/promises";
import path from "node:path";

import type { ElementHandle, Page } from "puppeteer-core";
import { beforeAll, beforeEach, expect, it } from "vitest";

import { click, expectNoComplaints, fill, openAsOwner, PHOTOS, pageOf, startWithDatasets, wordsOf } from "../harness/local-page.ts";
import { STATIC } from "../harness/flickr-server.ts";
import { drawPhoto } from "../harness/pictures.ts";
import { until } from "../harness/until.ts";
import { describeInBrowsers } from "../harness/world.ts";

const [ONE = "", TWO = "", THREE = "", GONE = ""] = PHOTOS;
const addressOf = (photo: string, size: string): string => `https://farm9.staticflickr.com/65535/${photo}_0123456789_${size}.jpg`;
const LIST = `photo_url\n${addressOf(ONE, "b")}\n${addressOf(TWO, "o")}\n${pageOf(THREE)}\n${addressOf(GONE, "z")}\n`;

describeInBrowsers("pictures", (world) => {
  beforeAll(() => startWithDatasets(world()));

  /** What each try of a test has asked for: what arrived before it is another one's. */
  let before = 0;
  beforeEach(() => { before = world().flickr.arrived.length; });
  const asked = (): string[] => world().flickr.arrived.slice(before).filter((request) => !request.includes("favicon"));

  async function report(page: Page): Promise<void> {
    const file = path.join(world().helper.home, "mine.csv");
    await writeFile(file, LIST);
    const input = (await until("the field", () => page.$("#check-files"))) as ElementHandle<HTMLInputElement>;
    await input.uploadFile(file);
    await until("the report", () => wordsOf(page, "#check-report:not([hidden]) #check-headline"));
    await until("the offer", () => page.$("#check-pictures a"));
  }

  it("are loaded by the click alone, from Flickr's host of pictures alone, and those that are not known are told", async () => {
    // Pictures that the browser may not keep: a second try must ask for them anew.
    world().flickr.handle((_, file) => {
      if (file.includes(GONE)) return { status: 410, type: "text/plain", body: "gone" };
      const photo = PHOTOS.find((each) => file.includes(`/${each}_`));
      return photo === undefined ? null : { type: "image/svg+xml", headers: { "Cache-Control": "no-store" }, body: drawPhoto(photo) };
    });
    const page = await openAsOwner(world(), "check");
    await report(page);
    await expect.poll(() => wordsOf(page, "#check-pictures")).toBe("Pictures: the addresses of 3 are known. Nothing is loaded before you say so.");
    await click(page, "#check-pictures a");
    await until("the question", () => page.$("#pictures-ask:not([hidden])"));
    await expect.poll(() => wordsOf(page, "#pictures-what")).toBe("Photos 1 to 4 of 4. The address of a picture is known of 3.");
    await expect.poll(() => wordsOf(page, "#pictures-full")).toContain("1 of them is known only in full size");
    expect(await page.$$("#pictures-list li")).toHaveLength(0);
    // A reload, or the address in a bookmark, asks again: only the button loads.
    await page.reload();
    await until("the question", () => page.$("#pictures-ask:not([hidden])"));
    expect(asked()).toEqual([]);
    expectNoComplaints(page);
    await click(page, "#pictures-show");
    await until("the pictures", async () => (await page.$$eval("#pictures-list img", (all) => all.filter((each) => each.complete && each.naturalWidth > 0).length)) === 2);
    await until("the picture that is gone", async () => (await wordsOf(page, "#pictures-list")).includes("perhaps it was deleted"));
    await expect.poll(() => wordsOf(page, "#pictures-list")).toContain("No address of its picture is known");
    expect(asked().sort()).toEqual([
      `${STATIC} /65535/${ONE}_0123456789_m.jpg`, `${STATIC} /65535/${TWO}_0123456789_o.jpg`, `${STATIC} /65535/${GONE}_0123456789_m.jpg`,
    ].sort());
    await expect.poll(() => page.$$eval("#pictures-list img", (all) => all.map((each) => each.referrerPolicy))).toEqual(["no-referrer", "no-referrer"]);
    // The page's policy, not only its code, keeps all else away.
    const refused = await page.evaluate(() => new Promise((resolve) => {
      document.addEventListener("securitypolicyviolation", (event) => { resolve(event.effectiveDirective); });
      new Image().src = "https://hostile.example/x.png";
    }));
    expect(refused).toBe("img-src");
    expect(asked().some((request) => request.startsWith("hostile.example"))).toBe(false);
  });

  it("cannot be loaded by the page that has the report, whatever runs there", async () => {
    const page = await openAsOwner(world(), "check");
    const refused = await page.evaluate((address) => new Promise((resolve) => {
      document.addEventListener("securitypolicyviolation", (event) => { resolve(event.effectiveDirective); });
      new Image().src = address;
    }), `https://${STATIC}/65535/${ONE}_0123456789_b.jpg`);
    expect(refused).toBe("img-src");
    expect(asked().some((request) => request.includes("_b.jpg"))).toBe(false);
  });

  it("are told apart from a photo of which nothing is known", async () => {
    const page = await openAsOwner(world(), "check");
    // Not typed: there Enter asks at once.
    await fill(page, "#check-text", `${ONE}\n${TWO}`);
    await click(page, "#check-form .primary");
    await until("the words", async () => (await wordsOf(page, "#check-pictures")).startsWith("Their pictures cannot be shown"));
    expect(await page.$("#check-pictures a")).toBeNull();
  });

  it("are offered for a look-up too, where the pasted addresses are pictures'", async () => {
    const page = await openAsOwner(world(), "lookup");
    await fill(page, "#lookup-text", `${addressOf(ONE, "b")}\n${pageOf(THREE)}`);
    await click(page, "#lookup-form .primary");
    await until("the offer", async () => (await wordsOf(page, "#lookup-pictures")) === "Picture of 1 listed photo");
    await click(page, "#lookup-pictures");
    await until("the question", async () => (await wordsOf(page, "#pictures-what")) === "Photos 1 to 1 of 1. The address of a picture is known of 1.");
    expectNoComplaints(page);
  });

  it("left nothing that went anywhere else", async () => {
    // Chromium tells only when it ends.
    expect(await world().browser.outside()).toEqual([]);
  });
});
