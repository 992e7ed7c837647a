// Makes the archives that the browsers' stores take, from extension/dist: `node scripts/package.mjs [FOLDER]`. Code and words
// are the same in all; the manifest is without what the other browser alone understands. Chrome's store gives an extension its
// ID at the first upload, which must be without a key; afterwards the store's own key stands in helper/inset/identity.json and is pinned.
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { makeZip } from "./zip.mjs";

const extension = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const dist = path.join(extension, "dist");

/** What each store's manifest leaves out; a dot leads into a part of it. */
const LEFT_OUT = {
  chrome: ["key", "browser_specific_settings", "background.scripts"],
  "chrome-pinned": ["browser_specific_settings", "background.scripts"],
  firefox: ["key", "minimum_chrome_version", "background.service_worker"],
};

function without(manifest, names) {
  const own = structuredClone(manifest);
  for (const name of names) {
    const [part, inner] = name.split(".");
    if (inner === undefined) delete own[part];
    else delete own[part][inner];
  }
  return own;
}

async function readDist() {
  const files = new Map();
  for (const entry of await readdir(dist, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = path.join(entry.parentPath, entry.name);
    files.set(path.relative(dist, file).split(path.sep).join("/"), await readFile(file));
  }
  return files;
}

/** Beside each archive lies what it holds, for the linter and for whoever wants to look. */
async function unpack(folder, files) {
  await rm(folder, { recursive: true, force: true });
  for (const [name, content] of files) {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
    await writeFile(path.join(folder, name), content);
  }
}

const out = path.resolve(process.argv[2] ?? path.join(extension, "artifacts"));
const files = await readDist();
const manifest = JSON.parse(files.get("manifest.json"));
await mkdir(out, { recursive: true });
for (const [browser, names] of Object.entries(LEFT_OUT)) {
  const own = new Map(files).set("manifest.json", Buffer.from(`${JSON.stringify(without(manifest, names), null, 2)}\n`));
  const archive = path.join(out, `inset-${browser}-${manifest.version}.zip`);
  await writeFile(archive, makeZip(own));
  if (process.argv[2] === undefined) await unpack(path.join(out, browser), own);
  console.log(`Wrote ${path.relative(process.cwd(), archive)}`);
}
