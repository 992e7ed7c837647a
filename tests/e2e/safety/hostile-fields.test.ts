/**
 * A manifest of which every field is hostile (`tests/vectors/hostile_fields.json`), built by the real command, in everything
 * that shows it: the local page, the popup, the card and the window of the context menu. Nothing runs, nothing turns a line.
 */
import { createHash } from "node:crypto";
import { readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";

import type { ElementHandle, Page } from "puppeteer-core";
import { beforeAll, expect, it } from "vitest";

import { pointAt, untilBadged } from "../harness/badges.ts";
import { click, expectNoComplaints, fill, openAsOwner, showPart, unfold, wordsOf } from "../harness/local-page.ts";
import { pause, until } from "../harness/until.ts";
import { describeInBrowsers } from "../harness/world.ts";
import { imgTile } from "../pages/photo-lists.ts";

interface Table {
  readonly payloads: Record<string, string>;
  readonly fields: readonly string[];
}

const FIRST = 990_000_000_001;
const FILE = "list<img src=x onerror=planted=1>\u202e=1+1.jsonl";
const TURNING = /[\u202a-\u202e\u2066\u2067]|[\0-\u0008\u000e-\u001f\u0080-\u009f]/;

/** What whoever makes a pack may write about it. */
const PLANT = "\u202e<img src=x onerror=globalThis.planted=1>\u0007\u2066\u200b";
const LONG = `${PLANT}${"A".repeat(10_000)}`;
const ORIGIN = {
  dataset: `their ${PLANT}`, run: PLANT, descriptor: "ab".repeat(32), pack: null, signed_by: null, how: null, publisher: `All is well, says Inset ${PLANT}`,
  address: "javascript:globalThis.planted=1", unpacked_at: "2026-11-22T10:00:00Z",
};
const ABOUT = {
  title: LONG, publisher: LONG, purpose: LONG, year: null, page: "javascript:globalThis.planted=1", paper: `https://packs.example/${LONG}`,
  opt_out: { how: LONG, url: "data:text/html,x", mail: LONG, way: null, tag: null, asks_for: [], accepts: [] },
  withdrawn: true, withdrawn_when: LONG, note: LONG, checked: LONG, contact: null, model_provider: false,
};

/** Make the run of a dataset one that came as an unsigned pack. */
async function becomePack(datasets: string, name: string): Promise<void> {
  const run = (await readdir(path.join(datasets, name))).find((each) => /^\d{8}-/.test(each)) ?? "";
  const file = path.join(datasets, name, run, "dataset.json");
  const described = JSON.parse(await readFile(file, "utf8")) as object;
  const content = JSON.stringify({ ...described, origin: ORIGIN, about: ABOUT });
  await writeFile(file, content);
  await writeFile(path.join(datasets, name, run, "completed"), `${createHash("sha256").update(content).digest("hex")}\n`);
}

/** Hold that nothing of what a pack's makers wrote runs long, and that all of it stands between quotation marks. */
function expectTheirs(shown: string): void {
  expect(shown).toContain("Nobody vouches for it");
  expect(shown).toContain("from “All is well, says Inset \\u202e<img src=x");
  expect(shown).toContain("“\\u202e<img src=x onerror=globalThis.planted=1>\\u0007\\u2066\\u200bAAA");
  expect(shown).not.toMatch(/A{400}/);
}

/** Hold that nothing of the manifest has become an element that acts, has run, or turns what stands around it. */
async function expectHarmless(page: Page): Promise<void> {
  await page.$$eval("details", (all) => { for (const each of all) each.open = true; });
  const found = await page.evaluate(() => ({
    planted: (globalThis as { planted?: unknown }).planted,
    acting: [...document.querySelectorAll("iframe, object, embed, img[onerror], svg[onload], [onfocus], [onmouseover], [href^='javascript:'], [href^='data:']")].map((each) => each.outerHTML),
    text: document.body.innerText,
  }));
  expect(found.planted).toBeUndefined();
  expect(found.acting).toEqual([]);
  expect(found.text).not.toMatch(TURNING);
}

describeInBrowsers("a manifest of hostile fields", (world, name) => {
  let table: Table;
  let photos: string[] = [];

  beforeAll(async () => {
    table = JSON.parse(await readFile(new URL("../../vectors/hostile_fields.json", import.meta.url), "utf8")) as Table;
    photos = Object.keys(table.payloads).map((_, n) => String(FIRST + n));
    const rows = Object.values(table.payloads).map((payload, n) => {
      const fields = Object.fromEntries([...table.fields, `key ${payload}`].map((field) => [field, payload]));
      return JSON.stringify({ photo_url: `https://www.flickr.com/photos/12345678@N00/${String(FIRST + n)}/`, ...fields });
    });
    const file = path.join(world().helper.home, FILE);
    await writeFile(file, `${rows.join("\n")}\n`);
    const built = await world().helper.run("build", "hostile", file, "--column", "photo_url", "--obtained", Object.values(table.payloads).join(" "));
    expect(built.status, built.stderr).toBe(0);
    await becomePack(path.join(world().helper.home, "data", "datasets"), "hostile");
    await world().helper.start();
    await world().pair();
  });

  it("is harmless on the local page: look-up, report, list of datasets, explanation", async () => {
    const page = await openAsOwner(world(), "lookup");
    await fill(page, "#lookup-text", photos.join("\n"));
    await click(page, "#lookup-form .primary");
    await until("the answers", async () => (await page.$$("#lookup-rows tr")).length >= 20);
    await expect.poll(() => wordsOf(page, "#part-lookup")).toContain("planted = 1");
    await expectHarmless(page);
    await showPart(page, "datasets");
    await unfold(page, "hostile");
    await until("the dataset's facts", () => page.$('#datasets-list [data-dataset="hostile"] dl'));
    await expectHarmless(page);
    expectTheirs(await wordsOf(page, '#datasets-list [data-dataset="hostile"]'));
    await showPart(page, "check");
    await fill(page, "#check-text", photos.join("\n"));
    await click(page, "#check-form .primary");
    await until("the report", async () => (await wordsOf(page, "#part-check")).includes("hostile"));
    await expectHarmless(page);
    await showPart(page, "add");
    const input = (await until("the field", () => page.$("#manifest-file"))) as ElementHandle<HTMLInputElement>;
    await input.uploadFile(path.join(world().helper.home, FILE));
    await until("the explanation", () => wordsOf(page, "#taken:not([hidden]) .source"));
    await expectHarmless(page);
    expectNoComplaints(page);
  });

  it("is harmless on Flickr's page with a card open, in the popup, and in the answer's window", async () => {
    const shown = photos.slice(0, 6);
    world().flickr.serve("/hostile", { html: `<!doctype html><title>x</title><div class="photo-list-view">${shown.map((photo, n) => imgTile(photo, n)).join("")}</div>` });
    const page = await world().openFlickr("/hostile");
    await untilBadged(page, shown);
    await pointAt(page, shown[0] ?? "");
    await until("the card", () => page.$("inset-card"));
    await pause(1500);
    await expectHarmless(page);
    const popup = await world().openPopupOn(page);
    await until("the list", () => popup.$("#listed li"));
    await expectHarmless(popup);
    // The card's words, in a page that can be looked into.
    for (const photo of name === "chromium" ? photos : photos.slice(-8)) {
      const own = await world().browser.openOwn(`answer.html?photo=${photo}`);
      await until("the answer", () => own.$('#heading[data-answer="listed"]'));
      await until("the names", () => own.evaluate(() => document.querySelector("#body")?.textContent.includes("12345678@N00")));
      await expectHarmless(own);
      expectTheirs(await own.evaluate(() => document.body.innerText));
      await own.close();
    }
  });
});
