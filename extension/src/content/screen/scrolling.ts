// How far the page has been scrolled since some moment, in screens, and when it rests. Whatever scrolls counts: the page,
// or a box in it.

/** Told how many screens what scrolls is from where it was, and whether that is the page itself; true counts from here on. */
export type Moved = (screens: number, page: boolean) => boolean;

export class Scrolling {
  readonly #moved: Moved;
  /** Milliseconds, as `performance.now()` counts them. */
  #last = -Infinity;
  #top = 0;
  /** How far each thing that scrolls had scrolled at that moment, as far as it is known. */
  #from = new WeakMap<EventTarget, number>();

  /** `moved` is called at every scroll. A box that scrolls for the first time may come from anywhere: infinitely far. */
  constructor(moved: Moved) {
    this.#moved = moved;
  }

  /** Counts from here. */
  start(): void {
    this.#top = scrollY;
    this.#from = new WeakMap([[document, scrollY]]);
    document.addEventListener("scroll", this.#scrolled, { capture: true, passive: true });
  }

  stop(): void {
    document.removeEventListener("scroll", this.#scrolled, { capture: true });
  }

  /** How far down the page is, in CSS pixels, as last told: asking now would make the page lay itself out. */
  get top(): number {
    return this.#top;
  }

  /** Milliseconds since anything was last scrolled. */
  get calm(): number {
    return performance.now() - this.#last;
  }

  readonly #scrolled = ({ target }: Event): void => {
    if (target === null) return;
    this.#last = performance.now();
    const page = target === document;
    const at = page ? scrollY : (target as Element).scrollTop;
    if (page) this.#top = at;
    const from = this.#from.get(target);
    if (this.#moved(from === undefined ? Infinity : Math.abs(at - from) / innerHeight, page)) this.#from.set(target, at);
  };
}

/** Work that waits until nothing has been scrolled for a while. */
export class Rest {
  readonly #scrolling: Scrolling;
  /** Milliseconds. */
  readonly #calm: number;
  readonly #work: () => void;
  #timer: ReturnType<typeof setTimeout> | null = null;

  constructor(scrolling: Scrolling, calm: number, work: () => void) {
    this.#scrolling = scrolling;
    this.#calm = calm;
    this.#work = work;
  }

  get waits(): boolean {
    return this.#timer !== null;
  }

  /** Does the work once, when the page has rested for so long from now on; starting it twice is once. */
  start(): void {
    if (this.#timer === null) this.#wait(this.#calm);
  }

  stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  #wait(milliseconds: number): void {
    this.#timer = setTimeout(() => {
      const left = this.#calm - this.#scrolling.calm;
      if (left > 0) {
        this.#wait(left);
        return;
      }
      this.#timer = null;
      this.#work();
    }, milliseconds);
  }
}
