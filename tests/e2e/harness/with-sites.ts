/**
 * Copies of the extension that differ in their manifest. The extension as it is on sites that the person allowed. Allowing a site takes a click in a window of the browser's own,
 * which no test can press; a copy of the extension that names the sites in its manifest comes to the same for its script.
 */
import { cpSync, existsSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import { EXTENSION } from "./browsers.ts";

/** Copies the built extension with these hosts allowed, and returns the copy's folder; whoever asks for it removes it. */
export function extensionWithSites(hosts: readonly string[]): string {
  const folder = mkdtempSync(path.join(tmpdir(), "inset-extension-"));
  if (!existsSync(path.join(EXTENSION, "manifest.json"))) return folder;
  cpSync(EXTENSION, folder, { recursive: true });
  const file = path.join(folder, "manifest.json");
  const manifest = JSON.parse(readFileSync(file, "utf8")) as { host_permissions: string[]; content_scripts: { matches: string[] }[] };
  for (const host of hosts) {
    manifest.host_permissions.push(`https://${host}/*`);
    manifest.content_scripts[0]?.matches.push(`https://${host}/*`);
  }
  writeFileSync(file, JSON.stringify(manifest));
  return folder;
}

/** Copies the built extension with one more content script on Flickr's pages, and returns the copy's folder; whoever asks for it removes it. */
export function extensionWithScript(script: string): string {
  const folder = extensionWithSites([]);
  const file = path.join(folder, "manifest.json");
  if (!existsSync(file)) return folder;
  const manifest = JSON.parse(readFileSync(file, "utf8")) as { content_scripts: { matches: string[]; js: string[]; css?: string[] }[] };
  manifest.content_scripts.push({ matches: ["*://www.flickr.com/*"], js: ["one-more.js"] });
  writeFileSync(path.join(folder, "one-more.js"), script);
  writeFileSync(file, JSON.stringify(manifest));
  return folder;
}
