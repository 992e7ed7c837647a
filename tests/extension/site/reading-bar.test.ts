// The bar above what was read: there while something is read, and a way to stop it.
import { JSDOM } from "jsdom";
import { beforeEach, expect, it, vi } from "vitest";

import { stopReading, withBar } from "../../../extension/site/reading-bar.ts";

const window_ = new JSDOM('<div id="reading" hidden><progress id="reading-bar" max="1"></progress></div>').window;
const box = window_.document.getElementById("reading");
const bar = window_.document.getElementById("reading-bar") as HTMLProgressElement;

beforeEach(() => {
  for (const name of ["document", "HTMLElement", "HTMLProgressElement"] as const) vi.stubGlobal(name, window_[name]);
});

it("is shown while something is read, with the least share of all, and gone afterwards", async () => {
  const found = await withBar(async (one) => {
    one.onProgress(0.5);
    expect([box?.hidden, bar.value]).toEqual([false, 0.5]);
    await withBar((other) => {
      other.onProgress(0.25);
      expect(bar.value).toBe(0.25);
      return Promise.resolve();
    });
    expect([box?.hidden, bar.value]).toEqual([false, 0.5]);
    return 7;
  });
  expect([found, box?.hidden]).toEqual([7, true]);
});

it("gives nothing where it was stopped, and errors as they are", async () => {
  const stopped = withBar(async ({ signal, onProgress }) => {
    onProgress(0.1);
    stopReading();
    await Promise.resolve();
    signal.throwIfAborted();
  });
  expect(await stopped).toBeNull();
  await expect(withBar(() => Promise.reject(new Error("of another kind")))).rejects.toThrow("of another kind");
  expect(box?.hidden).toBe(true);
});

it("stops what has not told how far it is", async () => {
  const stopped = withBar(async () => {
    stopReading();
    await Promise.resolve();
    return 7;
  });
  expect(await stopped).toBeNull();
});
