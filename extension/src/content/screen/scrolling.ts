// Scrolling on a page, listened to once for everybody: how far what scrolls has come, and when scrolling has ended.
// Whatever scrolls counts: the page, or a box in it.

/** Called at every scroll with what scrolled, the document or a box, and how far down it is now, in CSS pixels. */
export type Scrolled = (target: EventTarget, top: number) => void;

export class Scrolling {
  readonly #listeners = new Set<Scrolled>();
  /** Milliseconds, as `performance.now()` counts them. */
  #last = -Infinity;
  #top = scrollY;

  constructor() {
    document.addEventListener("scroll", this.#scrolled, { capture: true, passive: true });
  }

  /**
   * Calls a listener at every scroll from the next one on.
   * @returns what ends that
   */
  listen(listener: Scrolled): () => void {
    this.#listeners.add(listener);
    return () => { this.#listeners.delete(listener); };
  }

  /** How far down the page is, in CSS pixels, as last told: asking now would make the page lay itself out. */
  get top(): number {
    return this.#top;
  }

  /** Milliseconds since anything was last scrolled. */
  get sinceLast(): number {
    return performance.now() - this.#last;
  }

  stop(): void {
    document.removeEventListener("scroll", this.#scrolled, { capture: true });
    this.#listeners.clear();
  }

  readonly #scrolled = ({ target }: Event): void => {
    if (target === null) return;
    this.#last = performance.now();
    const top = target === document ? scrollY : (target as Element).scrollTop;
    if (target === document) this.#top = top;
    // As with the page's own events, one that is added meanwhile is not called yet, and one that is taken away no more.
    for (const listener of [...this.#listeners]) if (this.#listeners.has(listener)) listener(target, top);
  };
}

/** Told how many screens what scrolls is from where it was, and whether that is the page itself; true counts from here on. */
export type Moved = (screens: number, page: boolean) => boolean;

/** How far what scrolls has come since some moment, in screens. */
export class ScrollDistance {
  readonly #scrolling: Scrolling;
  readonly #moved: Moved;
  #end: (() => void) | null = null;

  /** `moved` is called at every scroll. A box that scrolls for the first time may come from anywhere: infinitely far. */
  constructor(scrolling: Scrolling, moved: Moved) {
    this.#scrolling = scrolling;
    this.#moved = moved;
  }

  /** Counts from here. */
  start(): void {
    this.stop();
    /** How far down each thing that scrolls was at that moment, as far as it is known. */
    const from = new WeakMap<EventTarget, number>([[document, this.#scrolling.top]]);
    this.#end = this.#scrolling.listen((target, top) => {
      const before = from.get(target);
      const screens = before === undefined ? Infinity : Math.abs(top - before) / innerHeight;
      if (this.#moved(screens, target === document)) from.set(target, top);
    });
  }

  stop(): void {
    this.#end?.();
    this.#end = null;
  }
}

/** Work that waits until nothing has been scrolled for a while. */
export class AfterScrolling {
  readonly #scrolling: Scrolling;
  /** Milliseconds. */
  readonly #pause: number;
  readonly #work: () => void;
  #timer: ReturnType<typeof setTimeout> | null = null;

  constructor(scrolling: Scrolling, pause: number, work: () => void) {
    this.#scrolling = scrolling;
    this.#pause = pause;
    this.#work = work;
  }

  /** Whether the work is still to be done. */
  get waits(): boolean {
    return this.#timer !== null;
  }

  /** Does the work once, as soon as nothing has been scrolled for so long from now on; starting it twice is once. */
  start(): void {
    if (this.#timer === null) this.#wait(this.#pause);
  }

  stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  #wait(milliseconds: number): void {
    this.#timer = setTimeout(() => {
      const left = this.#pause - this.#scrolling.sinceLast;
      if (left > 0) {
        this.#wait(left);
        return;
      }
      this.#timer = null;
      this.#work();
    }, milliseconds);
  }
}
