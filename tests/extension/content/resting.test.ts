// When nothing is drawn: paused or off, a dataset hidden, photos far from the screen; and when another copy takes over.
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { SitePreferences } from "../../../extension/src/shared/messages.ts";
import { DEFAULTS } from "../../../extension/src/shared/preferences.ts";
import { Background } from "../support/background.ts";
import { FakeBrowser } from "../support/browser.ts";
import { FakeChrome, settle } from "../support/fake-chrome.ts";

const A = "911000000001";
const B = "911000000002";
const C = "911000000003";
const tile = (photo: string): string => `<div class="tile"><img src="//live.staticflickr.com/65535/${photo}_0a1b2c3d4e_z.jpg"></div>`;

let browser: FakeBrowser;
let fake: FakeChrome;
let background: Background;

async function open(html: string): Promise<void> {
  browser = new FakeBrowser(`<main>${html}</main>`);
  vi.resetModules();
  await import("../../../extension/src/content/main.ts");
  await settle(60);
}

const badged = async (photos: readonly string[]): Promise<void> => {
  await vi.waitFor(() => { expect(browser.badged()).toEqual(photos); });
};

beforeEach(() => {
  fake = new FakeChrome().install();
  background = new Background();
  background.listed = new Set([A, C]);
  fake.background = (message) => background.answer(message);
});

afterEach(() => {
  // A script that went on would ask the next test's background.
  browser.document.dispatchEvent(new browser.window.CustomEvent("inset-take-over"));
});

describe("two copies of the script in one page", () => {
  it.each([
    ["one after the other", 80],
    ["at once", 0],
  ])("%s: the later takes over, and there is one badge", async (_, between) => {
    browser = new FakeBrowser(`<main>${tile(A)}</main>`);
    for (let copy = 0; copy < 2; copy += 1) {
      vi.resetModules();
      await import("../../../extension/src/content/main.ts");
      if (between > 0) await settle(between);
    }
    await badged([A]);
    const writes = vi.fn();
    new browser.window.MutationObserver(writes).observe(browser.document, { childList: true, subtree: true });
    await settle(200);
    expect(browser.badged()).toEqual([A]);
    expect(writes).not.toHaveBeenCalled();
  });
});

describe("while Inset rests", () => {
  it.each<[string, Partial<SitePreferences>]>([
    ["paused", { paused: true }],
    ["off", { style: "off" }],
  ])("%s: nothing is asked, observed or counted, until it wakes", async (_, chosen) => {
    background.preferences = { ...DEFAULTS, paused: false, ...chosen };
    await open(tile(A));
    expect(background.kinds).toEqual(["preferences"]);
    expect(browser.watched.size).toBe(0);
    fake.onMessage.emit({ kind: "preferences", ...DEFAULTS, paused: false }, {}, () => undefined);
    await badged([A]);
    fake.onMessage.emit({ kind: "preferences", ...DEFAULTS, paused: false, ...chosen }, {}, () => undefined);
    expect(browser.badged()).toEqual([]);
    expect(browser.watched.size).toBe(0);
  });

  it("a hidden dataset is left out of what is drawn and reported", async () => {
    background.preferences = { ...DEFAULTS, paused: false, hiddenDatasets: ["tidewatch"] };
    await open(tile(A) + tile(B));
    await settle(60);
    expect(browser.badged()).toEqual([]);
    fake.onMessage.emit({ kind: "preferences", ...DEFAULTS, paused: false }, {}, () => undefined);
    await badged([A]);
  });
});

it("badges are there only near the screen", async () => {
  await open(tile(A) + tile(C));
  await badged([A, C]);
  browser.scroll(false);
  await badged([]);
  browser.scroll(true);
  await badged([A, C]);
});
