/** The helper's own page, opened as its owner opens it. */
import { writeFile } from "node:fs/promises";
import path from "node:path";

import type { Page } from "puppeteer-core";
import { expect } from "vitest";

import { until } from "./until.ts";
import type { World } from "./world.ts";

export const PARTS = ["check", "datasets", "lookup", "add", "browsers", "health"] as const;
export type Part = (typeof PARTS)[number];

export const FIRST = 990_000_100_000;
/** Half of them close together, so that a plot of them has a shape. */
export const PHOTOS = Array.from({ length: 60 }, (_, n) => String(FIRST + 1000 * (n < 30 ? n : 30 + 20 * (n - 30))));
export const PROBABLE = Array.from({ length: 40 }, (_, n) => String(FIRST + 1000 * n + 7));
export const ACCOUNT = "12345678@N00";
export const CC_BY = "https://creativecommons.org/licenses/by/2.0/";
export const pageOf = (photo: string): string => `https://www.flickr.com/photos/${ACCOUNT}/${photo}/`;

/** A manifest with accounts and licences: the first half of the photos are ACCOUNT's, under CC BY. */
export const MANIFEST = [
  "photo_url,owner,license_url",
  ...PHOTOS.map((photo, n) => `${pageOf(photo)},${n < 30 ? ACCOUNT : "87654321@N01"},${n < 30 ? CC_BY : ""}`),
  "https://www.flickr.com/photos/sample-user/albums/72157620000000001/,,",
  "",
].join("\n");

/** No dataset lists it. */
export const NOT_LISTED = String(FIRST + 1);

async function buildTidewatch(world: World): Promise<void> {
  const file = path.join(world.helper.home, "tidewatch.csv");
  await writeFile(file, MANIFEST);
  const { status, stderr } = await world.helper.run("build", "tidewatch", file);
  if (status !== 0) throw new Error(stderr);
}

/** Publish a dataset with accounts and licences, and one that is only a filter; start the helper if it does not run. */
export async function startWithDatasets(world: World): Promise<void> {
  await buildTidewatch(world);
  await world.helper.build("floodmark", PROBABLE, { filterOnly: true });
  if (!world.helper.running) await world.helper.start();
}

/** What the page complained about: errors, and whatever its policy refused. */
const complaints = new WeakMap<Page, string[]>();

export function addressOf(world: World): string {
  return `http://127.0.0.1:${String(world.helper.port)}/`;
}

/** A new address with a ticket, as `inset open` prints it. */
export async function ticketAddress(world: World): Promise<string> {
  const { status, stdout, stderr } = await world.helper.run("open", "--print", "--json");
  if (status !== 0) throw new Error(`inset open: ${stderr}`);
  return (JSON.parse(stdout) as { url: string }).url;
}

/** Open an address of the helper's in a new tab that notes every complaint; none is expected. */
export async function openNoting(world: World, address: string): Promise<Page> {
  const page = await world.browser.newPage();
  world.pages.push(page);
  const noted: string[] = [];
  complaints.set(page, noted);
  page.on("pageerror", (error) => noted.push(String(error)));
  page.on("console", (message) => {
    if (message.type() === "error") noted.push(message.text());
  });
  await page.goto(address, { waitUntil: "load" });
  return page;
}

/** Open the page as its owner, at one of its parts. */
export async function openAsOwner(world: World, part: Part): Promise<Page> {
  const page = await openNoting(world, await ticketAddress(world));
  await until("the session", () => page.evaluate(() => document.documentElement.dataset.session === "owner"));
  await showPart(page, part);
  return page;
}

export async function showPart(page: Page, part: Part): Promise<void> {
  await page.evaluate((name) => {
    document.querySelector<HTMLElement>(`nav a[href="#${name}"]`)?.click();
  }, part);
  await page.waitForSelector(`#part-${part}:not([hidden])`);
}

export function expectNoComplaints(page: Page): void {
  expect(complaints.get(page)).toEqual([]);
}

/** The words of the first element that the selector finds; an empty text when it finds none. */
export function wordsOf(page: Page, selector: string): Promise<string> {
  return page.evaluate((wanted) => document.querySelector<HTMLElement>(wanted)?.innerText ?? "", selector);
}

/**
 * Click by the page's own means, which works in a tab behind others too. Found and clicked in one step: between two, the page
 * may take the element away, or let a button settle once more.
 */
export async function click(page: Page, selector: string): Promise<void> {
  await until(selector, () => page.evaluate((wanted) => {
    const found = document.querySelector<HTMLElement>(wanted);
    found?.click();
    return found !== null;
  }, selector));
}

/** Press a button that saves, and return the file that the page hands to the browser. */
export async function savedBy(page: Page, selector: string): Promise<string> {
  return page.evaluate(async (wanted) => {
    const real = URL.createObjectURL.bind(URL);
    const content = await new Promise<Blob>((made) => {
      URL.createObjectURL = (saved: Blob): string => {
        made(saved);
        return real(saved);
      };
      document.querySelector<HTMLElement>(wanted)?.click();
    });
    URL.createObjectURL = real;
    return content.text();
  }, selector);
}

/** Unfold a dataset in the list. */
export async function unfold(page: Page, dataset: string): Promise<string> {
  const entry = `#datasets-list [data-dataset="${dataset}"]`;
  await until(dataset, () => page.$(entry));
  await page.$eval(entry, (each) => { each.toggleAttribute("open", true); });
  return entry;
}

/** Put words into a field as typing does. */
export async function fill(page: Page, selector: string, words: string): Promise<void> {
  await page.evaluate(
    (wanted, value) => {
      const field = document.querySelector<HTMLInputElement | HTMLTextAreaElement>(wanted);
      if (!field) throw new Error(`There is no ${wanted}.`);
      field.value = value;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    },
    selector,
    words,
  );
}
