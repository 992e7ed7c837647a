/**
 * Makes the pictures of the local page for the documentation: `npm run screenshots` in extension/.
 *
 * Real helper, real builds, made-up photos and datasets.
 */
import { mkdir, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";

import type { ElementHandle, Page } from "puppeteer-core";
import { beforeAll, expect, it } from "vitest";

import { makeZip } from "../extension/support/zip-files.ts";
import { EXTENSION } from "./harness/browsers.ts";
import { click, fill, openAsOwner, showPart, wordsOf, unfold } from "./harness/local-page.ts";
import { SCREENSHOT, shootForStore } from "./harness/store-picture.ts";
import { until } from "./harness/until.ts";
import { describeInBrowsers, type World } from "./harness/world.ts";

const IMAGES = fileURLToPath(new URL("../../docs/images", import.meta.url));
/** Bytes; a documentation page must load quickly. */
const LARGEST = 400_000;
const WIDTH = 1080;
const HIGHEST = 1500;
const LICENCES = ["by-nc-sa", "by-nc", "by-nc-nd", "by", "by-sa", "by-nd"].map((kind) => `https://creativecommons.org/licenses/${kind}/2.0/`);
const ACCOUNTS = Array.from({ length: 700 }, (_, n) => `${String(20_000_000 + 7919 * n)}@N0${String(n % 9)}`);

/** A generator of numbers from 0 to 1, the same ones each time. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Made-up photos that come as photos come: few at first, then in waves. */
function madeUpPhotos(next: () => number): string[] {
  const waves = [[1.2, 0.35, 9000], [3.4, 0.8, 13_000], [7.1, 1.5, 8000], [11, 2, 2600]] as const;
  const bell = (): number => next() + next() + next() + next() - 2;
  return waves.flatMap(([middle, spread, count]) =>
    Array.from({ length: count }, () => String(Math.round(900e9 + Math.max(middle + spread * bell() * 1.7, 0.05) * 1e9))),
  );
}

function asManifest(photos: readonly string[], next: () => number): string {
  const pick = <T,>(from: readonly T[]): T | undefined => from[Math.floor(next() ** 1.6 * from.length)];
  const rows = photos.map((photo) => {
    const account = pick(ACCOUNTS) ?? "";
    return `https://www.flickr.com/photos/${account}/${photo}/,${account},${next() < 0.06 ? "" : (pick(LICENCES) ?? "")}`;
  });
  const albums = Array.from({ length: 21 }, (_, n) => `https://www.flickr.com/photos/sample-user/albums/${String(72_157_620_000_000_000 + n)}/,,`);
  return ["photo_url,owner,license_url", ...rows, ...albums, ""].join("\n");
}

const TITLES = ["Low tide", "The old pier at dawn", "Grandmother’s garden", "IMG_2041", "Snow on the chapel, seen from the valley", "", "Harbour", "Two herons"];

/** A data export: every fourth photo is in the manifest, the others are in no list. */
function asExport(listed: readonly string[]): Blob {
  const own = listed.map((photo, n) => (n % 4 === 0 ? photo : String(Number(photo) + 5)));
  const records = own.map((photo, n) => ({
    name: `photo_${photo}.json`,
    content: JSON.stringify({ id: photo, name: TITLES[n % TITLES.length], date_taken: `${String(2006 + (n % 11))}-05-06 07:08:09`, license: n % 3 === 0 ? "CC BY 2.0" : "All Rights Reserved" }),
  }));
  const albums = ["By the sea", "Winter", "Family"].map((title, n) => ({ id: String(n), title, photo_count: "300", photos: own.slice(n * 300, n * 300 + 300) }));
  const profile = { nsid: "12345678@N00", path_alias: "sample-user", photos_count: "2611" };
  return makeZip([...records, { name: "albums.json", content: JSON.stringify({ albums }) }, { name: "account_profile.json", content: JSON.stringify(profile) }]);
}

async function shoot(page: Page, name: string, highest = HIGHEST): Promise<void> {
  const file = path.join(IMAGES, `page-${name}.png`);
  await page.evaluate(() => {
    (document.activeElement as HTMLElement | null)?.blur();
    scrollTo(0, 0);
  });
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  await page.screenshot({ path: file, clip: { x: 0, y: 0, width: WIDTH, height: Math.min(height, highest) }, captureBeyondViewport: true });
  expect((await stat(file)).size, file).toBeLessThan(LARGEST);
}

/** Hide the folders of whoever makes the pictures. */
async function nameNoFolders(page: Page, { helper }: World): Promise<void> {
  await page.$$eval(
    "#health-list p",
    (lines, folders) => {
      for (const line of lines) for (const [folder, shown] of folders) if (line.childElementCount === 0) line.textContent = line.textContent.replaceAll(folder, shown);
    },
    [[helper.home, "/home/you/inset"], [path.dirname(EXTENSION), "/home/you/inset/extension"]] as const,
  );
}

async function ask(world: World, resource: string, body: unknown): Promise<void> {
  await fetch(`http://127.0.0.1:${String(world.helper.port)}${resource}`, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
}

describeInBrowsers("screenshots of the local page", (world, name) => {
  const next = numbers(7);
  const photos = madeUpPhotos(next);
  const manifest = asManifest(photos, next);
  let file = "";
  let exported = "";

  beforeAll(async () => {
    await mkdir(IMAGES, { recursive: true });
    file = path.join(world().helper.home, "tidewatch.csv");
    await writeFile(file, manifest);
    await world().helper.run("build", "tidewatch", file);
    exported = path.join(world().helper.home, "72157600000000001_0123456789ab_part1.zip");
    await writeFile(exported, Buffer.from(await asExport(photos.slice(0, 2400)).arrayBuffer()));
    await world().helper.build("floodmark", [...new Set(photos.filter((_, n) => n % 3 === 0).map((photo) => String(Number(photo) + 3)))], { filterOnly: true });
    await world().helper.start();
    await world().helper.newToken("Research notebook");
    await world().pair();
  });

  async function checkExport(page: Page): Promise<void> {
    const zip = (await until("the field", () => page.$("#check-files"))) as ElementHandle<HTMLInputElement>;
    await zip.uploadFile(exported);
    await until("the report", () => wordsOf(page, "#check-report:not([hidden]) #check-headline"));
    await until("the photos", () => page.$("#check-photos-list li"));
  }

  async function writeLetter(page: Page): Promise<void> {
    await click(page, '#check-datasets [aria-label="Letter: tidewatch"]');
    await click(page, "#check-datasets .more .primary");
    await until("the letter", () => page.$("#check-datasets .more textarea"));
  }

  /** Scroll so that this element is at the top of the window, with a little of what stands above it. */
  async function showFrom(page: Page, selector: string): Promise<void> {
    await page.setViewport(SCREENSHOT);
    await page.$eval(selector, (element) => {
      (document.activeElement as HTMLElement | null)?.blur();
      scrollTo(0, element.getBoundingClientRect().top + scrollY - 24);
    });
  }

  it.skipIf(name === "firefox")("for the stores", async () => {
    const page = await openAsOwner(world(), "check");
    await page.setViewport(SCREENSHOT);
    await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: "light" }]);
    await checkExport(page);
    await showFrom(page, "#check-headline");
    await shootForStore(page, "3-am-i-in-it");
    await writeLetter(page);
    await showFrom(page, '#check-datasets [data-dataset="tidewatch"]');
    await shootForStore(page, "4-letter");
    await click(page, "#check-forget");
    await showPart(page, "datasets");
    await unfold(page, "tidewatch");
    await until("the plots", () => page.$('#datasets-list [data-dataset="tidewatch"] .picture rect'));
    await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: "dark" }]);
    await page.evaluate(() => {
      (document.activeElement as HTMLElement | null)?.blur();
      scrollTo(0, 0);
    });
    await shootForStore(page, "5-datasets");
  });

  it.skipIf(name === "firefox").each(["light", "dark"] as const)("in %s", async (scheme) => {
    const page = await openAsOwner(world(), "check");
    await page.setViewport({ width: WIDTH, height: 900 });
    await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
    await shoot(page, `check-${scheme}`, 1000);
    await checkExport(page);
    await shoot(page, `report-${scheme}`, 2000);
    await writeLetter(page);
    const card = (await until("the card", () => page.$('#check-datasets [data-dataset="tidewatch"]'))) as ElementHandle<HTMLElement>;
    await card.screenshot({ path: path.join(IMAGES, `page-letter-${scheme}.png`) });
    await click(page, "#check-forget");

    await showPart(page, "datasets");
    await unfold(page, "tidewatch");
    await until("the plots", () => page.$('#datasets-list [data-dataset="tidewatch"] .picture rect'));
    await shoot(page, `datasets-${scheme}`);

    await showPart(page, "lookup");
    const shown = [...photos.slice(0, 4).map((photo) => `https://www.flickr.com/photos/sample-user/${photo}/`), String(Number(photos[3]) + 3), String(Number(photos[9]) + 4), String(Number(photos[12]) + 3)];
    await fill(page, "#lookup-text", shown.join("\n"));
    await click(page, "#lookup-form .primary");
    await until("the answers", () => wordsOf(page, "#lookup-result:not([hidden]) #lookup-headline"));
    await shoot(page, `lookup-${scheme}`);

    await showPart(page, "add");
    const input = (await until("the field", () => page.$("#manifest-file"))) as ElementHandle<HTMLInputElement>;
    await input.uploadFile(file);
    await until("the explanation", () => wordsOf(page, "#taken:not([hidden]) .source"));
    await until("the catalog", () => page.$("#catalog-list .entry"));
    await shoot(page, `add-${scheme}`);
    await fill(page, "#build-name", "tidewatch-again");
    await click(page, "#build-form .primary");
    await until("the outcome", () => page.$('#running-list [data-state="published"]'));
    await click(page, "#running-list details summary");
    await shoot(page, `built-${scheme}`, 1000);
    await world().helper.remove("tidewatch-again");

    await ask(world(), "/v1/pairings", { name: "Inset for scripts" });
    await showPart(page, "browsers");
    await until("who waits", () => page.$("#waiting-list .approval"));
    await until("who is connected", () => page.$("#paired-list .entry"));
    await shoot(page, `browsers-${scheme}`);
    await click(page, "#waiting-list .actions button:last-child");

    await showPart(page, "health");
    await until("the checks", () => page.$("#health-list li"));
    await nameNoFolders(page, world());
    await shoot(page, `health-${scheme}`);
  });
});
