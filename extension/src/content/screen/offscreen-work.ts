// Work off the screen, put off and done all at once. Every change of a long list costs the page a look at all of it, so
// a badge a frame would make scrolling slow; a few dozen at a time do not.
import { AfterScrolling, ScrollDistance, type Scrolling } from "./scrolling.ts";

/** Milliseconds without scrolling after which the work is done: then it disturbs nobody. */
const PAUSE = 250;
/** Screens of scrolling before the first of it could be seen, in which it is done at the latest. */
const MARGIN = 1;

export class OffscreenWork {
  readonly #work: (scrollingEnded: boolean) => void;
  /** How far the page has been scrolled since the work was first wanted, and how far it may be, in screens. */
  #moved = 0;
  #most = Infinity;
  readonly #distance: ScrollDistance;
  readonly #afterScrolling: AfterScrolling;

  /** `work` is told whether scrolling has ended, or the work could wait no longer. */
  constructor(scrolling: Scrolling, work: (scrollingEnded: boolean) => void) {
    this.#work = work;
    this.#distance = new ScrollDistance(scrolling, (screens) => {
      this.#moved = screens;
      if (screens >= this.#most) this.#now(false);
      return false;
    });
    this.#afterScrolling = new AfterScrolling(scrolling, PAUSE, () => { this.#now(true); });
  }

  /** Does the work once, before anybody could see that it is missing: it is so many screens away. Scheduling it twice is once. */
  schedule(screens: number): void {
    if (!this.#afterScrolling.waits) {
      if (screens <= MARGIN) {
        this.#work(false);
        return;
      }
      this.#moved = 0;
      this.#most = Infinity;
      this.#afterScrolling.start();
      this.#distance.start();
    }
    this.#most = Math.min(this.#most, this.#moved + screens - MARGIN);
    if (this.#moved >= this.#most) this.#now(false);
  }

  stop(): void {
    this.#afterScrolling.stop();
    this.#distance.stop();
  }

  #now(scrollingEnded: boolean): void {
    this.stop();
    this.#work(scrollingEnded);
  }
}
