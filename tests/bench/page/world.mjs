// The benchmark's world: the end-to-end tests' own stand-in for Flickr, real helper and real Chromium.
import { mkdir } from "node:fs/promises";
import { cpus } from "node:os";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

import { build } from "esbuild";

const TOP = fileURLToPath(new URL("../../..", import.meta.url));
const HARNESS = path.join(TOP, "tests/e2e/harness");
/** Drawing pictures is no part of what is measured, and would be most of it: every photo is one pixel. */
const PICTURE = { type: "image/gif", body: Buffer.from("R0lGODlhAQABAIAAAMjPzwAAACwAAAAAAQABAAACAkQBADs=", "base64") };
const VIEWPORT = { width: 1280, height: 800 };

/** IDs of the benchmark's made-up photos; every fifth is listed, which is far more than on Flickr. */
export const EVERY = 5;
export const FIRST = 960_000_000_001;
export const photo = (n) => String(FIRST + n);
export const isListed = (n) => n % EVERY === 1;
/** How many photos the dataset is about: pages use parts of it. */
const PHOTOS = 400_000;

export const COLUMNS = 5;
/** From one row of tiles to the next, in CSS pixels. */
export const ROW = 204;
const HEIGHT = 200;
const WIDTH = 248;

/** One tile as Flickr's pages have it: a picture, a link over it, a bar of links. */
export function tile(n, place = n) {
  const id = photo(n);
  const x = (place % COLUMNS) * (WIDTH + 4);
  const y = Math.floor(place / COLUMNS) * ROW;
  return `<div class="view photo-list-photo-view awake" style="transform: translate(${x}px, ${y}px); width: ${WIDTH}px; height: ${HEIGHT}px"><div class="photo-list-photo-container"><img loading="lazy" src="//live.staticflickr.com/65535/${id}_0a1b2c3d4e_m.jpg" height="100%" width="100%"><div class="interaction-view"><div class="photo-list-photo-interaction"><a class="overlay" href="/photos/marlene-tern/${id}/"></a><div class="interaction-bar"><div class="text"><a class="title" href="/photos/marlene-tern/${id}/">Ebbe</a></div></div></div></div></div></div>`;
}

/** A photostream of so many tiles, from the `first` photo on. */
export function stream(count, first = 0) {
  const tiles = Array.from({ length: count }, (_, n) => tile(first + n, n)).join("");
  const height = Math.ceil(count / COLUMNS) * ROW;
  return `<!DOCTYPE html><html class="html-photostream-page-view"><head><meta charset="utf-8"><title>Marlene Tern</title><link rel="stylesheet" href="/skeleton.css"></head><body><div id="content"><div class="view flickr-view-root-view"><div class="photo-list-view" style="height: ${height}px; width: 1260px">${tiles}</div></div><div id="elsewhere"></div></div></body></html>`;
}

/**
 * The same tiles with every picture there: they show one spacer, as old Flickr pages do, and name their photo beside it.
 * Pictures that the browser has yet to load keep it busy by themselves, and keep views that have gone in its memory.
 */
export const loaded = (html) => html.replaceAll('<img loading="lazy" src=', '<img src="//combo.staticflickr.com/pw/images/spaceball.gif" data-defer-src=');

async function loadHarness() {
  // The harness is TypeScript; bundled beside the packages that it needs.
  const file = path.join(TOP, "extension/node_modules/.cache/inset-bench/harness.mjs");
  await mkdir(path.dirname(file), { recursive: true });
  const names = ["browsers", "flickr-server", "helper", "until"];
  await build({
    stdin: { contents: [...names.map((name) => `export * from "./${name}.ts";`), 'export { STYLES } from "../pages/styles.ts";'].join("\n"), resolveDir: HARNESS },
    bundle: true,
    platform: "node",
    format: "esm",
    packages: "external",
    logLevel: "warning",
    outfile: file,
  });
  process.env.INSET_EXTENSION ??= path.join(TOP, "extension/dist");
  process.env.INSET_BIN ??= path.join(TOP, ".venv/bin/inset");
  return import(pathToFileURL(file).href);
}

/** @param extension the folder of a built extension; the repository's own unless another one is compared with it */
export async function openBench(extension) {
  const { launch, EXTENSION, startFlickrServer, Helper, STYLES, until } = await loadHarness();
  const flickr = await startFlickrServer(STYLES, () => PICTURE);
  const helper = await Helper.create();
  const listed = [];
  for (let n = 0; n < PHOTOS; n += 1) if (isListed(n)) listed.push(photo(n));
  await helper.build("tidewatch", listed);
  await helper.start();
  const browser = await launch("chromium", { extension: extension ?? EXTENSION, flickrPort: flickr.port, viewport: VIEWPORT });
  const store = async (key, value) => {
    const own = await browser.openOwn("options.html");
    await own.evaluate((name, what) => chrome.storage.local.set({ [name]: what }), key, value);
    await own.close();
  };
  await store("pairing", { port: helper.port, token: await helper.newToken() });
  return {
    browser,
    flickr,
    until,
    /** Open a page under this path; `html` is served there. */
    async open(where, html) {
      flickr.serve(where, { html });
      const page = await browser.newPage();
      await page.goto(flickr.address(where), { waitUntil: "load", timeout: 120_000 });
      return page;
    },
    /** Pause Inset on Flickr, or let it work there. */
    pause: (paused) => store("preferences", { pausedSites: paused ? ["flickr.com"] : [] }),
    async describe() {
      const [{ model }] = cpus();
      return `${await browser.browser.version()}, headless; ${model.trim()}, ${cpus().length} processors`;
    },
    async close() {
      await browser.close();
      await helper.close();
      await flickr.close();
    },
  };
}

