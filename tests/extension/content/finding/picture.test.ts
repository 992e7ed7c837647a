// Which images paint another photo than the one that their source names now.
import { beforeEach, describe, expect, it } from "vitest";
import { noteLoaded, noteSourceChanged, noteUnwatched, paintsFormer } from "../../../../extension/src/content/finding/picture.ts";
import { FakeBrowser } from "../../support/browser.ts";

let browser: FakeBrowser;
let image: HTMLImageElement;

/** What the browser has of the image: nothing is loaded here. */
function is(complete: boolean, naturalWidth: number): void {
  Object.defineProperties(image, { complete: { value: complete, configurable: true }, naturalWidth: { value: naturalWidth, configurable: true } });
}

beforeEach(() => {
  browser = new FakeBrowser("<main><img></main>");
  image = browser.get("img") as HTMLImageElement;
});

describe("an image that was there before anybody watched", () => {
  it("may paint a former picture while it is loading, until it has loaded", () => {
    is(false, 0);
    noteUnwatched(browser.document);
    expect(paintsFormer(image)).toBe(true);
    noteLoaded(image);
    expect(paintsFormer(image)).toBe(false);
  });

  it("paints its picture on when its source is changed before anybody has read it", () => {
    is(true, 640);
    noteUnwatched(browser.document);
    expect(paintsFormer(image)).toBe(false);
    is(false, 0);
    noteSourceChanged(image);
    expect(paintsFormer(image)).toBe(true);
  });

  it("paints nothing former where it had no picture", () => {
    is(true, 0);
    noteUnwatched(browser.document);
    is(false, 0);
    noteSourceChanged(image);
    expect(paintsFormer(image)).toBe(false);
  });
});
