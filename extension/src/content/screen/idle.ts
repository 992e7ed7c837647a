// Work that waits until the page is idle, but not for ever: some pages never are.

/** Milliseconds after which work is done however busy the page is. */
const LATEST = 100;

export class Idle {
  readonly #work: () => void;
  #handle: number | null = null;

  constructor(work: () => void) {
    this.#work = work;
  }

  /** Does the work once, soon; scheduling it twice is once. */
  schedule(): void {
    this.#handle ??= requestIdleCallback(
      () => {
        this.#handle = null;
        this.#work();
      },
      { timeout: LATEST },
    );
  }

  stop(): void {
    if (this.#handle !== null) cancelIdleCallback(this.#handle);
    this.#handle = null;
  }
}
