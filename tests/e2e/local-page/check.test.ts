/** "Am I in it?" on the helper's own page: a real helper, real builds, real browsers. */
import { writeFile } from "node:fs/promises";
import path from "node:path";

import type { ElementHandle, Page } from "puppeteer-core";
import { afterEach, beforeAll, describe, expect, it } from "vitest";

import { makeZip } from "../../extension/support/zip-files.ts";
import { forgetChecks } from "../harness/left-behind.ts";
import { ACCOUNT, click, expectNoComplaints, fill, NOT_LISTED, openAsOwner, pageOf, PHOTOS, PROBABLE, savedBy, startWithDatasets, wordsOf } from "../harness/local-page.ts";
import { until } from "../harness/until.ts";
import { describeInBrowsers } from "../harness/world.ts";

/** The person's own photos: ten that a list has, one that a filter lets by, and five that nobody lists. */
const OWN = [...PHOTOS.slice(0, 10), PROBABLE[0] ?? "", NOT_LISTED, ...[11, 13, 17, 19].map((n) => String(Number(NOT_LISTED) + n))];
const OTHERS = PHOTOS.slice(40, 45);

const record = (photo: string, n: number): string => JSON.stringify({
  id: photo, name: `Made-up title ${String(n)}`, date_taken: `${String(2009 + (n % 3))}-05-06 07:08:09`, license: n % 2 === 0 ? "All Rights Reserved" : "CC BY 2.0",
  description: `Like https://www.flickr.com/photos/somebody/${OTHERS[0] ?? ""}/`, original: `https://live.staticflickr.com/1/${photo}_0123456789_o.jpg`, albums: [], comments: [{ comment: pageOf(OTHERS[1] ?? "") }],
});

/** The zips of a made-up export, as Flickr names them. */
async function writeExport(folder: string): Promise<string[]> {
  const records = OWN.map((photo, n) => ({ name: `photo_${photo}.json`, content: record(photo, n) }));
  const others = [
    { name: "albums.json", content: JSON.stringify({ albums: [{ id: "1", title: "Low tide", photo_count: "3", cover_photo: pageOf(OTHERS[2] ?? ""), photos: [...OWN.slice(0, 3), "0"] }] }) },
    { name: "account_profile.json", content: JSON.stringify({ nsid: ACCOUNT, path_alias: "made-up", screen_name: "Made Up" }) },
    { name: "faves_part001.json", content: JSON.stringify({ faves: OTHERS.map((photo) => ({ photo_id: photo })) }) },
  ];
  const media = OWN.map((photo) => ({ name: `made-up-title_${photo}_o.jpg`, content: "no picture", method: 0 }));
  const archives = { "72157600000000001_0123456789ab_part1.zip": [...records, ...others], "data-download-1.zip": media };
  return Promise.all(Object.entries(archives).map(async ([name, entries]) => {
    const file = path.join(folder, name);
    await writeFile(file, Buffer.from(await makeZip(entries).arrayBuffer()));
    return file;
  }));
}

async function choose(page: Page, ...files: string[]): Promise<void> {
  const input = (await until("the field", () => page.$("#check-files"))) as ElementHandle<HTMLInputElement>;
  await input.uploadFile(...files);
}

async function headline(page: Page): Promise<string> {
  await until("the report", () => wordsOf(page, "#check-report:not([hidden]) #check-headline"));
  return wordsOf(page, "#check-headline");
}

async function ask(page: Page, text: string): Promise<void> {
  await fill(page, "#check-text", text);
  await click(page, "#check-form .primary");
}

/** What the browser would save. */
const exported = (page: Page, format: string): Promise<string> => savedBy(page, `[data-export="${format}"]`);

