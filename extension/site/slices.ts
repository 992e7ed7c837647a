// Work in slices, so that the page stays alive: a page that was opened from a folder may not start a worker in Chromium.

/** Milliseconds of work between two pauses: less than a frame. */
const SLICE_MS = 12;

/** The slices of one piece of work, which can be stopped. */
export class Slices {
  #until = performance.now() + SLICE_MS;
  readonly #signal: AbortSignal;

  constructor(signal: AbortSignal) {
    this.#signal = signal;
  }

  /** Whether it is time for a pause. */
  get isOver(): boolean {
    return performance.now() >= this.#until;
  }

  /**
   * Lets the page draw and be clicked.
   * @throws the signal's reason, if the work was stopped
   */
  async pause(): Promise<void> {
    await new Promise((resolve) => { setTimeout(resolve, 0); });
    this.#signal.throwIfAborted();
    this.#until = performance.now() + SLICE_MS;
  }
}
