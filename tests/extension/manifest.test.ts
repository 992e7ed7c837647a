// What a person agrees to when they install the extension, and what a reviewer can check.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

import identity from "../../helper/inset/identity.json" with { type: "json" };

const folder = fileURLToPath(new URL("../../extension/", import.meta.url));

interface Manifest {
  readonly permissions: readonly string[];
  readonly host_permissions: readonly string[];
  readonly optional_permissions: readonly string[];
  readonly optional_host_permissions: readonly string[];
  readonly content_scripts: readonly { readonly matches: readonly string[] }[];
  readonly content_security_policy: { readonly extension_pages: string };
  readonly browser_specific_settings: { readonly gecko: { readonly data_collection_permissions: unknown } };
}

const manifest = JSON.parse(readFileSync(`${folder}manifest.json`, "utf8")) as Manifest;

/** Source files by path below src/. */
function sources(ending: RegExp): Map<string, string> {
  const names = readdirSync(`${folder}src`, { recursive: true, encoding: "utf8" }).filter((name) => ending.test(name));
  return new Map(names.map((name) => [name.replaceAll("\\", "/"), readFileSync(`${folder}src/${name}`, "utf8")]));
}

describe("the manifest", () => {
  it("asks for Flickr, this computer and what warns nobody; for other sites only when a person says which", () => {
    expect(manifest.permissions).toEqual(["storage", "contextMenus", "scripting", "activeTab", "alarms"]);
    expect(manifest.optional_permissions).toEqual(["nativeMessaging", "notifications"]);
    expect(manifest.optional_host_permissions).toEqual(["*://*/*"]);
    expect(manifest.host_permissions).toEqual(["*://*.flickr.com/*", "http://127.0.0.1/*"]);
    expect(manifest.content_scripts.map(({ matches }) => matches)).toEqual([["*://*.flickr.com/*", "http://127.0.0.1/sample*"]]);
    expect(manifest.browser_specific_settings.gecko.data_collection_permissions).toEqual({ required: ["browsingActivity", "websiteContent"] });
  });

  it("pins the ID that Chromium derives from the key", () => {
    // Source: Chromium's crx_file/id_util.cc; the first 128 bits of SHA-256, each hexadecimal digit as a letter from a to p.
    const digest = createHash("sha256").update(Buffer.from(identity.chrome_key, "base64")).digest("hex").slice(0, 32);
    const id = digest.replace(/./g, (digit) => String.fromCharCode(97 + parseInt(digit, 16)));
    expect(id).toBe("hjagodeajceckhbbhfomidglidflffpo");
  });

  it("lets our own pages and the background reach 127.0.0.1, Flickr's pages and Flickr's API alone", () => {
    const policy = manifest.content_security_policy.extension_pages;
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("connect-src http://127.0.0.1:* ws://127.0.0.1:* https://www.flickr.com https://api.flickr.com;");
    expect(policy.match(/https:/g)).toHaveLength(2);
    expect(policy).not.toMatch(/\*\.|unsafe/);
  });
});

describe("the code", () => {
  it("makes requests in four places, all in the background: two to the helper, one to Flickr for a check, and one for its own words", () => {
    const requests = /\bfetch\(|XMLHttpRequest|WebSocket|EventSource|sendBeacon|new Image\(/;
    const asking = [...sources(/\.ts$/)].filter(([, text]) => requests.test(text)).map(([name]) => name);
    expect(asking.sort()).toEqual(["background/catalog-words.ts", "background/flickr.ts", "background/helper-line.ts", "background/http.ts"]);
  });

  it("names no other address for its requests than the helper's and Flickr's", () => {
    const written = (name: string): string[] => [...(sources(/\.ts$/).get(name)?.matchAll(/(?:https?|wss?):\/\/[^/"`$]+/g) ?? [])].map(String);
    expect(written("background/http.ts")).toEqual(["http://127.0.0.1:"]);
    expect(written("background/helper-line.ts")).toEqual(["ws://127.0.0.1:"]);
    // A file of the extension's own, which no address but its own can name.
    expect(sources(/\.ts$/).get("background/catalog-words.ts")).toContain("fetch(chrome.runtime.getURL(");
    expect(written("background/catalog-words.ts")).toEqual([]);
    expect(written("background/flickr.ts")).toEqual(["https://api.flickr.com"]);
  });

  it("puts text into pages as text only", () => {
    const unsafe = /innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function/;
    expect([...sources(/\.ts$/)].filter(([, text]) => unsafe.test(text))).toEqual([]);
  });
});
