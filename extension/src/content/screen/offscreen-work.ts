// Work off the screen that waits for more of its kind. Every change of a long list costs the page a look at all of it,
// so a badge a frame would make scrolling slow; a few dozen at a time do not.
import { Rest, Scrolling } from "./scrolling.ts";

/** Milliseconds without scrolling after which it is done: a page that rests costs least. */
const REST = 250;
/** Screens of scrolling before the first of it could be seen, in which it is done at the latest. */
const AHEAD = 1;

export class Together {
  readonly #work: (resting: boolean) => void;
  /** How far the page has been scrolled since the work was first wanted, and how far it may be, in screens. */
  #moved = 0;
  #most = Infinity;
  readonly #scrolling = new Scrolling((screens) => {
    this.#moved = screens;
    if (screens >= this.#most) this.#now(false);
    return false;
  });
  readonly #rest = new Rest(this.#scrolling, REST, () => { this.#now(true); });

  /** `work` is told whether the page rests, or the work had to be done in mid-scroll. */
  constructor(work: (resting: boolean) => void) {
    this.#work = work;
  }

  /** Does the work once, before it could be seen to be missing: it is so many screens away. Scheduling it twice is once. */
  schedule(screens: number): void {
    if (!this.#rest.waits) {
      if (screens <= AHEAD) {
        this.#work(false);
        return;
      }
      this.#moved = 0;
      this.#most = Infinity;
      this.#rest.start();
      this.#scrolling.start();
    }
    this.#most = Math.min(this.#most, this.#moved + screens - AHEAD);
    if (this.#moved >= this.#most) this.#now(false);
  }

  stop(): void {
    this.#rest.stop();
    this.#scrolling.stop();
  }

  #now(resting: boolean): void {
    this.stop();
    this.#work(resting);
  }
}
