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

describe("while Inset is", () => {
  it.each<[string, Partial<SitePreferences>]>([
    ["paused", { paused: true }],
    ["off", { style: "off" }],
  ])("%s, nothing is asked, observed or counted, until it works again", async (_, chosen) => {
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

describe("a page that comes back from the back/forward cache", () => {
  const comeBack = (persisted: boolean): void => {
    browser.window.dispatchEvent(new browser.window.PageTransitionEvent("pageshow", { persisted }));
  };
  const asked = (kind: string): number => background.kinds.filter((each) => each === kind).length;

  it("takes what the person chose meanwhile", async () => {
    await open(tile(A));
    await badged([A]);
    background.preferences = { ...DEFAULTS, paused: true };
    comeBack(true);
    await badged([]);
    background.preferences = { ...DEFAULTS, paused: false };
    comeBack(true);
    await badged([A]);
  });

  it("counts again for the toolbar, which the browser has cleared", async () => {
    await open(tile(A));
    await vi.waitFor(() => { expect(asked("counts")).toBe(1); });
    comeBack(true);
    await vi.waitFor(() => { expect(asked("counts")).toBe(2); });
  });

  it("keeps what is newer than the answer, and what it has where none comes", async () => {
    await open(tile(A));
    await badged([A]);
    background.preferences = { ...DEFAULTS, paused: true };
    comeBack(true);
    fake.onMessage.emit({ kind: "preferences", ...DEFAULTS, paused: false }, {}, () => undefined);
    await settle(40);
    expect(browser.badged()).toEqual([A]);
    fake.background = () => undefined;
    comeBack(true);
    await settle(40);
    expect(browser.badged()).toEqual([A]);
  });

  it("asks nothing where it was not kept, or once another copy has taken over", async () => {
    await open(tile(A));
    comeBack(false);
    expect(asked("preferences")).toBe(1);
    browser.document.dispatchEvent(new browser.window.CustomEvent("inset-take-over"));
    comeBack(true);
    await settle(40);
    expect(asked("preferences")).toBe(1);
    expect(browser.badged()).toEqual([]);
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
