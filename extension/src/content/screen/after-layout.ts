// A look at the page at the one moment at which it costs nothing: the browser has just laid it out for the next frame and
// has yet to paint it. Asked earlier, where something is makes the browser lay the page out once more.

export class AfterLayout {
  readonly #observer: ResizeObserver;
  #observed: Element | null = null;
  #frame: number | null = null;
  /** The browser tells of sizes: one that is observed now would be told too late, and the page be sent an error that says so. */
  #telling = false;

  /** `work` is called once for each frame that was wanted; what it changes is painted in the same frame. */
  constructor(work: () => void) {
    this.#observer = new ResizeObserver(() => {
      if (this.#observed === null) return;
      this.#observer.unobserve(this.#observed);
      this.#observed = null;
      this.#telling = true;
      try {
        work();
      } finally {
        // What hears of changes that the work made still belongs to it.
        queueMicrotask(() => { this.#telling = false; });
      }
    });
  }

  /**
   * Wants a look in the next frame, or, wanted by a look itself, in the frame after it; again before it is once.
   * @param drawn an element that the page draws with a size: browsers tell of one that was not observed before as soon as they have laid it out
   */
  schedule(drawn: Element): void {
    if (this.#telling) {
      this.scheduleNext(drawn);
      return;
    }
    if (this.#observed === drawn && drawn.isConnected) return;
    this.#release();
    this.#observed = drawn;
    this.#observer.observe(drawn);
  }

  /** The same, in the frame after the next one; for a look that wants to look again. */
  scheduleNext(drawn: Element): void {
    this.#frame ??= requestAnimationFrame(() => {
      this.#frame = null;
      this.schedule(drawn);
    });
  }

  stop(): void {
    this.#release();
    this.#observer.disconnect();
    if (this.#frame !== null) cancelAnimationFrame(this.#frame);
    this.#frame = null;
  }

  #release(): void {
    if (this.#observed !== null) this.#observer.unobserve(this.#observed);
    this.#observed = null;
  }
}
