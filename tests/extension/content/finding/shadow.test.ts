// Closed shadow roots, as Chromium opens them to extensions.
import { JSDOM } from "jsdom";
import { expect, it, vi } from "vitest";
import { shadowRootOf } from "../../../../extension/src/content/finding/shadow.ts";

function openWith(openOrClosedShadowRoot: (element: HTMLElement) => ShadowRoot | null): HTMLElement {
  const { window } = new JSDOM("<photo-tile></photo-tile>");
  vi.stubGlobal("HTMLElement", window.HTMLElement);
  vi.stubGlobal("chrome", { dom: { openOrClosedShadowRoot } });
  return window.document.body.firstElementChild as HTMLElement;
}

it("is what the browser opens", () => {
  let closed: ShadowRoot | null = null;
  const tile = openWith(() => closed);
  expect(shadowRootOf(tile)).toBeNull();
  closed = tile.attachShadow({ mode: "closed" });
  expect(shadowRootOf(tile)).toBe(closed);
});

it("is none, without an error in the page's console, once the extension was updated under the page", () => {
  const tile = openWith(() => { throw new Error("Extension context invalidated."); });
  expect(shadowRootOf(tile)).toBeNull();
});
