/** Real Chromium and real Firefox with the extension in them, behind one face. */
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import path from "node:path";

import type { Browser, Page } from "puppeteer-core";

import { launchChromium } from "./chromium.ts";
import { launchFirefox } from "./firefox.ts";

export const BROWSERS = ["chromium", "firefox"] as const;
export type BrowserName = (typeof BROWSERS)[number];

export interface LaunchOptions {
  /** The extension's folder, as a browser loads it. */
  readonly extension: string;
  /** The port of the server that stands in for Flickr. */
  readonly flickrPort: number;
  /** Chromium only: take the stand-in for a public server, so that access from it to loopback is restricted as on the web. */
  readonly asPublic?: boolean;
  /** Firefox only: stop the idle background after this many milliseconds. */
  readonly backgroundIdleMs?: number;
  /** Draw pages in the system's few colours, as for people who need strong contrasts. */
  readonly forcedColours?: boolean;
  /** Viewport in CSS pixels. */
  readonly viewport?: { readonly width: number; readonly height: number };
}

export interface TestBrowser {
  readonly name: BrowserName;
  readonly browser: Browser;
  /** `chrome-extension://…` or `moz-extension://…`, without a slash at the end. */
  readonly origin: string;
  newPage(): Promise<Page>;
  /** Open a page of the extension's own, such as `popup.html`, in a tab. */
  openOwn(file: string): Promise<Page>;
  /** Stop the extension's background: at once in Chromium, by its idle timeout in Firefox. */
  stopBackground(): Promise<void>;
  /** Addresses beyond this computer that the browser has asked for so far; in Chromium only those that the extension asked for. */
  readonly outside: () => Promise<string[]>;
  close(): Promise<void>;
}

/** The built extension: `INSET_EXTENSION`, or `extension/dist` in this repository. */
export const EXTENSION =
  process.env.INSET_EXTENSION ?? fileURLToPath(new URL("../../../extension/dist", import.meta.url));

const PLACES: Record<BrowserName, readonly string[]> = {
  chromium: [
    "/usr/bin/chromium",
    "/usr/bin/chromium-browser",
    "/usr/bin/google-chrome",
    "/snap/bin/chromium",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
  ],
  firefox: [
    "/usr/bin/firefox-esr",
    "/usr/bin/firefox",
    "/Applications/Firefox.app/Contents/MacOS/firefox",
    "C:\\Program Files\\Mozilla Firefox\\firefox.exe",
  ],
};

/** Where this browser is: `INSET_CHROMIUM` or `INSET_FIREFOX`, else the usual places; undefined when it is nowhere. */
export function findBrowser(name: BrowserName): string | undefined {
  const given = process.env[`INSET_${name.toUpperCase()}`];
  if (given !== undefined && given !== "") {
    if (!existsSync(given)) throw new Error(`Point INSET_${name.toUpperCase()} at the browser: there is no ${given}.`);
    return given;
  }
  return PLACES[name].find((place) => existsSync(place));
}

/** Why tests in this browser cannot run here; undefined when they can. */
export function whyNot(name: BrowserName): string | undefined {
  if (!existsSync(path.join(EXTENSION, "manifest.json"))) {
    return `build the extension first (make run, or npm run build in extension/): there is no ${EXTENSION}/manifest.json`;
  }
  if (findBrowser(name) === undefined) return `install ${name} or set INSET_${name.toUpperCase()}`;
  return undefined;
}

/** What the tests need to know of the extension's manifest. */
export interface ExtensionManifest {
  readonly action: { readonly default_popup: string };
  readonly browser_specific_settings: { readonly gecko: { readonly id: string } };
}

export async function readManifest(folder: string): Promise<ExtensionManifest> {
  return JSON.parse(await readFile(path.join(folder, "manifest.json"), "utf8")) as ExtensionManifest;
}

/** Launch this browser with the extension installed. */
export async function launch(name: BrowserName, options: LaunchOptions): Promise<TestBrowser> {
  const executable = findBrowser(name);
  if (executable === undefined) throw new Error(whyNot(name));
  return name === "chromium" ? launchChromium(executable, options) : launchFirefox(executable, options);
}
