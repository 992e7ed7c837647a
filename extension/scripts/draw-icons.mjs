// Draws the PNG icons from icons/icon.svg with a Chromium that is already installed. Run by hand after a change to the
// SVG (`node scripts/draw-icons.mjs [path of Chromium]`); the PNGs are committed, so that a build needs no browser.
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import puppeteer from "puppeteer-core";

const icons = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..", "icons");
const svg = await readFile(path.join(icons, "icon.svg"), "utf8");
const small = await readFile(path.join(icons, "icon-small.svg"), "utf8");
const browser = await puppeteer.launch({
  executablePath: process.argv[2] ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu"],
});
const page = await browser.newPage();
for (const size of [16, 32, 48, 128]) {
  await page.setViewport({ width: size, height: size });
  // At 16 pixels the inner picture cannot be recognised; a second drawing keeps only its ground.
  await page.setContent(`<style>*{margin:0}svg{display:block;width:${size}px;height:${size}px}</style>${size <= 16 ? small : svg}`);
  await writeFile(path.join(icons, `icon-${size}.png`), await page.screenshot({ omitBackground: true }));
}
await browser.close();
