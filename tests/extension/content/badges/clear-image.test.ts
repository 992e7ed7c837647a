// Whether an image lets through what is below it, read from a copy of what is painted.
import { afterEach, beforeEach, expect, it, vi } from "vitest";

import { clearnessAt } from "../../../../extension/src/content/badges/clear-image.ts";

/** An alpha for all pixels of what a canvas copies of an image. */
let alpha = 255;
const drawImage = vi.fn();

function image(complete: boolean): HTMLImageElement {
  const getImageData = (): { data: Uint8ClampedArray } => ({ data: new Uint8ClampedArray(4 * 32 * 32).fill(alpha) });
  const ownerDocument = { createElement: () => ({ getContext: () => ({ drawImage, getImageData }) }) };
  return { localName: "img", complete, currentSrc: "https://example.org/frame.png", ownerDocument, getBoundingClientRect: () => ({ left: 0, top: 0, width: 300, height: 200 }) } as unknown as HTMLImageElement;
}

beforeEach(() => { vi.stubGlobal("getComputedStyle", () => ({ objectFit: "fill" })); });
afterEach(() => {
  vi.unstubAllGlobals();
  drawImage.mockClear();
});

it("is clear where its pixels are", () => {
  alpha = 0;
  expect(clearnessAt(image(true), 20, 20)).toBe("clear");
});

it("is taken to hide what is below it until all of it has come, and is read then", () => {
  const late = image(false);
  // As browsers copy what has not come yet.
  alpha = 0;
  expect(clearnessAt(late, 20, 20)).toBe("opaque");
  expect(drawImage).not.toHaveBeenCalled();
  alpha = 255;
  Object.assign(late, { complete: true });
  expect(clearnessAt(late, 20, 20)).toBe("opaque");
  expect(drawImage).toHaveBeenCalledOnce();
});
