/** What the tests need of a browser with the extension in it, whichever browser it is. */
import { readFile } from "node:fs/promises";
import path from "node:path";

import type { Browser, Page } from "puppeteer-core";

import { PATIENCE_MS } from "./until.ts";

export const BROWSERS = ["chromium", "firefox"] as const;
export type BrowserName = (typeof BROWSERS)[number];

export interface LaunchOptions {
  /** The extension's folder, as a browser loads it. */
  readonly extension: string;
  /** The port of the server that stands in for Flickr. */
  readonly flickrPort: number;
  /**
   * Take the stand-in for a public server, so that access from it to this computer is restricted as on the web. In Firefox
   * its pages are then under `World.address`, which names its port: only who is asked without a proxy is known to be public.
   */
  readonly asPublic?: boolean;
  /** The person's home folder, with what a test has put there for the browser to find; whoever gives it removes it. */
  readonly home?: string;
  /** Firefox only: stop the idle background after this many milliseconds. */
  readonly backgroundIdleMs?: number;
  /** Draw pages in the system's few colours, as for people who need strong contrasts. */
  readonly forcedColours?: boolean;
  /** A folder for the browser's profile, which outlives the browser; without it, each browser begins anew. */
  readonly profile?: string;
  /** Viewport in CSS pixels. */
  readonly viewport?: { readonly width: number; readonly height: number };
}

export interface TestBrowser {
  readonly name: BrowserName;
  readonly browser: Browser;
  /** `chrome-extension://…` or `moz-extension://…`, without a slash at the end. */
  readonly origin: string;
  newPage(): Promise<Page>;
  /** Open a tab in a window of its own, which is drawn whatever other windows there are. */
  newWindow(): Promise<Page>;
  /** Open a page of the extension's own, such as `popup.html`, in a tab. */
  openOwn(file: string): Promise<Page>;
  /** Stop the extension's background: at once in Chromium, by its idle timeout in Firefox. */
  stopBackground(): Promise<void>;
  /** Addresses beyond this computer that the browser has asked for so far; in Chromium only those that the extension asked for. */
  readonly outside: () => Promise<string[]>;
  close(): Promise<void>;
}

/** A new tab, or window, whose own waits, for an address to load or for an element, are as long as the harness's. */
export async function newPatientPage(browser: Browser, type: "tab" | "window" = "tab"): Promise<Page> {
  const page = await browser.newPage({ type });
  page.setDefaultTimeout(PATIENCE_MS);
  return page;
}

/** What the tests need to know of the extension's manifest. */
export interface ExtensionManifest {
  readonly action: { readonly default_popup: string };
  readonly browser_specific_settings: { readonly gecko: { readonly id: string } };
}

export async function readManifest(folder: string): Promise<ExtensionManifest> {
  return JSON.parse(await readFile(path.join(folder, "manifest.json"), "utf8")) as ExtensionManifest;
}
