// Builds extension/dist/, the one folder that both browsers load: bundled so that a content script starts at once,
// never minified so that a reviewer can read it, and the same bytes on every machine.
import { build } from "esbuild";
import { cp, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";

const extension = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const dist = path.join(extension, "dist");
const site = path.join(extension, "dist-site");
const pages = ["popup", "options", "welcome", "answer", "check", "code"];

async function readJson(name) {
  return JSON.parse(await readFile(path.join(extension, name), "utf8"));
}

/** Who the extension is to browsers and stores; the helper reads the same file. */
const identity = JSON.parse(await readFile(path.join(extension, "../helper/inset/identity.json"), "utf8"));

async function writeManifest() {
  const manifest = await readJson("manifest.json");
  manifest.key = identity.chrome_key;
  manifest.browser_specific_settings.gecko = { id: identity.firefox_id, ...manifest.browser_specific_settings.gecko };
  // The version lives in package.json alone; a manifest that named one as well would drift.
  const { version } = await readJson("package.json");
  const { manifest_version, name, ...rest } = manifest;
  const whole = { manifest_version, name, version, ...rest };
  await writeFile(path.join(dist, "manifest.json"), `${JSON.stringify(whole, null, 2)}\n`);
}

const shared = {
  absWorkingDir: extension,
  bundle: true,
  charset: "utf8",
  legalComments: "none",
  logLevel: "warning",
  minify: false,
  sourcemap: false,
  target: ["chrome123", "firefox140"],
  treeShaking: true,
};

async function bundle() {
  await build({
    ...shared,
    format: "esm",
    entryPoints: [
      { in: "src/background/main.ts", out: "background" },
      ...pages.map((page) => ({ in: `src/${page}/main.ts`, out: page })),
    ],
    outdir: dist,
  });
  // Content scripts are classic scripts: a module would leak its names into the page's shared scope of content scripts.
  await build({ ...shared, format: "iife", entryPoints: [{ in: "src/content/main.ts", out: "content" }], outdir: dist });
}

async function copyFiles() {
  for (const page of pages) {
    await cp(path.join(extension, "src", page, `${page}.html`), path.join(dist, `${page}.html`));
    await cp(path.join(extension, "src", page, `${page}.css`), path.join(dist, `${page}.css`));
  }
  await cp(path.join(extension, "src/content/content.css"), path.join(dist, "content.css"));
  for (const style of ["palette.css", "look.css"]) await cp(path.join(extension, "src/shared", style), path.join(dist, style));
  await cp(path.join(extension, "_locales"), path.join(dist, "_locales"), { recursive: true });
  await writeCatalogWords();
  await mkdir(path.join(dist, "icons"));
  for (const size of [16, 32, 48, 128]) {
    await cp(path.join(extension, `icons/icon-${size}.png`), path.join(dist, `icons/icon-${size}.png`));
  }
  await cp(path.join(extension, "icons/icon.svg"), path.join(dist, "icons/icon.svg"));
}

/**
 * What the catalogue says of datasets, for cards: a file for each language beside English. Only the background reads one of
 * them, and only for a card; what stands in _locales is loaded with every page of Flickr.
 */
async function writeCatalogWords() {
  const locales = path.join(extension, "../helper/inset/words/locales");
  await mkdir(path.join(dist, "catalog"));
  for (const language of await readdir(locales)) {
    if (language === "en") continue;
    const files = ["purposes.json", "ways_out.json"].map((name) => readFile(path.join(locales, language, name), "utf8"));
    const entries = (await Promise.all(files)).flatMap((file) => Object.entries(JSON.parse(file)));
    const words = Object.fromEntries(entries.map(([name, { message }]) => [name, message]));
    await writeFile(path.join(dist, `catalog/${language}.json`), `${JSON.stringify(words, null, 1)}\n`);
  }
}

/** The static page that `inset publish --site` writes: no part of the extension, but built by the same rules. */
async function buildSite() {
  const from = path.join(extension, "site");
  // A classic script: browsers load no module into a page that was opened from a folder.
  await build({ ...shared, format: "iife", entryPoints: [{ in: "site/main.ts", out: "page" }], outdir: site });
  for (const name of ["index.html", "page.css"]) await cp(path.join(from, name), path.join(site, name));
  for (const style of ["palette.css", "look.css"]) await cp(path.join(extension, "src/shared", style), path.join(site, style));
  await cp(path.join(extension, "icons/icon.svg"), path.join(site, "icon.svg"));
}

for (const folder of [dist, site]) {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
}
await Promise.all([writeManifest(), bundle(), copyFiles(), buildSite()]);
console.log(`Built ${path.relative(process.cwd(), dist) || dist}`);
