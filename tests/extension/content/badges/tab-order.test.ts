// Tab goes from a photo's first control to its badge, which lives elsewhere, and back; everything else is left to the browser.
import { afterEach, beforeEach, expect, it } from "vitest";

import { TabOrder } from "../../../../extension/src/content/badges/tab-order.ts";
import type { Tile } from "../../../../extension/src/content/badges/tile.ts";
import { FakeBrowser } from "../../support/browser.ts";

let browser: FakeBrowser;
let order: TabOrder;
let badge: { element: HTMLElement; placed: boolean; cameFrom: HTMLElement | null; focus: () => void; giveBack: () => boolean };

beforeEach(() => {
  browser = new FakeBrowser(`
    <div id="tile"><a id="first" href="#photo"><img id="picture"></a><button id="second">More</button></div>
    <a id="elsewhere" href="#x">Elsewhere</a><button id="badge">Listed</button>`);
  const element = browser.get("#badge");
  badge = {
    element, placed: true, cameFrom: null,
    focus: () => { element.focus(); },
    giveBack: () => {
      const back = badge.cameFrom;
      badge.cameFrom = null;
      back?.focus();
      return back !== null;
    },
  };
  const tile = { badge, container: browser.get("#tile"), sighting: { element: browser.get("#picture"), photo: "911000000001" } };
  order = new TabOrder(() => [{ badge: null }, tile] as unknown as Tile[]);
});

afterEach(() => { order.stop(); });

/** Presses Tab where the focus is; returns whether the browser is to move it. */
function tab(more: KeyboardEventInit = {}): boolean {
  const key = new browser.window.KeyboardEvent("keydown", { key: "Tab", bubbles: true, cancelable: true, ...more });
  return (browser.document.activeElement ?? browser.document.body).dispatchEvent(key);
}

const focused = (): string => browser.document.activeElement?.id ?? "";

it("goes from the photo's link to its badge, and with Shift back to the link", () => {
  browser.get("#first").focus();
  expect(tab()).toBe(false);
  expect(focused()).toBe("badge");
  expect(tab({ shiftKey: true })).toBe(false);
  expect(focused()).toBe("first");
});

it("goes on from the link after the badge, as the browser does", () => {
  browser.get("#first").focus();
  tab();
  expect(tab()).toBe(true);
  expect(focused()).toBe("first");
});

it.each([
  ["backwards from the link", "#first", { shiftKey: true }],
  ["from the tile's second control", "#second", {}],
  ["from anywhere else", "#elsewhere", {}],
  ["with another key", "#first", { key: "Enter" }],
  ["with a modifier", "#first", { ctrlKey: true }],
])("leaves the browser alone %s", (_, from, more) => {
  browser.get(from).focus();
  expect(tab(more)).toBe(true);
  expect(`#${focused()}`).toBe(from);
});

it("passes by a badge that is not drawn, and does nothing once it was stopped", () => {
  badge.placed = false;
  browser.get("#first").focus();
  expect(tab()).toBe(true);
  badge.placed = true;
  order.stop();
  expect(tab()).toBe(true);
  expect(focused()).toBe("first");
});

it("does nothing where nothing has the focus", () => {
  expect(tab()).toBe(true);
});
