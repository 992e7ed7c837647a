/** All that a test file needs: the stand-in for Flickr, the real helper and a real browser, once per browser. */
import type { Page } from "puppeteer-core";
import { afterAll, afterEach, beforeAll, describe } from "vitest";

import { EXTENSION, launch, whyNot } from "./browsers.ts";
import { BROWSERS, readManifest, type BrowserName, type LaunchOptions, type TestBrowser } from "./test-browser.ts";
import { FLICKR, startFlickrServer, type FlickrServer } from "./flickr-server.ts";
import { Helper, whyNoHelper } from "./helper.ts";
import { STYLES } from "../pages/styles.ts";

export interface Pairing {
  readonly port: number;
  readonly token?: string;
}

export class World {
  readonly pages: Page[] = [];

  private constructor(
    public browser: TestBrowser,
    readonly flickr: FlickrServer,
    readonly helper: Helper,
    private readonly options: LaunchOptions,
  ) {}

  static async create(name: BrowserName, options: Partial<LaunchOptions>): Promise<World> {
    const flickr = await startFlickrServer(STYLES);
    const helper = await Helper.create();
    const all = { extension: EXTENSION, flickrPort: flickr.port, ...options };
    try {
      return new World(await launch(name, all), flickr, helper, all);
    } catch (error) {
      await helper.close();
      await flickr.close();
      throw error;
    }
  }

  /** Open an address in a new tab; it is closed after the test. */
  async open(address: string): Promise<Page> {
    const page = await this.browser.newPage();
    this.pages.push(page);
    await page.goto(address, { waitUntil: "load" });
    return page;
  }

  /** The address of a page that the stand-in serves. */
  address(path: string, host: string = FLICKR): string {
    const port = this.options.asPublic && this.browser.name === "firefox" ? `:${String(this.flickr.port)}` : "";
    return `https://${host}${port}${path}`;
  }

  /** Open a page under www.flickr.com that the stand-in serves. */
  openFlickr(path: string): Promise<Page> {
    return this.open(this.address(path));
  }

  /** Open the extension's popup as a tab: the same document, only wider. */
  async openPopup(query = ""): Promise<Page> {
    const { action } = await readManifest(EXTENSION);
    const page = await this.browser.openOwn(`${action.default_popup}${query}`);
    this.pages.push(page);
    return page;
  }

  /** Open the popup as it would be opened over this page. */
  async openPopupOn(page: Page): Promise<Page> {
    const address = page.url();
    const first = await this.openPopup();
    const tab = await first.evaluate(async (url) => (await chrome.tabs.query({ url })).at(-1)?.id, address);
    if (tab === undefined) throw new Error(`The extension sees no tab with ${address}.`);
    await first.close();
    return this.openPopup(`?tab=${String(tab)}`);
  }

  /** Write the pairing into the extension's storage, or remove it. */
  async setPairing(pairing: Pairing | null): Promise<void> {
    const popup = await this.openPopup();
    await popup.evaluate(async (value) => {
      const { local } = chrome.storage;
      await (value ? local.set({ pairing: value }) : local.remove("pairing"));
    }, pairing);
    await popup.close();
  }

  /** Have every preference as it is before anybody has chosen. */
  async forgetPreferences(): Promise<void> {
    const popup = await this.openPopup();
    await popup.evaluate(() => chrome.storage.local.remove("preferences"));
    await popup.close();
  }

  /** Pair with this world's helper by a token for scripts. */
  async pair(): Promise<void> {
    await this.setPairing({ port: this.helper.port, token: await this.helper.newToken() });
  }

  /** Close the browser and start it again; it remembers only what its profile does. */
  async restartBrowser(): Promise<void> {
    this.pages.length = 0;
    await this.browser.close();
    this.browser = await launch(this.browser.name, this.options);
  }

  async closePages(): Promise<void> {
    const open = this.pages.splice(0).filter((page) => !page.isClosed());
    await Promise.all(open.map((page) => page.close()));
  }

  async close(): Promise<void> {
    // A browser that fails to close must leave neither a daemon nor a folder behind.
    try {
      await this.browser.close();
    } finally {
      await this.helper.close();
      await this.flickr.close();
    }
  }
}

/** Why the tests in this browser cannot run on this machine; undefined when they can. */
function whySkipped(name: BrowserName): string | undefined {
  return whyNot(name) ?? whyNoHelper();
}

/**
 * Describe tests that run in each browser. `tests` gets a function that returns the world; call it inside a test or hook.
 *
 * One browser serves the whole block; its pages are closed after each test. Where something is missing, the block is
 * skipped under a title that says what.
 */
export function describeInBrowsers(
  title: string,
  tests: (world: () => World, name: BrowserName) => void,
  options: Partial<LaunchOptions> = {},
): void {
  for (const name of BROWSERS) {
    const why = whySkipped(name);
    describe.skipIf(why !== undefined)(`${title} in ${name}${why === undefined ? "" : ` (skipped: ${why})`}`, () => {
      let world: World | undefined;
      beforeAll(async () => {
        world = await World.create(name, options);
      });
      afterEach(async () => {
        await world?.closePages();
      });
      afterAll(async () => {
        await world?.close();
      });
      tests(() => {
        if (!world) throw new Error("The world is there only inside tests and hooks.");
        return world;
      }, name);
    });
  }
}