describeInBrowsers("Am I in it?", (world) => {
  let archives: string[] = [];

  beforeAll(async () => {
    await startWithDatasets(world());
    archives = await writeExport(world().helper.home);
  });

  afterEach(() => forgetChecks(world().helper));

  it("is the page's first part, and asks about an account by its address", async () => {
    const page = await openAsOwner(world(), "check");
    await expect.poll(() => page.evaluate(() => document.querySelector('nav a[aria-current="page"]')?.textContent)).toBe("Am I in it?");
    await ask(page, `https://www.flickr.com/photos/${ACCOUNT}/albums/72157620000000001`);
    await expect.poll(() => headline(page)).toBe("30 of 30 photos are listed");
    await expect.poll(() => wordsOf(page, "#check-limits")).toContain("only if their addresses are known: floodmark");
    await expect.poll(() => page.$$eval("#check-photos-list li", (tiles) => tiles.length)).toBe(30);
    expectNoComplaints(page);
  });

  describe("an export", () => {
    it("counts the person's own photos exactly, and nobody else's", async () => {
      const page = await openAsOwner(world(), "check");
      await choose(page, ...archives);
      await expect.poll(() => headline(page)).toBe("10 of 16 photos are listed, and 1 probably");
      await expect.poll(() => wordsOf(page, "#check-asked")).toContain("the data export made-up (16 photos)");
      const rows = await page.$$eval("#check-tables tbody tr", (all) => all.map((row) => [...row.children].map((cell) => cell.textContent)));
      expect(rows.filter(([name]) => name?.startsWith("20")).map(([year, , listed, probably, checked]) => [year, listed, probably, checked])).toEqual([["2009", "4", "0", "6"], ["2010", "3", "1", "5"], ["2011", "3", "0", "5"]]);
      expect(rows.find(([name]) => name === "Low tide")?.slice(2)).toEqual(["3", "0", "3"]);
      // Which photos they are is asked for after their numbers.
      const photos = (): Promise<unknown[]> => page.$$eval("#check-photos-list a", (links) => links.map((link) => new URL(link.href).searchParams.get("id")).sort());
      await expect.poll(photos).toEqual([...PHOTOS.slice(0, 10), PROBABLE[0]].sort());
      await expect.poll(() => wordsOf(page, '[data-dataset="floodmark"]')).toContain("none of these is certain");
      const csv = (await exported(page, "csv")).trim().split("\r\n");
      expect(csv.slice(1).map((line) => line.split(",").slice(0, 4).join())).toEqual([...PHOTOS.slice(0, 10).map((photo) => [photo, pageOf(photo), "listed", "tidewatch"]), [PROBABLE[0], pageOf(PROBABLE[0] ?? ""), "probably_listed", ""]].map(String).sort());
      expect(JSON.parse(await exported(page, "json"))).toMatchObject({ checked: 16, listed: 10, probably_listed: 1 });
      expect(await exported(page, "html")).toContain("<h2>What this cannot know</h2>");
      expect(world().helper.log).not.toContain(PHOTOS[0]);
      expectNoComplaints(page);
    });

    it("may be dropped, and is found again by its address until it is forgotten", async () => {
      const page = await openAsOwner(world(), "check");
      await page.evaluate((photo, content) => {
        const dropped = new DataTransfer();
        dropped.items.add(new File([content], `photo_${photo}.json`));
        document.querySelector("#check-drop")?.dispatchEvent(new DragEvent("drop", { dataTransfer: dropped, bubbles: true, cancelable: true }));
      }, PHOTOS[0] ?? "", record(PHOTOS[0] ?? "", 0));
      await expect.poll(() => headline(page)).toBe("1 of 1 photo is listed");
      // Asked of the page itself: the browser tells of a new address by itself, and perhaps later.
      const address = await page.evaluate(() => location.href);
      expect(address).toMatch(/#check\/[0-9a-f]{16}$/);
      await click(page, "#check-keep");
      await until("it to be kept", async () => (await wordsOf(page, "#check-kept-note")).includes("is kept on this computer"));
      await world().helper.stop();
      await world().helper.start();
      const again = await openAsOwner(world(), "check");
      await again.evaluate((hash) => { location.hash = hash; }, new URL(address).hash);
      await expect.poll(() => headline(again)).toBe("1 of 1 photo is listed");
      await click(again, "#check-remember");
      await click(again, "#watch-form .primary");
      await until("a kept report to be watched", async () => (await wordsOf(again, "#watch-list")).includes("Your data export"));
      await click(again, "#watch-list .asking button");
      await click(again, "#watch-list .danger");
      await until("it to be forgotten", () => again.$("#watch[hidden]"));
      await click(again, "#check-forget");
      await until("it to be gone", async () => (await again.$("#check-report[hidden]")) !== null);
      await again.evaluate((hash) => { location.hash = hash; }, new URL(address).hash);
      await until("the word about it", async () => (await wordsOf(again, "#check-problem")).includes("there is no such check"));
    });
  });

  it("proves what it found, and writes a letter that can be changed", async () => {
    const page = await openAsOwner(world(), "check");
    await ask(page, PHOTOS.slice(0, 2).join("\n"));
    await expect.poll(() => headline(page)).toBe("2 of 2 photos are listed");
    await click(page, '[aria-label="Proof: tidewatch"]');
    await until("the rows", () => page.$(".more tbody tr"));
    await expect.poll(() => page.$$eval(".more tbody tr", (rows) => rows.map((row) => [...row.children].map((cell) => cell.textContent)))).toEqual([[PHOTOS[0], "tidewatch.csv", "line 2"], [PHOTOS[1], "tidewatch.csv", "line 3"]]);
    await click(page, '[aria-label="Letter: tidewatch"]');
    await click(page, ".more .primary");
    await until("the letter", () => page.$(".more textarea"));
    const letter = await page.$eval(".more textarea", (field) => (field).value);
    expect(letter).toContain(pageOf(PHOTOS[0] ?? ""));
    expect(letter).not.toContain(PHOTOS[2]);
    expectNoComplaints(page);
  });

  it("remembers photos by the person's word, tells what a new build changed, and forgets them", async () => {
    const page = await openAsOwner(world(), "check");
    await world().helper.build("ebb", [PHOTOS[0] ?? "", PHOTOS[1] ?? "", PROBABLE[0] ?? ""]);
    await ask(page, [PHOTOS[0], PHOTOS[1], NOT_LISTED].join("\n"));
    await expect.poll(() => headline(page)).toBe("2 of 3 photos are listed");
    await click(page, "#check-remember");
    await expect.poll(() => page.$eval("#watch-name", (field) => (field as HTMLInputElement).value)).toMatch(/^3 photos of /);
    await fill(page, "#watch-name", "From the harbour");
    await click(page, "#watch-form .primary");
    await until("the watch", async () => (await wordsOf(page, "#watch-list")).includes("3 photos"));
    await expect.poll(() => wordsOf(page, "#watch-list strong")).toBe("From the harbour");
    await until("the form to close", () => page.$("#watch-form[hidden]"));
    await world().helper.build("ebb", [PHOTOS[1] ?? "", NOT_LISTED, PROBABLE[0] ?? ""]);
    await page.reload();
    await until("the news", async () => (await wordsOf(page, "#watch-news")).includes("1 newly listed, 1 gone from a dataset"));
    await until("the change", async () => (await wordsOf(page, "#watch-list")).includes("1 photo is new in ebb, 1 photo is gone from ebb"));
    await click(page, "#watch-list .primary");
    await until("the news to be seen", async () => (await page.$("#watch-news[hidden]")) !== null);
    await click(page, '[aria-label^="Check "]');
    await until("the new report instead of the first one", async () => (await wordsOf(page, "#check-headline")) === "3 of 3 photos are listed");
    await click(page, "#watch-list .asking button");
    await click(page, "#watch-list .danger");
    await until("it to be forgotten", async () => (await page.$("#watch[hidden]")) !== null);
    await world().helper.run("remove", "ebb");
    expect(world().helper.log).not.toContain(NOT_LISTED);
    expectNoComplaints(page);
  });

  it("notes a letter that was sent, and which of its photos are gone since", async () => {
    const page = await openAsOwner(world(), "check");
    await world().helper.build("ebb", [PHOTOS[0] ?? "", PHOTOS[1] ?? ""]);
    await ask(page, PHOTOS.slice(0, 2).join("\n"));
    await headline(page);
    await click(page, '[aria-label="Letter: ebb"]');
    await click(page, '[data-dataset="ebb"] .more .primary');
    await until("the letter", () => page.$('[data-dataset="ebb"] .more textarea'));
    expect(await page.$("#sent[hidden]")).not.toBeNull();
    await page.evaluate(() => { [...document.querySelectorAll("button")].find((each) => each.textContent === "I have sent it: note that")?.click(); });
    await until("the note", async () => (await wordsOf(page, "#sent-list")).includes("ebb: not built from another list since"));
    await world().helper.build("ebb", [PHOTOS[1] ?? "", NOT_LISTED]);
    await page.reload();
    await until("what is gone", async () => (await wordsOf(page, "#sent-list")).includes("1 of 2 photos is gone from ebb"));
    await click(page, "#sent-list .asking button");
    await click(page, "#sent-list .danger");
    await until("it to be forgotten", async () => (await page.$("#sent[hidden]")) !== null);
    await world().helper.run("remove", "ebb");
    expectNoComplaints(page);
  });

  it("takes a long text out of its field before the browser lays it out, and asks about all of it", async () => {
    const page = await openAsOwner(world(), "check");
    const others = Array.from({ length: 20_000 }, (_, n) => pageOf(String(Number(NOT_LISTED) + 100_003 * (n + 1))));
    await page.$eval("#check-text", (field, words) => {
      // Firefox gives an event that a script makes no clipboard.
      const clipboard = { clipboardData: { getData: () => words } };
      field.dispatchEvent(Object.assign(new Event("paste", { bubbles: true, cancelable: true }), clipboard));
    }, [...others, ...PHOTOS.slice(0, 10).map(pageOf)].join("\n"));
    expect(await page.$eval("#check-text", (field) => (field as HTMLTextAreaElement).value)).toBe("");
    expect(await headline(page)).toMatch(/^10 of 20,010 photos are listed/);
    expectNoComplaints(page);
  });

  it("reads a table of IDs with the readers of manifests", async () => {
    const page = await openAsOwner(world(), "check");
    const file = path.join(world().helper.home, "mine.csv");
    await writeFile(file, `title;photo_id\n${[...PHOTOS.slice(0, 3), NOT_LISTED].map((photo) => `x;${photo}`).join("\n")}\n`);
    await choose(page, file);
    await expect.poll(() => headline(page)).toBe("3 of 4 photos are listed");
    await expect.poll(() => wordsOf(page, "#check-asked")).toContain("the list mine.csv (4 photos)");
  });

  it("says what is wrong with a file, and goes on", async () => {
    const page = await openAsOwner(world(), "check");
    const file = path.join(world().helper.home, "broken.zip");
    await writeFile(file, "PK this is no zip");
    await choose(page, file);
    await until("the problem", async () => (await wordsOf(page, "#check-problem")).includes("it is no zip archive"));
    await ask(page, PHOTOS[0] ?? "");
    await expect.poll(() => headline(page)).toBe("1 of 1 photo is listed");
    expect(await wordsOf(page, "#check-problem")).toBe("");
  });
});
