// How far texts and files have been read, and that reading can be stopped. Nothing is shown of what is read at once.
import { byId } from "../src/shared/elements.ts";
import type { Reading } from "./photos.ts";

/** Milliseconds between two drawings of the bar: a page that holds a long text takes its time for each. */
const DRAW_MS = 100;

let drawnAt = -Infinity;
/** All that is being read, also what has not told yet how far it is. */
const reading = new Set<AbortController>();
const underWay = new Map<AbortController, number>();

/**
 * Reads something, with the bar until it is done.
 * @param read is told how
 * @returns what it gives; null if it was stopped
 */
export async function withBar<T>(read: (reading: Reading) => Promise<T>, stop = new AbortController()): Promise<T | null> {
  reading.add(stop);
  try {
    const found = await read({
      signal: stop.signal,
      onProgress: (share) => {
        underWay.set(stop, share);
        if (performance.now() - drawnAt >= DRAW_MS) draw();
      },
    });
    return stop.signal.aborted ? null : found;
  } catch (error) {
    if (stop.signal.aborted) return null;
    throw error;
  } finally {
    reading.delete(stop);
    underWay.delete(stop);
    draw();
  }
}

/** Stops all that is being read. */
export function stopReading(): void {
  for (const stop of reading) stop.abort();
}

function draw(): void {
  drawnAt = underWay.size === 0 ? -Infinity : performance.now();
  byId("reading", HTMLElement).hidden = underWay.size === 0;
  byId("reading-bar", HTMLProgressElement).value = Math.min(1, ...underWay.values());
}
