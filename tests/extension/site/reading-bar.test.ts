// The bar above what was read: there while something is read, and a way to stop it.
import { JSDOM } from "jsdom";
import { beforeEach, expect, it, vi } from "vitest";

import { stopReading, withBar } from "../../../extension/site/reading-bar.ts";

const window_ = new JSDOM('<div id="reading" hidden><progress id="reading-bar" max="1"></progress></div>').window;
const box = window_.document.getElementById("reading");
const bar = window_.document.getElementById("reading-bar") as HTMLProgressElement;

/** Milliseconds. */
let now = 0;

beforeEach(() => {
  for (const name of ["document", "HTMLElement", "HTMLProgressElement"] as const) vi.stubGlobal(name, window_[name]);
  now = 0;
  vi.spyOn(performance, "now").mockImplementation(() => now);
});

it("is shown while something is read, with the least share of all, and gone afterwards", async () => {
  const found = await withBar(async (one) => {
    one.onProgress(0.5);
    expect([box?.hidden, bar.value]).toEqual([false, 0.5]);
    now += 100;
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

it("is drawn at most ten times a second", async () => {
  const drawn = new Set<number>();
  await withBar(({ onProgress }) => {
    for (; now < 1_000; now += 1) {
      onProgress(now / 1_000);
      drawn.add(bar.value);
    }
    return Promise.resolve();
  });
  expect([...drawn]).toEqual([0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9]);
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
